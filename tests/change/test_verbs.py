"""The verbs of the room: the way of an improvement, what each step needs, and what linking leaves alone."""

from __future__ import annotations

import pytest

from gwidam.change import verbs
from gwidam.change.models import Improvement, Score, Support, Telling, VoiceLink
from gwidam.core.errors import NotNow, NotValid, NotYours
from gwidam.core.models import Fact
from gwidam.own.models import Case
from tests.change.conftest import PATHS


def facts_of(improvement):
    found = Fact.objects.filter(about=improvement.about).order_by("id").values_list("kind", flat=True)
    return [kind.removeprefix("change.") for kind in found]


@pytest.mark.parametrize("state", PATHS)
def test_every_state_is_reached_by_its_verbs(brought, state):
    assert brought(state).state == state


def test_the_whole_way_is_told_in_the_ledger(brought):
    assert facts_of(brought("verified")) == [
        "ImprovementProposed",
        "ScoreSet",
        "ImprovementTabled",
        "ImprovementApproved",
        "WorkBegun",
        "ImprovementReleased",
        "EverybodyTold",
        "ImprovementVerified",
    ]


def test_linking_changes_neither_the_voice_nor_its_case(cast, at, propose):
    case = cast.voice().case
    before = Case.objects.filter(pk=case.pk).values().get(), Fact.objects.filter(about=case.about).count()
    verbs.link(improvement=propose(), voice=case.voice, via="case", by=cast.mina, at=at)
    assert (
        Case.objects.filter(pk=case.pk).values().get(),
        Fact.objects.filter(about=case.about).count(),
    ) == before


def test_a_voice_is_linked_once(cast, at, propose):
    improvement, voice = propose(), cast.voice().voice
    links = {
        verbs.link(improvement=improvement, voice=voice, via="case", by=cast.mina, at=at).pk for _ in range(2)
    }
    assert len(links) == 1
    assert facts_of(improvement).count("VoiceLinked") == 1


def test_who_asks_after_everybody_was_told_asks_anew(cast, at, brought):
    with pytest.raises(NotNow, match="모두에게 알리고"):
        verbs.link(improvement=brought("told"), voice=cast.voice().voice, via="case", by=cast.mina, at=at)


def test_taking_a_voice_off_needs_a_reason(cast, at, propose):
    link = verbs.link(improvement=propose(), voice=cast.voice().voice, via="case", by=cast.mina, at=at)
    with pytest.raises(NotValid):
        verbs.unlink(made=link, why=" ", by=cast.mina, at=at)
    verbs.unlink(made=link, why="다른 일이었음", by=cast.mina, at=at)
    assert VoiceLink.objects.count() == 0


def test_8_everyone_who_asked_is_told_before_an_improvement_is_told(cast, at, brought):
    improvement = brought("released", voice=(heard := cast.voice().voice))
    with pytest.raises(NotNow, match="아직 1분께"):
        verbs.finish_telling(improvement=improvement, by=cast.dohyun, at=at)
    telling = Telling(
        improvement=improvement, round=1, customer=heard.customer, voice=heard, state="sent", made_at=at
    )
    write(telling)
    with pytest.raises(NotNow, match="아직 1분께"):
        verbs.finish_telling(improvement=improvement, by=cast.dohyun, at=at)
    telling.state, telling.reason, telling.done_at = "not_told", "no_contact", at
    write(telling)
    verbs.finish_telling(improvement=improvement, by=cast.dohyun, at=at)
    assert Improvement.objects.get(pk=improvement.pk).state == "told"


def write(telling):
    """As the room of telling will: in an act with a fact."""
    from gwidam.change.events import improvements as events
    from gwidam.core.ledger import act, record
    from tests.cast import NOW, SETUP

    with act():
        telling.save()
        record(events.ProofBegun(improvement_id=0), by=SETUP, at=NOW, about="tests")


def test_scoring_needs_every_part_of_the_method(cast, at, propose):
    with pytest.raises(NotValid) as refused:
        verbs.score(improvement=propose(), method="rice", parts={"impact": 2.0}, by=cast.dohyun, at=at)
    assert refused.value.more["field"] == "parts"
    assert Score.objects.count() == 0


def test_a_part_keeps_who_set_it(cast, at, brought):
    improvement = brought("scored")
    verbs.score(improvement=improvement, method="rice", parts={"impact": 3.0}, by=cast.yuna, at=at)
    parts = Score.objects.get().parts
    assert {code: part[:2] for code, part in parts.items()} == {
        "impact": [3.0, cast.yuna.pk],
        "confidence": [0.8, cast.dohyun.pk],
        "effort": [2.0, cast.dohyun.pk],
    }


def test_every_change_of_a_score_is_a_fact_and_no_change_is_none(cast, at, brought):
    improvement = brought("scored")
    for impact in (3.0, 3.0, 0.5):
        verbs.score(improvement=improvement, method="rice", parts={"impact": impact}, by=cast.dohyun, at=at)
    told = Fact.objects.filter(kind="change.ScoreSet").order_by("id")
    assert [(each.body["before"].get("impact"), each.body["parts"]["impact"]) for each in told] == [
        (None, 2.0),
        (2.0, 3.0),
        (3.0, 0.5),
    ]


def test_nothing_is_tabled_without_a_score_or_a_ground_why_it_must_be_done(cast, at, propose):
    improvement = propose()
    with pytest.raises(NotValid):
        verbs.table(improvement=improvement, by=cast.dohyun, at=at)
    verbs.mark_must(improvement=improvement, ground="전기통신사업법 제32조", by=cast.dohyun, at=at)
    verbs.table(improvement=improvement, by=cast.dohyun, at=at)
    assert Improvement.objects.get(pk=improvement.pk).state == "tabled"


@pytest.mark.parametrize(
    ("verdict", "field"), [("yes", "owner"), ("no", "public_ko"), ("more", "asked_of"), ("maybe", "verdict")]
)
def test_a_ruling_needs_what_its_verdict_needs(cast, at, brought, verdict, field):
    with pytest.raises(NotValid) as refused:
        verbs.rule(improvement=brought("tabled"), verdict=verdict, by=cast.yuna, at=at)
    assert refused.value.more["field"] == field


def test_more_information_goes_back_to_the_table_with_what_was_found(cast, at, brought):
    improvement = brought("asked_more")
    with pytest.raises(NotValid):
        verbs.table(improvement=improvement, by=cast.dohyun, at=at)
    verbs.table(improvement=improvement, says="한 집에 2만 원", by=cast.dohyun, at=at)
    assert Improvement.objects.get(pk=improvement.pk).state == "tabled"


def test_nothing_is_released_without_words_for_the_public(cast, at, brought):
    improvement = brought("in_work")
    verbs.reword(improvement=improvement, words={"text_ko": ""}, by=cast.dohyun, at=at)
    with pytest.raises(NotValid):
        verbs.release(improvement=improvement, by=cast.jun, at=at)


@pytest.mark.parametrize("state", [state for state in PATHS if state not in ("proposed", "scored")])
def test_beginning_again_is_a_new_round_from_any_later_state(cast, at, brought, state):
    improvement = brought(state)
    verbs.reopen(improvement=improvement, why="또 끊깁니다", by=cast.dohyun, at=at)
    now = Improvement.objects.get(pk=improvement.pk)
    assert (now.state, now.round, now.reopenings.get().was) == ("proposed", 2, state)


def test_9_merging_is_taken_back_and_every_voice_keeps_its_own_improvement(cast, at, propose):
    front, other = propose(voice=cast.voice().voice), propose(voice=cast.voice(name="다른 분").voice)
    before = counted(front), counted(other)
    verbs.merge(improvement=other, into=front, why="같은 일", by=cast.dohyun, at=at)
    assert (counted(front), counted(other)) == ((2, 2), (0, 0))
    assert VoiceLink.objects.filter(improvement=other, counted_at=front).count() == 1
    verbs.unmerge(improvement=Improvement.objects.get(pk=other.pk), by=cast.dohyun, at=at)
    assert (counted(front), counted(other)) == before
    assert Improvement.objects.get(pk=other.pk).state == "proposed"
    verbs.merge(
        improvement=Improvement.objects.get(pk=other.pk), into=front, why="역시 같은 일", by=cast.mina, at=at
    )
    taken_back = [(each.why, each.undone_by) for each in other.mergings.order_by("id")]
    assert taken_back == [("같은 일", cast.dohyun), ("역시 같은 일", None)]


def counted(improvement):
    reach = Improvement.objects.get(pk=improvement.pk).reach
    return reach.people, reach.voices


def test_what_stands_behind_another_does_not_move(cast, at, propose):
    front, other = propose(), propose()
    verbs.merge(improvement=other, into=front, why="같은 일", by=cast.dohyun, at=at)
    with pytest.raises(NotNow, match=front.number):
        verbs.link(improvement=other, voice=cast.voice().voice, via="case", by=cast.mina, at=at)
    with pytest.raises(NotNow, match=front.number):
        verbs.support(improvement=other, by=cast.mina, at=at)
    with pytest.raises(NotNow):
        verbs.merge(improvement=front, into=other, why="거꾸로", by=cast.dohyun, at=at)


def test_support_is_given_once_each_and_taken_back_by_its_giver(cast, at, propose):
    improvement, customer = propose(), cast.voice().voice.customer
    for _ in range(2):
        mine = verbs.support(improvement=improvement, by=cast.mina, at=at)
        verbs.support(improvement=improvement, customer=customer, by=cast.mina, at=at)
    assert Improvement.objects.get(pk=improvement.pk).reach.supporters == 2
    with pytest.raises(NotYours):
        verbs.withdraw_support(support=mine, by=cast.hana, at=at)
    verbs.withdraw_support(support=mine, by=cast.mina, at=at)
    assert Support.objects.get().customer == customer


def test_choosing_a_method_ranks_everything_by_it(cast, at, brought):
    improvement = brought("scored", voice=cast.voice().voice)
    assert Improvement.objects.get(pk=improvement.pk).rank == pytest.approx(1 * 2 * 0.8 / 2)
    verbs.choose_method(method="ice", by=cast.dohyun, at=at)
    assert Improvement.objects.get(pk=improvement.pk).rank == 0
    parts = {"impact": 5.0, "confidence": 4.0, "ease": 3.0}
    verbs.score(improvement=improvement, method="ice", parts=parts, by=cast.dohyun, at=at)
    assert Improvement.objects.get(pk=improvement.pk).rank == 60
