"""The words `gwidam read` and `gwidam learn`: what was read is passed over, a stopped run goes on."""

from __future__ import annotations

import pytest

from gwidam.cli import learn, read
from gwidam.listen.verbs import erase_voice
from gwidam.understand import verbs
from gwidam.understand.models import Learnt, Reading
from tests.cast import SETUP


@pytest.fixture
def voices(cast, at):
    return [cast.voice(f"인터넷이 느려요 {number}", at=at).voice for number in range(5)]


def test_all_voices_are_read_once(voices):
    assert [read.read(everything=True) for _ in range(2)] == [("T0", 5), ("T0", 0)]
    assert Reading.objects.count() == 5


def test_a_run_that_was_stopped_goes_on_where_it_ended(voices, monkeypatch):
    whole = verbs.read_at_once

    def stopped(*, voice_ids, at):
        if voices[2].pk in voice_ids:
            raise KeyboardInterrupt
        return whole(voice_ids=voice_ids, at=at)

    monkeypatch.setattr(read, "BATCH", 2)
    monkeypatch.setattr(verbs, "read_at_once", stopped)
    with pytest.raises(KeyboardInterrupt):
        read.read(everything=True)
    assert Reading.objects.count() == 2
    monkeypatch.setattr(verbs, "read_at_once", whole)
    assert read.read(everything=True) == ("T0", 3)


def test_without_all_only_what_was_never_read_is_read(voices, read_version):
    read.read(everything=False)
    read_version("2")
    assert read.read(everything=False) == ("T0", 0)
    assert read.read(everything=True) == ("T0", 5)


@pytest.fixture
def read_version(monkeypatch):
    """Another version of the rules, as after an upgrade."""
    return lambda version: monkeypatch.setattr("gwidam.understand.heart.reading.reader.VERSION", version)


def test_erased_voices_are_left_alone(voices, at):
    erase_voice(voice=voices[0], by=SETUP, at=at)
    assert read.read(everything=True) == ("T0", 4)


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        (
            {"is_current": True},
            "topic: version 3 from 40 examples; in use.",
        ),
        (
            {"is_current": False, "accuracy": 0.5, "accuracy_before": 0.75, "held_back": 12},
            (
                "topic: version 3 from 40 examples, right on 50.0% of 12 held back (before: 75.0%);"
                " kept, not used: it is worse than the present one."
            ),
        ),
    ],
)
def test_a_version_is_told_in_one_line(fields, line):
    assert learn.told(Learnt(subject="topic", version=3, examples=40, **fields)) == line
