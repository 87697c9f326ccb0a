"""The pulse of telling: how many, how soon, and whether it settled theirs."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gwidam.change import verbs
from gwidam.change.models import Telling
from gwidam.change.queries.telling_pulse import tellings_of
from gwidam.core.memory import forget
from gwidam.own.queries.pulse import Asked
from gwidam.post.models import Message
from tests.cast import NOW
from tests.change.telling_steps import asks, begin


@pytest.fixture
def told(cast, brought):
    """Six who asked on the web, told an hour, two ... hours after the change, and one on the phone who was not."""
    improvement = brought("in_work")
    for number in range(6):
        asks(cast, improvement, email=f"c{number}@customer.example")
    asks(cast, improvement, phone="010-0000-1234", channel=cast.phone)
    verbs.release(improvement=improvement, by=cast.jun, at=NOW)
    verbs.tell_batch(sending_id=begin(cast, improvement).pk, at=NOW)
    for hours, message in enumerate(Message.objects.filter(template="told").order_by("pk"), start=1):
        verbs.telling_arrived(message_ids=[message.pk], by=cast.dohyun, at=NOW + timedelta(hours=hours))
    return improvement


def asked(**question):
    forget()
    return tellings_of(Asked(days=7, **question), at=NOW + timedelta(days=1))


def test_of_those_who_asked_so_many_were_told_and_half_of_them_within(told):
    found = asked()
    assert (found.told.part, found.told.whole, found.seconds, found.running) == (6, 7, 3.5 * 3600, 1)


def test_what_they_said_to_it_counts_on_the_day_they_said_it(told):
    for number, telling in enumerate(Telling.objects.filter(state="delivered")):
        at = NOW + timedelta(hours=8) if number else NOW - timedelta(days=30)
        verbs.say_settled(telling=telling, settled=number != 1, by=telling.customer, at=at)
    assert (asked().settled.part, asked().settled.whole) == (4, 5)


def test_a_channel_and_a_department_are_asked_for_alone(cast, told):
    assert asked(channel_id=cast.phone.pk).told.whole == 1
    assert asked(channel_id=cast.web.pk).told.whole == 6
    assert asked(department_id=cast.internet.pk).told.whole == 7
    assert asked(department_id=cast.billing.pk).told.whole == 0


def test_where_nobody_was_told_nothing_is_said(db):
    found = asked()
    assert (found.told.whole, found.seconds, found.settled.whole, found.running) == (0, None, 0, 0)
