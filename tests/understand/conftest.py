"""What the tests of this room may ask for besides the cast."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from gwidam.understand.heart.tiers import tier
from gwidam.understand.queries import routes
from gwidam.understand.verbs import read_voices


@pytest.fixture(autouse=True)
def untaught() -> None:
    """No test remembers what another one's house had taught."""
    routes._advisor.cache_clear()
    routes._taught.cache_clear()


@pytest.fixture
def sign_in() -> Any:
    """A browser in which somebody is signed in, with their second factor."""

    def signed_in(who: Any, language: str = "ko") -> Client:
        client = Client(headers={"accept-language": language})
        client.force_login(who, backend="gwidam.people.sessions.ByPassword")
        session = client.session
        session["second_factor"] = True
        session.save()
        return client

    return signed_in


@pytest.fixture
def read() -> Any:
    """Read voices at T0; the readings that made."""

    def reading(*voices: Any, at: Any, again: bool = False) -> Any:
        return read_voices(voices=list(voices), tier=tier("T0"), at=at, again=again)

    return reading
