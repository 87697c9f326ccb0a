"""Two at once: one reading of a voice, no correction lost. Each race has a control without the safeguard."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError

from gwidam.listen.models import Voice
from gwidam.understand.heart.tiers import tier
from gwidam.understand.models import Reading
from gwidam.understand.verbs import correct, correcting, read_voices, reading
from tests.racing import race, wins

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


def without_taking_turns(voices):
    """As `locked`, but nobody waits for anybody; all have looked before the first one writes."""
    numbers = [voice.pk for voice in voices]
    current = {each.voice_id: each for each in Reading.objects.filter(voice_id__in=numbers, is_current=True)}
    _together.wait(timeout=10)
    return {number: current.get(number) for number in numbers}


_together = threading.Barrier(AT_ONCE)


def read_at_once(cast, at):
    voice = cast.voice("인터넷이 끊겨요", at=at).voice
    runners = [
        lambda: read_voices(voices=[Voice.objects.get(pk=voice.pk)], tier=tier("T0"), at=at)
        for _ in range(AT_ONCE)
    ]
    return race(*runners)


def test_of_many_who_read_a_voice_at_once_one_keeps_a_reading(cast, at):
    outcomes = read_at_once(cast, at)
    assert (wins(outcomes), sorted(map(len, outcomes))) == (AT_ONCE, [0, 0, 0, 1])
    assert Reading.objects.count() == 1


def test_control_without_taking_turns_they_collide(cast, at, monkeypatch):
    monkeypatch.setattr(reading, "locked", without_taking_turns)
    outcomes = read_at_once(cast, at)
    assert {type(each) for each in outcomes if isinstance(each, Exception)} == {IntegrityError}


FIELDS = [("tone", "positive"), ("kind", "praise"), ("topic", "요금"), ("urgency", "urgent")]


def correct_at_once(cast, at):
    voice = cast.voice("인터넷이 끊겨요", at=at).voice
    read_voices(voices=[voice], tier=tier("T0"), at=at)
    return race(
        *(
            lambda field=field, value=value: correct(voice=voice, field=field, value=value, by=cast.mina, at=at)
            for field, value in FIELDS
        )
    )


def test_corrections_of_several_at_once_all_stand(cast, at):
    assert wins(correct_at_once(cast, at)) == AT_ONCE
    row = Reading.objects.get(is_current=True)
    assert (row.tone, row.kind, row.topic, row.urgency) == ("positive", "praise", "요금", "urgent")


def test_control_without_taking_turns_corrections_are_lost(cast, at, monkeypatch):
    monkeypatch.setattr(correcting, "locked", without_taking_turns)
    assert wins(correct_at_once(cast, at)) == AT_ONCE
    assert len(Reading.objects.get(is_current=True).corrected) < AT_ONCE
