"""Learning anew: a new model replaces the old one only if it is not worse; one can go back."""

from __future__ import annotations

import pytest

from gwidam.core.errors import NotNow
from gwidam.core.models import Fact
from gwidam.understand.heart.labels import Comparison
from gwidam.understand.queries.models import current, present_reader
from gwidam.understand.queries.routes import present_advisor
from gwidam.understand.queries.teaching import corrections, heard_evenly
from gwidam.understand.verbs import correct, learn_route, retrain, roll_back
from tests.cast import SETUP

pytestmark = pytest.mark.django_db
WORDS = {"로밍": "해외 로밍 문자가 안 와요", "요금": "청구서 요금이 두 번 나왔어요"}


@pytest.fixture
def corrected(cast, read, at):
    """Twelve voices whose topic Mina said."""

    def say(count=12, by=None):
        for number in range(count):
            topic = list(WORDS)[number % 2]
            voice = cast.voice(f"{WORDS[topic]} {number}", at=at).voice
            read(voice, at=at)
            correct(voice=voice, field="topic", value=topic, by=by or cast.mina, at=at)

    return say


def test_before_anything_was_learnt_topics_come_from_the_directory(cast):
    reader = present_reader()
    assert reader.versions == {"topic": "directory"}
    assert reader.models.topic.names == ("요금", "인터넷 속도")


def test_corrections_make_a_model_that_reads_from_then_on(cast, corrected, read, at):
    corrected()
    (learnt,) = retrain(by=SETUP, at=at)
    assert (learnt.subject, learnt.version, learnt.is_current) == ("topic", 1, True)
    assert present_reader().models.topic.names == ("로밍", "요금", "인터넷 속도")
    (row,) = read(cast.voice("해외 로밍 문자가 또 안 와요", at=at).voice, at=at)
    assert (row.told["topic"][0][0], row.made_by["topic"]) == ("로밍", "1")


def test_accepted_hand_overs_make_a_model_of_routes(cast, at):
    for number in range(6):
        voice = cast.voice(f"로밍 문자가 안 와요 {number}", at=at).voice
        learn_route(handoff_id=number, voice_id=voice.pk, department_id=cast.cvi.pk, by=SETUP, at=at)
    learnt = {each.subject: each for each in retrain(by=SETUP, at=at)}["routes"]
    assert str(cast.cvi.pk) in present_advisor().model.names
    assert learnt.is_current


def test_a_worse_model_is_kept_but_not_used(cast, corrected, at, monkeypatch):
    corrected()
    retrain(by=SETUP, at=at)
    monkeypatch.setattr("gwidam.understand.verbs.learning.LEAST_JUDGED", 1)
    worse = Comparison(old=0.9, new=0.5, chance=0.01, may_replace=False)
    monkeypatch.setattr("gwidam.understand.heart.labels.compare", lambda *_: worse)
    (learnt,) = retrain(by=SETUP, at=at)
    assert (learnt.version, learnt.is_current, learnt.accuracy, learnt.accuracy_before) == (2, False, 0.5, 0.9)
    assert current("topic").version == 1


def test_one_can_go_back_to_what_served_before_and_to_nothing_else(cast, corrected, at, monkeypatch):
    corrected()
    retrain(by=SETUP, at=at)
    retrain(by=SETUP, at=at)
    back = roll_back(subject="topic", by=SETUP, at=at)
    assert (back.version, current("topic").version) == (1, 1)
    assert Fact.objects.filter(kind="understand.ModelRolledBack").count() == 1
    with pytest.raises(NotNow):
        roll_back(subject="topic", by=SETUP, at=at)


def test_a_version_that_never_served_is_passed_over_on_the_way_back(cast, corrected, at, monkeypatch):
    corrected()
    for may in (True, False, True):
        monkeypatch.setattr("gwidam.understand.verbs.learning.LEAST_JUDGED", 1)
        judged = Comparison(old=0.5, new=0.5, chance=1.0, may_replace=may)
        monkeypatch.setattr("gwidam.understand.heart.labels.compare", lambda *_, judged=judged: judged)
        retrain(by=SETUP, at=at)
    assert roll_back(subject="topic", by=SETUP, at=at).version == 1


def test_a_flood_of_one_hand_teaches_only_so_much(cast, corrected, monkeypatch):
    monkeypatch.setattr("gwidam.understand.queries.teaching.MOST_OF_ONE", 3)
    corrected(12)
    assert len(corrections("topic")) == 6


def test_nothing_to_learn_from_makes_nothing(cast, at):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_responsibility")
    assert retrain(by=SETUP, at=at) == []


def test_a_damaged_model_gives_way_to_the_directory(cast, corrected, at):
    corrected()
    (learnt,) = retrain(by=SETUP, at=at)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE understand_learnt SET packed = 'damaged' WHERE id = %s", [learnt.pk])
    assert present_reader().versions == {"topic": "directory"}


# Tone and kind, which rules read and corrections push


def words_of(number):
    """Voices that no rule understands; every other one is an alarm, by what people say of it."""
    place = ("정문", "후문", "옥상", "주차장", "복도", "현관", "계단", "로비")[number // 2 % 8]
    return (
        (f"{place} 신호등 표시 깜깜 {number}", "report")
        if number % 2
        else (f"{place} 서류 접수 건 {number}", "request")
    )


@pytest.fixture
def said(cast, read, at):
    """So many voices whose kind somebody said."""

    def say(count, by=None, turn=lambda kind: kind):
        for number in range(count):
            text, kind = words_of(number)
            voice = cast.voice(text, at=at).voice
            read(voice, at=at)
            correct(voice=voice, field="kind", value=turn(kind), by=by or cast.mina, at=at)

    return say


def test_corrections_of_kind_are_learnt_and_read_by_from_then_on(cast, said, read, at):
    said(30)
    learnt = {each.subject: each for each in retrain(by=SETUP, at=at)}["kind"]
    assert (learnt.version, learnt.is_current, learnt.examples) == (1, True, 24)
    (row,) = read(cast.voice("별관 신호등 표시 깜깜", at=at).voice, at=at)
    assert (row.kind, row.made_by["kind"]) == ("report", "1")
    assert row.told["kind"][0][2] != []


def test_a_few_corrections_of_kind_teach_nothing_yet(said, at):
    said(18)
    assert "kind" not in {each.subject for each in retrain(by=SETUP, at=at)}


def test_a_version_that_turns_what_is_plain_is_kept_but_not_used(said, at, monkeypatch):
    said(30)
    monkeypatch.setattr("gwidam.understand.heart.reading.judging.turned", lambda *_: ["a", "b", "c"])
    learnt = {each.subject: each for each in retrain(by=SETUP, at=at)}["kind"]
    assert (learnt.is_current, learnt.has_served) == (False, False)


def test_kind_is_judged_by_the_whole_reading_against_rules_alone(said, at, monkeypatch):
    said(60)
    learnt = {each.subject: each for each in retrain(by=SETUP, at=at)}["kind"]
    assert learnt.held_back == 12
    assert learnt.accuracy > learnt.accuracy_before


def test_one_can_go_back_from_a_version_of_kind(said, read, cast, at):
    said(30)
    for _ in range(2):
        retrain(by=SETUP, at=at)
    assert roll_back(subject="kind", by=SETUP, at=at).version == 1
    assert present_reader().versions["kind"] == "1"


# Whose corrections are listened to


def test_a_person_alone_is_listened_to():
    assert heard_evenly([(1, "report")] * 120) == [True] * 120


def test_one_hand_is_listened_to_no_more_than_all_others_together():
    heard = heard_evenly([(1, "report")] * 150 + [(2, "request")] * 60)
    assert heard == [True] * 60 + [False] * 90 + [True] * 60


def test_the_first_of_anybody_are_listened_to_however_few_the_others_are():
    heard = heard_evenly([(1, "report")] * 80 + [(2, "request")])
    assert heard == [True] * 50 + [False] * 30 + [True]


def test_of_one_label_nobody_is_listened_to_for_ever():
    assert sum(heard_evenly([(1, "report")] * 300 + [(1, "request")] * 10)) == 210
