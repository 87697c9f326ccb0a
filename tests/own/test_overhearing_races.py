"""Said and taken back at the same moment: the words are gone, whoever comes first."""

from __future__ import annotations

import threading

import pytest

from gwidam.listen.ears.heard import Gone
from gwidam.listen.models import Voice
from gwidam.own.verbs import overhearing
from tests.listen.ears.conftest import ear, heard, line, there  # noqa: F401 - fixtures
from tests.racing import race, wins

from .test_overhearing import take

pytestmark = pytest.mark.django_db(transaction=True)
WAITS = 1.0  # seconds: longer than taking back takes where nothing holds it up


def said_and_taken_back_at_once(ear, monkeypatch):  # noqa: F811
    """The words come; when it has been seen that nobody took them back, somebody does. What is left of them."""
    has_looked, is_taken_back = threading.Event(), threading.Event()

    def look_and_wait(name):
        was = is_withdrawn(name)
        has_looked.set()
        is_taken_back.wait(WAITS)
        return was

    def take_back():
        assert has_looked.wait(10)
        take(ear, Gone("1"))
        is_taken_back.set()

    is_withdrawn = overhearing.is_withdrawn
    monkeypatch.setattr(overhearing, "is_withdrawn", look_and_wait)
    assert wins(race(lambda: take(ear, heard("1", "지울 말")), take_back)) == 2
    return [each.text for each in Voice.objects.all()]


def test_words_taken_back_while_they_are_stored_are_gone(ear, monkeypatch):  # noqa: F811
    assert said_and_taken_back_at_once(ear, monkeypatch) == [""]


def test_control_without_turns_they_stay(ear, monkeypatch):  # noqa: F811
    monkeypatch.setattr(overhearing, "take_turn", lambda name: None)
    assert said_and_taken_back_at_once(ear, monkeypatch) == ["지울 말"]
