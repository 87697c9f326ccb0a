"""Learning anew: a new model replaces the old one only if it is not worse; one can go back."""

from __future__ import annotations

import pytest

from gwidam.core.errors import NotNow
from gwidam.core.models import Fact
from gwidam.understand.heart.labels import Comparison
from gwidam.understand.queries.models import current, present_reader
from gwidam.understand.queries.routes import present_advisor
from gwidam.understand.verbs import correct, learn_route, retrain, roll_back
from gwidam.understand.verbs.learning import corrections
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
    monkeypatch.setattr("gwidam.understand.verbs.learning.MOST_OF_ONE", 3)
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
