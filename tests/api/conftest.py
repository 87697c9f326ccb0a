"""A caller with a key, speaking JSON in process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from gwidam.api.rate import forget_counts
from gwidam.people.models import Employee
from gwidam.people.verbs import make_token
from gwidam.people.verbs.tokens import SCOPES
from tests.cast import SETUP, Cast


class Caller:
    """A system with a key of one employee."""

    def __init__(self, employee: Employee, scopes: list[str]) -> None:
        self.token, self.key = make_token(
            name=f"test {employee.email}", scopes=scopes, employee=employee, by=SETUP, at=timezone.now()
        )
        self.client = Client(raise_request_exception=False)

    def post(self, path: str, body: Any = None, *, content_type: str = "application/json", **headers: str) -> Any:
        """POST JSON (bytes go as they are); header names as keyword arguments."""
        raw = body if isinstance(body, bytes) else json.dumps({} if body is None else body)
        return self.client.post(f"/api/v1{path}", raw, content_type=content_type, headers=self._headers(headers))

    def get(self, path: str, **query: Any) -> Any:
        """GET with a query."""
        return self.client.get(f"/api/v1{path}", query, headers=self._headers({}))

    def _headers(self, more: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        return {"Authorization": f"Bearer {self.key}", "Accept-Language": "en", **named}


@pytest.fixture(autouse=True)
def fresh_counts() -> Iterator[None]:
    """No test is refused for what another one called."""
    forget_counts()
    yield
    forget_counts()


@pytest.fixture
def calling(cast: Cast) -> Callable[..., Caller]:
    """calling(employee, *scopes): a caller; all scopes where none are named."""
    return lambda employee, *scopes: Caller(employee, list(scopes or SCOPES))


@pytest.fixture
def caller(cast: Cast, calling: Callable[..., Caller]) -> Caller:
    """A caller who acts as Mina of the front line, with every scope."""
    return calling(cast.mina)
