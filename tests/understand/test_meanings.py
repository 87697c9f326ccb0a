"""What voices mean: vectors that are kept with the reading, follow the model, and go with the voice."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from gwidam.cli import web
from gwidam.core.ledger import act, record
from gwidam.core.models import Fact
from gwidam.listen.verbs import erase_voice
from gwidam.understand import events
from gwidam.understand.heart.meanings import meanings_of, packed, unpacked
from gwidam.understand.models import Meaning, Reading
from gwidam.understand.queries.meanings import elsewhere, in_batches, meaning_of, present_space, vectors_of
from gwidam.understand.verbs import erase_readings, place_voices, read_voices
from tests.cast import SETUP

from .fakes import T0, Hasher, t1


class Other(Hasher):
    name = "other"


def other_tier():
    tier = t1()
    return type(tier)("T1", tier.analyser, Other())


def read(voices, tier, at):
    return read_voices(voices=voices, tier=tier, at=at)


@pytest.fixture
def voices(cast, at):
    return [
        cast.voice(text, at=at).voice for text in ("인터넷이 느려요", "요금이 올랐어요", "설치 기사님이 늦어요")
    ]


def facts():
    found = Fact.objects.filter(kind="understand.MeaningsKept").order_by("id")
    return [(fact.body["space"], fact.body["voices"]) for fact in found]


# Vectors as bytes


def test_a_vector_comes_back_in_its_direction():
    rows = np.random.default_rng(7).standard_normal((20, 64)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    back = unpacked([packed(row)[0] for row in rows])
    assert np.einsum("nd,nd->n", rows, back).min() > 0.9995


def test_the_step_brings_back_the_length():
    codes, step = packed(np.array([0.6, -0.8], np.float32))
    assert np.linalg.norm(np.frombuffer(codes, np.int8) * step) == pytest.approx(1, abs=0.005)


@pytest.mark.parametrize("vector", [None, np.zeros(8, np.float32)])
def test_no_meaning_is_kept_as_none(vector):
    assert packed(vector) == (b"", 0.0)


# Kept with the reading


def test_reading_keeps_what_a_voice_means(voices, at):
    read(voices, t1(), at)
    numbers, vectors = vectors_of([voice.pk for voice in voices])
    assert numbers.tolist() == sorted(voice.pk for voice in voices)
    assert present_space() == "hasher 1"
    assert np.allclose(vectors, meanings_of([voice.text for voice in voices], t1()), atol=0.01)


def test_without_a_model_the_voice_has_a_row_and_no_vector(voices, at):
    read(voices, T0, at)
    assert list(Meaning.objects.values_list("space", "codes", "scale")) == [("", b"", 0.0)] * 3
    assert (present_space(), len(vectors_of([voices[0].pk])[0])) == ("", 0)


def test_a_lower_tier_that_reads_anew_takes_no_vector_away(voices, at):
    read(voices, t1(), at)
    read(voices, T0, at)
    assert (Reading.objects.filter(version=2).count(), len(vectors_of([voices[0].pk])[0])) == (3, 1)


@pytest.mark.parametrize("text", ["😡😡😡", "…", "ㅋ" * 1_000_000])
def test_a_voice_without_words_has_a_row(cast, at, text):
    voice = cast.voice(text, at=at).voice
    read([voice], t1(), at)
    assert Meaning.objects.get().voice_id == voice.pk


def test_a_row_is_written_once(voices, at):
    read(voices, t1(), at)
    before = list(Meaning.objects.values_list("pk", flat=True))
    read_voices(voices=voices, tier=t1(), at=at, again=True)
    assert list(Meaning.objects.values_list("pk", flat=True)) == before


# Kept anew


def test_voices_that_were_read_before_are_placed_without_a_new_reading(voices, at):
    read(voices, t1(), at)
    with act():
        for voice in voices:
            erase_readings(voice=voice, by=SETUP, at=at)
        record(events.MeaningsKept(space="", voices=0), by=SETUP, at=at, about="house:understand")
    assert place_voices(voices=voices, tier=t1(), at=at) == 3
    assert (Reading.objects.count(), len(vectors_of([v.pk for v in voices])[0])) == (3, 3)


def test_another_model_takes_its_place_and_says_so_once(voices, at):
    read(voices, t1(), at)
    assert {voice.pk for voice in elsewhere("other 1", 10)} == {voice.pk for voice in voices}
    assert [place_voices(voices=voices, tier=other_tier(), at=at) for _ in range(2)] == [3, 0]
    assert (elsewhere("other 1", 10), facts(), present_space()) == ([], [("other 1", 3)], "other 1")


def test_vectors_of_two_spaces_are_never_given_together(voices, at):
    read(voices, t1(), at)
    place_voices(voices=voices[:1], tier=other_tier(), at=at)
    numbers = [voice.pk for voice in voices]
    assert vectors_of(numbers)[0].tolist() == numbers[:1]
    assert vectors_of(numbers, space="hasher 1")[0].tolist() == numbers[1:]


def test_t0_places_nobody_anew(voices, at):
    read(voices, t1(), at)
    assert place_voices(voices=voices, tier=T0, at=at) == 0


# Streaming, erasing, queries


def test_batches_give_every_voice_once_and_in_order(voices, at):
    read(voices, t1(), at)
    batches = [numbers.tolist() for numbers, _ in in_batches(size=2)]
    assert batches == [[voices[0].pk, voices[1].pk], [voices[2].pk]]
    assert [numbers.tolist() for numbers, _ in in_batches(after=voices[1].pk, size=2)] == [[voices[2].pk]]


def test_erasure_takes_the_vector(voices, at):
    read(voices, t1(), at)
    with act():
        erase_voice(voice=voices[0], by=SETUP, at=at)
        erase_readings(voice=voices[0], by=SETUP, at=at)
    assert vectors_of([voice.pk for voice in voices])[0].tolist() == [voice.pk for voice in voices[1:]]


def test_an_erased_voice_is_not_placed(voices, at):
    erase_voice(voice=voices[0], by=SETUP, at=at)
    assert place_voices(voices=voices, tier=t1(), at=at) == 2


def test_vectors_are_one_query(voices, at, django_assert_num_queries):
    read(voices, t1(), at)
    with django_assert_num_queries(1):
        vectors_of([voice.pk for voice in voices])


# What is typed


def test_a_typed_text_means_what_a_voice_with_the_same_words_means(voices, at, monkeypatch):
    read(voices, t1(), at)
    monkeypatch.setattr("gwidam.understand.footing._held", [t1()])
    _, vectors = vectors_of([voices[0].pk])
    assert meaning_of("인터넷이 느려요") @ vectors[0] > 0.99


@pytest.mark.parametrize("text", ["", "😡😡", "…"])
def test_a_typed_text_without_words_means_nothing(text, monkeypatch):
    monkeypatch.setattr("gwidam.understand.footing._held", [t1()])
    assert meaning_of(text) is None


def test_without_a_model_nothing_is_meant(monkeypatch):
    monkeypatch.setattr("gwidam.understand.footing._held", [])
    assert meaning_of("인터넷이 느려요") is None


AFTER_A_FORK = """
import os, sys
from gwidam.understand.heart.meanings import meanings_of
from gwidam.understand.heart.tiers import tier
held = tier("T1")
before = meanings_of(["인터넷이 자꾸 끊겨요"], held)
if os.fork() == 0:
    import signal
    signal.alarm(10)
    os._exit(0 if (meanings_of(["인터넷이 자꾸 끊겨요"], held) == before).all() else 1)
sys.exit(os.waitstatus_to_exitcode(os.wait()[1]))
"""


@pytest.mark.slow  # loads the analyser, three seconds
def test_a_model_that_was_loaded_before_a_fork_works_after_it():
    assert subprocess.run([sys.executable, "-c", AFTER_A_FORK], timeout=60, check=False).returncode == 0


@pytest.mark.parametrize(("tier", "loaded"), [("T0", 0), ("T1", 1), ("T2", 1), ("T3", 0)])
def test_pages_hold_the_model_that_typed_text_needs(tier, loaded, monkeypatch):
    held = t1()
    monkeypatch.setattr("gwidam.understand.footing.present_tier", lambda: (held, ()))
    monkeypatch.setattr("django.db.connections.close_all", lambda: None)
    web.hold_model(SimpleNamespace(tier=tier))
    assert held.embedder.asked == loaded
