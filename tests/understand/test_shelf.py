"""The shelf: files that follow the database, forget at once, and are made anew when they are damaged or gone."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from django.conf import settings

from gwidam.core.ledger import act
from gwidam.listen.verbs import erase_voice
from gwidam.understand.heart.meanings import meanings_of
from gwidam.understand.models import Meaning
from gwidam.understand.queries.meanings import near
from gwidam.understand.shelf import Writer, forget, opened, shelf, writing
from gwidam.understand.verbs import erase_readings, place_voices, read_voices, reading
from tests.cast import SETUP

from .fakes import T0, t1
from .test_meanings import other_tier

WORDS = ("인터넷이 느려요", "요금이 올랐어요", "설치 기사님이 늦어요")


@pytest.fixture
def voices(cast, at):
    return [cast.voice(text, at=at).voice for text in WORDS]


@pytest.fixture
def writer(db):
    return Writer()


def numbers():
    found = shelf()
    return None if found is None else sorted(found.index.numbers.tolist())


def pks(voices):
    return sorted(voice.pk for voice in voices)


def erase(voice, at):
    with act():
        erase_voice(voice=voice, by=SETUP, at=at)
        erase_readings(voice=voice, by=SETUP, at=at)


def vectors_in_files():
    """Everything the files say of anybody, as numbers."""
    folder = Path(settings.SHELF) / "index"
    return np.frombuffer((folder / "codes").read_bytes(), np.int8)


# Following


def test_before_the_first_look_there_is_no_shelf(voices):
    assert numbers() is None


def test_what_was_read_is_on_the_shelf(voices, writer, at):
    read_voices(voices=voices, tier=t1(), at=at)
    assert writer.keep_up() is True
    assert (numbers(), shelf().index.space) == (pks(voices), "hasher 1")


def test_a_voice_that_is_read_later_follows_without_making_anything_anew(voices, writer, at):
    read_voices(voices=voices[:2], tier=t1(), at=at)
    writer.keep_up()
    read_voices(voices=voices[2:], tier=t1(), at=at)
    assert writer.keep_up() is False
    assert numbers() == pks(voices)


def test_looking_again_adds_nobody_twice(voices, writer, at):
    read_voices(voices=voices, tier=t1(), at=at)
    for _ in range(3):
        writer.keep_up()
    assert Writer().keep_up() is False
    assert shelf().index.numbers.tolist() == pks(voices)


def test_without_a_model_voices_lie_by_their_letters(voices, writer, at):
    read_voices(voices=voices, tier=T0, at=at)
    writer.keep_up()
    found = shelf()
    assert (numbers(), found.index.space, len(found.space.mean)) == (pks(voices), "", 0)


def test_nearness_is_asked_with_a_vector_of_the_model(voices, writer, at):
    read_voices(voices=voices, tier=t1(), at=at)
    writer.keep_up()
    vector = meanings_of([WORDS[1]], t1())[0]
    assert near(vector, 1)[0].id == voices[1].pk
    assert near(vector[:8], 1) == []


def test_an_empty_house_has_an_empty_shelf(writer):
    writer.keep_up()
    assert numbers() == []


def test_where_another_process_keeps_the_shelf_this_one_stays_away(voices, writer, at, monkeypatch):
    monkeypatch.setattr(writing, "kept_by_me", lambda _who: False)
    read_voices(voices=voices, tier=t1(), at=at)
    assert (writer.keep_up(), numbers()) == (False, None)


# Another model


def test_another_model_takes_over_once_all_are_read_by_it(voices, writer, at):
    read_voices(voices=voices, tier=t1(), at=at)
    writer.keep_up()
    place_voices(voices=voices[:1], tier=other_tier(), at=at)
    writer.keep_up()
    assert (shelf().index.space, numbers()) == ("hasher 1", pks(voices))
    place_voices(voices=voices, tier=other_tier(), at=at)
    assert writer.keep_up() is True
    assert (shelf().index.space, numbers()) == ("other 1", pks(voices))


def test_a_voice_of_the_next_model_lies_by_its_letters_until_then(voices, writer, at):
    read_voices(voices=voices[:2], tier=t1(), at=at)
    writer.keep_up()
    read_voices(voices=voices[2:], tier=other_tier(), at=at)
    writer.keep_up()
    found = shelf()
    dims = len(found.space.mean)
    (row,) = found.index.vectors([voices[2].pk])
    assert (numbers(), row[:dims].any(), row[dims:].any()) == (pks(voices), False, True)


def test_a_young_house_makes_its_shelf_anew_as_it_grows(voices, writer, at, monkeypatch):
    read_voices(voices=voices[:1], tier=t1(), at=at)
    writer.keep_up()
    monkeypatch.setattr(writing, "YOUNG", 0)
    read_voices(voices=voices[1:], tier=t1(), at=at)
    assert [writer.keep_up() for _ in range(4)] == [False, True, False, False]  # followed, then made anew, once


# Erasure


def test_erasure_takes_the_vector_out_of_the_files_at_once(voices, writer, at, django_capture_on_commit_callbacks):
    read_voices(voices=voices[:1], tier=t1(), at=at)
    writer.keep_up()
    assert vectors_in_files().any()
    with django_capture_on_commit_callbacks(execute=True):
        erase(voices[0], at)
    assert (vectors_in_files().any(), numbers()) == (False, [])


def test_control_without_forgetting_the_files_keep_the_vector(
    voices, writer, at, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(reading, "forget", lambda number: None)
    read_voices(voices=voices[:1], tier=t1(), at=at)
    writer.keep_up()
    with django_capture_on_commit_callbacks(execute=True):
        erase(voices[0], at)
    assert vectors_in_files().any()


def test_another_machine_hears_of_the_erasure_in_the_ledger(voices, writer, at):
    read_voices(voices=voices[:1], tier=t1(), at=at)
    writer.keep_up()
    erase(voices[0], at)  # here nobody forgets before the commit
    writer.keep_up()
    assert (vectors_in_files().any(), numbers()) == (False, [])


def test_who_is_erased_while_the_shelf_is_made_anew_is_not_on_it(voices, writer, at, monkeypatch):
    read_voices(voices=voices, tier=t1(), at=at)
    placed = writing.place

    def erased_meanwhile(shelf_, rows):
        placed(shelf_, rows)
        if Meaning.objects.filter(voice=voices[0]).exists():
            erase(voices[0], at)

    monkeypatch.setattr(writing, "place", erased_meanwhile)
    writer.keep_up()
    assert numbers() == pks(voices[1:])


def test_forgetting_where_there_is_no_shelf_is_nothing(db):
    forget(1)
    assert numbers() is None


# Damage


@pytest.fixture
def standing(voices, writer, at):
    read_voices(voices=voices, tier=t1(), at=at)
    writer.keep_up()
    return Path(settings.SHELF) / "index"


def harm(folder, how):
    if how == "gone":
        shutil.rmtree(folder)
    elif how == "no head":
        (folder / "head.json").unlink()
    elif how == "no space":
        (folder / "space.npz").write_bytes(b"not a space")
    elif how == "no bits":
        (folder / "bits").unlink()
    else:
        (folder / "codes").write_bytes(b"\x00" * 10)


@pytest.mark.parametrize("how", ["gone", "no head", "no space", "no bits", "short codes"])
def test_damage_loses_nothing(voices, writer, standing, how):
    assert numbers() == pks(voices)
    harm(standing, how)
    if how not in {"no space", "no head"}:  # who has read these already goes on without them
        assert numbers() is None
    forget(voices[0].pk)
    assert Writer().keep_up() is True
    assert numbers() == pks(voices)


def test_the_writer_itself_notices_that_its_files_are_gone(voices, writer, standing):
    shutil.rmtree(standing)
    assert writer.keep_up() is True
    assert numbers() == pks(voices)


def test_files_of_another_database_are_made_anew(voices, standing):
    writing.Mark(1 << 60, 3, writing.NEW_KEYS).keep(standing)
    assert Writer().keep_up() is True
    assert numbers() == pks(voices)


def test_what_no_mark_can_tell_is_settled_when_a_worker_begins(voices, standing, writer):
    index = shelf().index
    rows = np.eye(1, index.dims, dtype=np.float32)
    behind = opened(standing, is_writer=True).index
    behind.remove(voices[0].pk)
    behind.add([77], rows)
    assert Writer().keep_up() is False
    assert numbers() == pks(voices)


# Queries


def test_a_look_at_a_shelf_that_is_up_to_date_takes_few_queries(voices, writer, at, django_assert_num_queries):
    read_voices(voices=voices, tier=t1(), at=at)
    for _ in range(2):
        writer.keep_up()
    with django_assert_num_queries(4):  # the space, the oldest transaction, new rows, erasures
        writer.keep_up()


@pytest.mark.parametrize("text", ["", "😡😡😡", "ㅋ" * 1_000_000])
def test_whatever_was_said_has_its_place(cast, writer, at, text):
    voice = cast.voice(text or "…", at=at).voice
    read_voices(voices=[voice], tier=t1(), at=at)
    writer.keep_up()
    assert numbers() == [voice.pk]
