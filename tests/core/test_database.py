"""A kept connection is looked at before use, and asked only where something speaks against it."""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

from gwidam.core.database import base


@pytest.fixture
def kept(db):
    """A connection of its own, as a web process keeps it; it has just been looked at."""
    one = connection.copy()
    one.ensure_connection()
    one.is_usable()
    yield one
    one.close()


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """Grows with every question to the server whether it is there."""
    questions: list[str] = []
    monkeypatch.setattr(DatabaseWrapper, "is_usable", lambda self: not questions.append("SELECT 1"))
    return questions


def test_a_connection_that_lives_is_used_without_a_question(kept, asked):
    assert kept.is_usable()
    assert asked == []


def test_a_connection_whose_server_has_ended_it_is_found_out(kept):
    with kept.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
    assert not kept.is_usable()


def test_a_connection_that_broke_in_our_hands_is_found_out(kept):
    kept.connection.close()
    assert not kept.is_usable()


def test_a_connection_that_was_silent_for_long_is_asked(kept, asked, monkeypatch):
    monkeypatch.setattr(kept, "heard_at", kept.heard_at - base.ASKED_AGAIN_AFTER)
    assert kept.is_usable()
    assert asked == ["SELECT 1"]


def test_a_request_after_a_restart_of_the_server_is_answered(kept):
    """As Django does it at the beginning of a request: what is not usable is closed and made anew."""
    with kept.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    with psycopg.connect(**psycopg_words(), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [number])
    kept.health_check_enabled, kept.health_check_done = True, False
    with kept.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() != (number,)


def psycopg_words() -> dict[str, str]:
    """Where the test database is, as psycopg takes it."""
    given = connection.settings_dict
    words = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return {word: given[name] for word, name in words.items() if given[name]}
