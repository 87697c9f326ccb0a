"""A city system that speaks Open311 with a key."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest
from defusedxml.ElementTree import fromstring
from django.test import Client

from gwidam.moments.models import Touchpoint
from tests.api.conftest import Caller
from tests.cast import opened


class City:
    """Another system, with a key of one employee or without."""

    def __init__(self, key: str = "") -> None:
        self.key = key
        self.client = Client(raise_request_exception=False)

    def get(self, path: str, **query: Any) -> Any:
        keyed = {"api_key": self.key} if self.key else {}
        return self.client.get(f"/open311/{path}", {**keyed, **query}, headers={"Accept-Language": "en"})

    def post(self, path: str, **form: Any) -> Any:
        keyed = {"api_key": self.key} if self.key else {}
        return self.client.post(f"/open311/{path}", {**keyed, **form}, headers={"Accept-Language": "en"})


def open_door(cast: Any, code: str = "city") -> Any:
    """An open channel for Open311."""
    return opened(cast, "open311", code=code, name_ko="시청 연계", name_en="City hall")


@pytest.fixture
def door(cast: Any) -> Any:
    return open_door(cast)


@pytest.fixture
def city(door: Any, caller: Caller) -> City:
    """A system whose key is Mina's, with every scope."""
    return City(caller.key)


@pytest.fixture
def service(cast: Any) -> str:
    """The code of a service."""
    return str(Touchpoint.objects.order_by("pk").values_list("code", flat=True)[0])


def parsed(response: Any) -> ET.Element:
    """The answer as XML."""
    return fromstring(response.content)
