"""Who is signed in is asked on every request: a session that was ended, and a person who left, are out at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone


@pytest.fixture
def signed_in(cast: Any) -> Client:
    client = Client()
    client.force_login(cast.charlie, backend="gwidam.people.sessions.ByPassword")
    return client


def is_in(client: Client) -> bool:
    """Whether the desk is shown; a stranger is sent to sign in."""
    return {200: True, 302: False}[client.get("/guarded").status_code]


def test_whoever_is_signed_in_stays_so(signed_in: Client) -> None:
    assert is_in(signed_in)


def test_somebody_who_left_is_out_at_once_although_their_session_goes_on(signed_in: Client, cast: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_employee SET is_active = false, left_at = now() WHERE id = %s", [cast.charlie.pk]
        )
    assert Session.objects.count() == 1
    assert not is_in(signed_in)


def test_a_session_that_was_ended_opens_nothing(signed_in: Client) -> None:
    Session.objects.all().delete()
    assert not is_in(signed_in)


def test_a_session_is_over_at_its_end(signed_in: Client) -> None:
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert not is_in(signed_in)
