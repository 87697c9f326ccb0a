"""Several at once on one talk; each race has a control without the safeguard, in which the harm really happens."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError

from gwidam.core.errors import NotNow
from gwidam.core.models import Fact
from gwidam.listen.models import Voice
from gwidam.own import rules
from gwidam.own import verbs as own
from gwidam.own.models import Talk, TalkLine, TalkOffer
from gwidam.own.queries.talks import loads
from gwidam.own.rules.talks import MOST_AT_ONCE
from gwidam.own.verbs.talking import choosing, ending, keeping, lines
from gwidam.own.verbs.talking import offers as offering
from gwidam.people.models import Customer
from tests.own.talk_steps import KEY, begin, fresh, open_chat, running, said
from tests.own.test_talk_files import give
from tests.racing import race, wins

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3
AT_ONCE = 4


def take_at_once(cast, talk, at):
    seen = [fresh(talk) for _ in range(AT_ONCE)]
    people = [cast.mina, cast.hana] * (AT_ONCE // 2)
    return race(
        *(
            lambda row=row, person=person: own.take_talk(talk=row, keeper=person, by=person, at=at)
            for row, person in zip(seen, people, strict=True)
        )
    )


def test_of_many_who_take_a_talk_at_once_exactly_one_has_it(cast, at):
    for number in range(ROUNDS):
        talk = begin(cast, at, key=f"{KEY}{number}")
        outcomes = take_at_once(cast, talk, at)
        losers = [each for each in outcomes if isinstance(each, Exception)]
        assert (wins(outcomes), {type(each) for each in losers}) == (1, {NotNow})
        keeper = fresh(talk).keeper
        assert all(keeper.name_ko in each.said.ko for each in losers)
        assert Fact.objects.filter(about=talk.about, kind="own.TalkTaken").count() == 1


def test_control_without_compare_and_set_several_have_it(cast, at, monkeypatch):
    def move_without_looking(talk, verb, **also):
        Talk.objects.filter(pk=talk.pk).update(state=rules.talk_step("waiting", verb), **also)

    monkeypatch.setattr(keeping, "move_talk", move_without_looking)
    assert wins(take_at_once(cast, begin(cast, at), at)) == AT_ONCE


def begin_at_once(cast, at, keys):
    return race(*(lambda key=key: begin(cast, at, key=key) for key in keys))


def most_kept(cast):
    return Talk.objects.filter(state="running", keeper=cast.mina).count()


def test_talks_that_begin_at_once_never_give_somebody_more_than_they_can_follow(cast, at):
    open_chat(cast)
    own.be_seated(employee=cast.mina, at=at)
    outcomes = begin_at_once(cast, at, [f"{KEY}{number}" for number in range(MOST_AT_ONCE + 4)])
    assert wins(outcomes) == MOST_AT_ONCE + 4
    assert most_kept(cast) == MOST_AT_ONCE


def test_control_without_the_lock_on_the_seats_somebody_is_given_more(cast, at, monkeypatch):
    open_chat(cast)
    own.be_seated(employee=cast.mina, at=at)

    def seats_without_lock(present, at):
        counted.wait(timeout=10)  # each has looked at who is there before any has counted
        return [pk for pk in present if pk == cast.mina.pk]

    def loads_together(employee_ids):
        found = loads(employee_ids)
        counted.wait(timeout=10)
        return found

    counted = threading.Barrier(MOST_AT_ONCE + 1)
    monkeypatch.setattr(choosing, "_seats", seats_without_lock)
    monkeypatch.setattr(choosing, "loads", loads_together)
    begin_at_once(cast, at, [f"{KEY}{number}" for number in range(MOST_AT_ONCE + 1)])
    assert most_kept(cast) == MOST_AT_ONCE + 1


def test_the_same_file_many_times_at_once_is_one_line(cast, at):
    talk = running(cast, at)
    outcomes = race(*(lambda: give(talk, at) for _ in range(AT_ONCE)))
    assert ({each.number for each in outcomes}, fresh(talk).said) == ({3}, 3)


def accept_at_once(cast, at):
    talk = running(cast, at, key=f"{KEY}{Talk.objects.count()}")
    offer = own.offer_talk(talk=talk, to=cast.internet, reason="회선", by=cast.mina, at=at)
    seen = [TalkOffer.objects.get(pk=offer.pk) for _ in range(2)]
    return race(
        lambda: own.accept_talk(offer=seen[0], by=cast.jun, at=at),
        lambda: own.accept_talk(offer=seen[1], by=cast.bora, at=at),
    )


def test_two_who_accept_a_talk_at_once_do_not_both_have_it(cast, at):
    assert [wins(accept_at_once(cast, at)) for _ in range(ROUNDS)] == [1] * ROUNDS


def test_control_an_offer_decided_without_looking_is_accepted_twice(cast, at, monkeypatch):
    monkeypatch.setattr(offering, "decide", lambda *_, **__: None)
    monkeypatch.setattr(offering, "move_talk", lambda *_, **__: None)
    assert wins(accept_at_once(cast, at)) == 2


def test_the_same_beginning_many_times_at_once_is_one_talk(cast, at):
    open_chat(cast)
    for number in range(ROUNDS):
        before = Customer.objects.count()
        outcomes = race(*[lambda number=number: begin(cast, at, key=f"{KEY}{number}")] * AT_ONCE)
        assert wins(outcomes) == AT_ONCE
        assert len({each.pk for each in outcomes}) == 1
        assert Customer.objects.count() - before == 1
    assert TalkLine.objects.count() == ROUNDS


def test_many_lines_at_once_are_numbered_without_gaps_and_each_once(cast, at):
    talk = running(cast, at)
    keys = ["a", "b", "a", "c", "b", "a"]
    outcomes = race(*(lambda key=key: own.say(talk=talk, text=key, key=key, at=at) for key in keys))
    assert wins(outcomes) == len(keys)
    assert [number for number, _, _ in said(talk)] == [1, 2, 3, 4, 5]
    assert sorted(text for _, _, text in said(talk)[2:]) == ["a", "b", "c"]


def test_control_without_the_lock_lines_said_at_once_collide(cast, at, monkeypatch):
    talk = running(cast, at)
    monkeypatch.setattr(lines, "locked", fresh)
    for number in range(20 * ROUNDS):  # on a busy machine they may come one after the other
        outcomes = race(*[lambda key=number: own.say(talk=talk, text="같이", key=f"{key}", at=at)] * AT_ONCE)
        assert {type(each) for each in outcomes if isinstance(each, Exception)} <= {IntegrityError}
        if wins(outcomes) < AT_ONCE:
            return
    pytest.fail("nothing ever collided")


def end_at_once(cast, at):
    talk = running(cast, at, key=f"{KEY}{Talk.objects.count()}")
    seen = [fresh(talk) for _ in range(AT_ONCE)]
    return race(
        *(lambda row=row: own.end_talk(talk=row, because="customer", by=row.customer, at=at) for row in seen)
    )


def test_a_talk_that_several_end_at_once_is_one_voice(cast, at):
    for number in range(ROUNDS):
        assert wins(end_at_once(cast, at)) == AT_ONCE
        assert Voice.objects.count() == number + 1
    assert Fact.objects.filter(kind="own.TalkEnded").count() == ROUNDS


def test_control_without_the_lock_those_who_end_it_collide(cast, at, monkeypatch):
    monkeypatch.setattr(ending, "locked", fresh)
    assert wins(end_at_once(cast, at)) < AT_ONCE


def test_what_is_said_while_the_talk_ends_is_never_lost(cast, at):
    for number in range(ROUNDS * 2):
        talk = running(cast, at, key=f"{KEY}{number}")
        row = fresh(talk)
        outcomes = race(
            lambda talk=talk: own.say(talk=talk, text="마지막 말", key="last", at=at),
            lambda row=row: own.end_talk(talk=row, because="customer", by=row.customer, at=at),
        )
        assert wins(outcomes) == 2
        kept = Voice.objects.filter(customer=talk.customer_id, text__contains="마지막 말").count()
        assert (kept, [text for _, _, text in said(talk)].count("마지막 말")) == (1, 1)
