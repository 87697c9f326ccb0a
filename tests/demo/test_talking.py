"""Live chat of the demo: talks that became voices, one that still runs, and words that are ready."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F

from gwidam.core.models import Fact
from gwidam.demo.build import FOUNDED_BEFORE
from gwidam.demo.company import found
from gwidam.demo.days import Days
from gwidam.demo.talking import SEEN_FOR, ready_answers, talks
from gwidam.demo.texts import texts
from gwidam.own import verbs as own
from gwidam.own.models import Case, ReadyAnswer, Talk
from tests.demo.test_build import NOW, empty_house

pytestmark = [pytest.mark.slow, pytest.mark.django_db]  # a company is founded


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A company and its talks."""
    with django_db_blocker.unblock(), empty_house():
        company = found(texts(), at=NOW - FOUNDED_BEFORE, passwords={})
        ready_answers(texts(), company, at=NOW - FOUNDED_BEFORE)
        Days(until=NOW).play(talks(texts(), company, seed=7, now=NOW))
        yield


def test_talks_became_voices_and_one_is_running(played: None) -> None:
    assert sorted(Talk.objects.values_list("state", "because", "language")) == [
        ("ended", "customer", "en"),
        ("ended", "customer", "ko"),
        ("ended", "customer", "ko"),
        ("ended", "waited", "ko"),
        ("running", "", "ko"),
    ]
    assert sorted(Case.objects.values_list("state", flat=True)) == ["closed", "closed", "open", "open"]


def test_who_speaks_english_kept_the_english_one(played: None) -> None:
    assert "english" in Talk.objects.select_related("keeper").get(language="en").keeper.skills


def test_nothing_was_said_after_now(played: None) -> None:
    assert not Fact.objects.filter(at__gt=NOW).exists()
    assert not Talk.objects.filter(said_at__gt=NOW).exists()
    assert not Talk.objects.filter(voice__heard_at__gt=F("ended_at")).exists()


def test_the_running_talk_lasts_while_somebody_looks_around_and_is_a_voice_then(played: None) -> None:
    own.tick_talks(at=NOW + SEEN_FOR)
    assert Talk.objects.filter(state="running").count() == 1
    own.tick_talks(at=NOW + timedelta(hours=1))
    assert Talk.objects.filter(state="ended").count() == 5


def test_ready_answers_are_there_in_both_languages(played: None) -> None:
    assert [bool(each.text_ko and each.text_en) for each in ReadyAnswer.objects.all()] == [True] * 4
