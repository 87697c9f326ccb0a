"""How many people ask: kept with every link, and always what a plain count of the links says."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from gwidam.change import rules, verbs
from gwidam.change.models import Improvement, Reach, VoiceLink
from gwidam.core.ledger import react_to
from gwidam.core.models import Fact
from gwidam.own import verbs as own
from gwidam.own.models import Case
from gwidam.understand.heart.tiers import tier
from gwidam.understand.verbs import read_voices
from tests.cast import NOW

QUARTER_BEGAN = rules.monday_of(timezone.localdate(NOW)) - timedelta(weeks=12)
LETTER = "저희 동네 인터넷이 밤마다 끊깁니다. 꼭 고쳐 주세요. 부탁드립니다."  # long enough to be a copy


def plain_count(improvement):
    """The same numbers, counted in the plainest way: every link, one after the other."""
    firsts, weeks, lasts, voices = {}, {}, {}, {}
    links = list(VoiceLink.objects.filter(counted_at=improvement).order_by("voice_id", "id"))
    for link in links:
        firsts.setdefault(link.letters, link)
        voices.setdefault(link.voice_id, link)  # after a merge a voice can be linked twice
    for link in firsts.values():
        weeks[link.customer_id] = min(weeks.get(link.customer_id, link.week), link.week)
    for link in links:
        person = firsts[link.letters].customer_id
        lasts[person] = max(lasts.get(person, link.week), link.week)
    return {
        "people": len(weeks),
        "customers": len({link.customer_id for link in links}),
        "voices": len(voices),
        "heat": sum(link.heat for link in voices.values()),
        "unhappy": sum(link.is_unhappy for link in voices.values()),
        "danger": sum(link.is_danger for link in voices.values()),
        "broken": sum(link.has_broken for link in voices.values()),
        "lately": sum(week >= QUARTER_BEGAN for week in lasts.values()),
        "last_weeks": dict(Counter(week.isoformat() for week in lasts.values())),
        "weeks": dict(Counter(week.isoformat() for week in weeks.values())),
    }


def kept(improvement):
    return Reach.objects.filter(pk=improvement.pk).values(*plain_count(improvement)).get()


def link(cast, improvement, voice, at):
    return verbs.link(improvement=improvement, voice=voice, via="page", by=cast.mina, at=at)


def test_copies_of_one_text_count_as_one_person_however_many_send_it(cast, at, propose):
    improvement = propose()
    for number in range(20):
        voice = cast.voice(f"{LETTER}{'!' * number}", name=f"보낸 이 {number}").voice
        link(cast, improvement, voice, at)
    assert (kept(improvement)["people"], kept(improvement)["voices"]) == (1, 20)
    link(cast, improvement, cast.voice("저도 밤에 안 돼요").voice, at)
    assert kept(improvement)["people"] == 2


def test_one_customer_counts_once_however_often_they_speak(cast, at, propose):
    improvement = propose()
    customer = cast.voice("끊겨요").voice.customer
    for number in range(3):
        link(cast, improvement, cast.voice(f"또 끊겨요 {number}", customer=customer).voice, at)
    assert kept(improvement) == plain_count(improvement)
    assert (kept(improvement)["people"], kept(improvement)["voices"]) == (1, 3)


def lately(improvement):
    return Reach.objects.values_list("people", "lately").get(pk=improvement.pk)


def test_reach_is_of_the_last_thirteen_weeks_and_beside_it_of_all_time(cast, at, propose):
    improvement = propose()
    for weeks in (20, 13, 12, 0):
        link(cast, improvement, cast.voice("끊겨요", at=at - timedelta(weeks=weeks)).voice, at)
    assert lately(improvement) == (4, 2)


def test_who_asks_again_after_half_a_year_is_of_this_quarter_and_no_second_person(cast, at, propose):
    improvement = propose()
    first = cast.voice("끊겨요", at=at - timedelta(weeks=26)).voice
    link(cast, improvement, first, at)
    assert lately(improvement) == (1, 0)
    link(cast, improvement, cast.voice("아직도 끊겨요", customer=first.customer, at=at).voice, at)
    assert lately(improvement) == (1, 1)


def test_a_campaign_over_two_quarters_is_one_person_in_each(cast, at, propose):
    improvement = propose()
    for weeks in (20, 19, 2, 1):
        link(cast, improvement, cast.voice(LETTER, at=at - timedelta(weeks=weeks)).voice, at)
    assert lately(improvement) == (1, 1)


def test_the_quarter_goes_on_by_itself(cast, at, brought):
    improvement = brought("scored", voice=cast.voice("끊겨요", at=at).voice)
    assert (lately(improvement), improvement.rank) == ((1, 1), 0.8)
    verbs.renew_reach(at=at + timedelta(weeks=12))
    assert lately(improvement) == (1, 1)
    verbs.renew_reach(at=at + timedelta(weeks=13))
    assert (lately(improvement), Improvement.objects.get(pk=improvement.pk).rank) == ((1, 0), 0.0)


def test_a_row_from_before_quarters_were_kept_is_counted_by_week(cast, at, propose):
    improvement = propose()
    link(cast, improvement, cast.voice("끊겨요", at=at - timedelta(weeks=20)).voice, at)
    Reach.objects.filter(pk=improvement.pk).update(this_week=None, last_weeks={}, lately=1)
    verbs.renew_reach(at=at)
    assert kept(improvement) == plain_count(improvement)


@pytest.mark.slow  # a thousand senders, each heard by the verb that hears
def test_a_thousand_copies_of_one_text_by_different_senders_are_one_person(cast, at, propose):
    improvement = propose()
    for _ in range(1000):
        link(cast, improvement, cast.voice(LETTER, needs_answer=False).voice, at)
    assert (lately(improvement), kept(improvement)["customers"]) == ((1, 1), 1000)


def test_short_words_that_many_say_by_themselves_are_no_copies(cast, at, propose):
    improvement = propose()
    for _ in range(3):
        link(cast, improvement, cast.voice("너무 느려요").voice, at)
    assert kept(improvement)["people"] == 3


@pytest.mark.parametrize("seed", range(4))
def test_the_count_is_the_plain_count_after_any_links_unlinks_and_merges(cast, at, propose, seed):
    dice = Random(seed)
    improvements = [propose(title=f"개선 {number}") for number in range(3)]
    voices = spoken(cast, at, dice)
    for _ in range(25):
        turn(cast, at, dice, improvements, voices)
        for each in improvements:
            assert kept(each) == plain_count(each)


def spoken(cast, at, dice):
    """Twelve voices of six people over half a year, some of them copies."""
    customers = [cast.voice("처음").voice.customer for _ in range(6)]
    texts = [LETTER, f"{LETTER} 두 번째 글", *(f"제 말씀 {number}" for number in range(6))]
    return [
        cast.voice(
            dice.choice(texts), customer=dice.choice(customers), at=at - timedelta(days=dice.randrange(180))
        ).voice
        for _ in range(12)
    ]


def test_a_voice_linked_to_both_of_two_merged_ones_is_one_voice(cast, at, propose):
    front, behind, voice = propose(), propose(), cast.voice("끊겨요", at=at).voice
    for each in (front, behind):
        link(cast, each, voice, at)
    verbs.merge(improvement=behind, into=front, why="같은 일", by=cast.dohyun, at=at)
    assert (kept(front)["voices"], kept(front)) == (1, plain_count(front))
    read_voices(voices=[voice], tier=tier("T0"), at=at)
    react_to(Fact.objects.get(kind="understand.VoiceRead"))
    assert kept(front) == plain_count(front)
    verbs.unlink(made=VoiceLink.objects.get(improvement=front), why="다른 일", by=cast.mina, at=at)
    assert (kept(front)["voices"], kept(front)) == (1, plain_count(front))


def turn(cast, at, dice, improvements, voices):
    one = Improvement.objects.get(pk=dice.choice(improvements).pk)
    links = list(VoiceLink.objects.filter(counted_at=one))
    choice = dice.random()
    if choice < 0.55 and one.merged_into_id is None:
        link(cast, one, dice.choice(voices), at)
    elif choice < 0.75 and links:
        verbs.unlink(made=dice.choice(links), why="다른 일", by=cast.mina, at=at)
    elif one.merged_into_id is not None:
        verbs.unmerge(improvement=one, by=cast.dohyun, at=at)
    elif not one.behind.exists():
        other = next(each for each in improvements if each.pk != one.pk)
        if Improvement.objects.get(pk=other.pk).merged_into_id is None:
            verbs.merge(improvement=one, into=other, why="같은 일", by=cast.dohyun, at=at)


def test_what_is_read_later_weighs_later(cast, at, propose):
    improvement = propose()
    voice = cast.voice("정말 화가 납니다!! 최악이에요. 당장 해지하고 소송하겠습니다!", at=at).voice
    link(cast, improvement, voice, at)
    assert kept(improvement)["heat"] == 0
    read_voices(voices=[voice], tier=tier("T0"), at=at)
    react_to(Fact.objects.get(kind="understand.VoiceRead"))
    found = kept(improvement)
    assert found == plain_count(improvement)
    assert (found["heat"] > 0, found["unhappy"], found["danger"]) == (True, 1, 1)


def test_a_broken_promise_weighs(cast, at, propose):
    improvement, taken = propose(), cast.voice(at=at)
    link(cast, improvement, taken.voice, at)
    own.tick(at=at + timedelta(days=4))
    for fact in Fact.objects.filter(kind="own.PromiseBroken", about=taken.case.about):
        react_to(fact)
    assert (kept(improvement)["broken"], kept(improvement)) == (1, plain_count(improvement))


def test_erasing_a_customer_leaves_the_count_as_it_was(cast, at, propose):
    improvement, case = propose(), cast.voice(LETTER).case
    link(cast, improvement, case.voice, at)
    link(cast, improvement, cast.voice(LETTER).voice, at)
    before = kept(improvement)
    own.answer(case=case, text="고쳤습니다.", by=cast.mina, at=at, is_spoken=True)
    decided = {"anything_else": "없음", "cause": "회선", "recurrence": "none", "recurrence_why": "한 번뿐"}
    own.close(case=Case.objects.get(pk=case.pk), **decided, by=cast.mina, at=at)
    own.erase_customer(customer=case.customer, ground="asked", by=cast.dohyun, at=at)
    assert kept(improvement) == before == plain_count(improvement)
