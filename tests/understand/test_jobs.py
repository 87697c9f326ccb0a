"""What hearing causes: a job of its own for each intake, danger told at once, a lost job made up for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from gwidam.core.ledger import react_to, react_to_all
from gwidam.core.models import Fact, Reacted
from gwidam.listen.verbs.bulk import Arrival
from gwidam.own.verbs.bulk import Intake, take_in_many
from gwidam.post.models import Message
from gwidam.understand.heart.tiers import Missing, table
from gwidam.understand.models import Footing, Reading
from gwidam.understand.queries.health import health_at
from gwidam.understand.verbs import read_at_once
from gwidam.work import rounds
from tests.cast import SETUP

MINUTE = timedelta(minutes=1)


def read_jobs():
    return list(ProcrastinateJob.objects.filter(task_name="read").values_list("args", flat=True))


def heard():
    return list(Fact.objects.filter(kind="listen.VoiceHeard").order_by("id"))


def test_a_voice_is_read_by_a_job_of_its_own(cast):
    voice = cast.voice().voice
    for _ in range(2):
        react_to_all(heard())
    assert read_jobs() == [{"voice_ids": [voice.pk]}]


def test_a_whole_batch_is_one_job(cast, at):
    intakes = [Intake(Arrival(channel=cast.imported, text=f"말씀 {n}", key=str(n))) for n in range(30)]
    receipts = take_in_many(intakes=intakes, by=SETUP, at=at)
    react_to_all(heard())
    assert read_jobs() == [{"voice_ids": [each.voice_id for each in receipts]}]


def test_only_facts_that_have_not_reacted_yet_are_done_together(cast):
    first = cast.voice("하나").voice
    react_to_all(heard())
    second = cast.voice("둘").voice
    react_to_all(heard())
    assert read_jobs() == [{"voice_ids": [first.pk]}, {"voice_ids": [second.pk]}]


def test_a_voice_is_stored_and_owned_though_nothing_can_read_it(cast, at, monkeypatch):
    def broken(*_args, **_more):
        raise RuntimeError("the models are gone")

    monkeypatch.setattr("gwidam.understand.heart.reading.read", broken)
    case = cast.voice("불이 났어요", at=at, email="kim@home.example").case
    react_to_all(heard())
    with pytest.raises(RuntimeError):
        read_at_once(voice_ids=[case.pk], at=at)
    assert (case.guardian_id is not None, Reading.objects.count()) == (True, 0)
    assert Message.objects.filter(template="receipt").count() == 1


# Danger


def danger_letters():
    return sorted(Message.objects.filter(template="danger").values_list("reader", flat=True))


def test_a_danger_is_told_at_once_to_the_guardian_and_the_cvi_team(cast, at):
    case = cast.voice("모뎀에서 불이 났어요", at=at, heard_by=cast.mina).case
    read_at_once(voice_ids=[case.pk], at=at)
    fact = Fact.objects.get(kind="understand.DangerHeard")
    for _ in range(2):
        react_to(fact)
        Reacted.objects.all().delete()
    assert danger_letters() == sorted([case.guardian.actor, cast.dohyun.actor])
    assert "불이 났" not in "".join(Message.objects.filter(template="danger").values_list("body", flat=True))


def test_leaving_is_told_to_the_guardian_alone(cast, at):
    case = cast.voice("이럴 거면 해지할게요", at=at, heard_by=cast.mina).case
    read_at_once(voice_ids=[case.pk], at=at)
    react_to(Fact.objects.get(kind="understand.DangerHeard"))
    assert danger_letters() == [case.guardian.actor]


def test_who_may_harm_themselves_is_told_of_with_the_helpline(cast, at):
    case = cast.voice("너무 힘들어서 죽고 싶어요. 자살하고 싶습니다", at=at, heard_by=cast.mina).case
    read_at_once(voice_ids=[case.pk], at=at)
    react_to(Fact.objects.get(kind="understand.DangerHeard"))
    assert "109" in Message.objects.filter(template="danger", reader=case.guardian.actor).get().body


def test_a_voice_without_a_case_wakes_the_owner_of_its_channel(cast, at):
    taken = cast.voice("전봇대에서 불이 났어요", at=at, needs_answer=False)
    assert taken.case is None
    read_at_once(voice_ids=[taken.voice.pk], at=at)
    react_to(Fact.objects.get(kind="understand.DangerHeard"))
    assert danger_letters() == sorted([cast.web.owner.actor, cast.dohyun.actor])


def test_a_denied_danger_wakes_nobody(cast, at):
    case = cast.voice("해지하지 않겠습니다. 잘 쓰고 있어요", at=at).case
    read_at_once(voice_ids=[case.pk], at=at)
    assert not Fact.objects.filter(kind="understand.DangerHeard").exists()


# Degradation


def test_without_its_model_reading_falls_back_to_words_and_says_so(cast, at, monkeypatch, settings):
    def missing(*_args):
        raise Missing("The package kiwipiepy is not installed.")

    settings.TIER = "T1"
    monkeypatch.setattr("gwidam.understand.heart.tiers._kiwi", missing)
    monkeypatch.setattr("gwidam.understand.footing.own_words", lambda: ("다온기가",))
    case = cast.voice("불이 났어요", at=at).case
    read_at_once(voice_ids=[case.pk], at=at)
    found = health_at(at)
    assert (Reading.objects.get().tier, Reading.objects.get().dangers) == ("T0", ["safety"])
    assert (found.wanted, found.footing.tier, found.is_well) == ("T1", "T0", False)
    assert found.footing.troubles == ["T1: The package kiwipiepy is not installed."]


def test_a_damaged_table_is_found_out(cast, at, monkeypatch, settings, tmp_path):
    damaged = tmp_path / "table.npz"
    damaged.write_bytes(b"not what it was")
    damaged.with_name("table.npz.sha256").write_text("0" * 64)
    settings.TIER = "T1"
    monkeypatch.setattr("gwidam.understand.heart.tiers._kiwi", lambda _words: object())
    monkeypatch.setattr("gwidam.understand.footing.own_words", lambda: ("다온테라",))
    monkeypatch.setattr(table.Table.__init__, "__defaults__", (damaged,))
    read_at_once(voice_ids=[cast.voice(at=at).voice.pk], at=at)
    (trouble,) = Footing.objects.get().troubles
    assert "damaged or another one" in trouble


def test_once_the_model_is_back_the_voice_is_read_again(cast, read, at, monkeypatch):
    voice = cast.voice(at=at).voice
    read(voice, at=at)
    monkeypatch.setattr("gwidam.understand.heart.reading.reader.VERSION", "2")
    read_at_once(voice_ids=[voice.pk], at=at)
    assert list(Reading.objects.order_by("version").values_list("version", "is_current")) == [
        (1, False),
        (2, True),
    ]


def test_a_voice_whose_job_was_lost_is_read_by_the_clock(cast, monkeypatch):
    from django.utils import timezone

    now = timezone.now()
    lost = cast.voice("잊힌 말씀", at=now - 10 * MINUTE).voice
    cast.voice("방금 온 말씀", at=now)
    assert rounds.read_left() is False
    assert list(Reading.objects.values_list("voice_id", flat=True)) == [lost.pk]


def test_what_a_lower_tier_has_read_is_read_again_once_the_model_is_back(cast, monkeypatch):
    from django.utils import timezone

    from gwidam.understand.heart.tiers import Tier

    now = timezone.now()
    voice = cast.voice("인터넷이 느려요", at=now - 10 * MINUTE).voice
    read_at_once(voice_ids=[voice.pk], at=now)
    rounds.read_left()
    whole = Tier("T1", None, None)
    monkeypatch.setattr("gwidam.understand.footing.present_tier", lambda: (whole, ()))
    monkeypatch.setattr("gwidam.understand.verbs.reading.present_tier", lambda: (whole, ()))
    monkeypatch.setattr("gwidam.understand.verbs.reading.made_by", lambda *_: {"rules": "1", "analyser": "kiwi"})
    for _ in range(2):
        rounds.read_left()
    assert list(Reading.objects.order_by("version").values_list("version", "tier")) == [(1, "T0"), (2, "T1")]


# Queries


@pytest.mark.parametrize("count", [5, 50])
def test_reading_takes_as_many_queries_however_many_voices(cast, at, count, django_assert_max_num_queries):
    numbers = [cast.voice(f"인터넷이 느려요 {n}", at=at).voice.pk for n in range(count)]
    read_at_once(voice_ids=numbers[:1], at=at)
    with django_assert_max_num_queries(22):
        assert read_at_once(voice_ids=numbers, at=at) == count - 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT voice_id) FROM understand_reading")
        assert cursor.fetchone() == (count,)
