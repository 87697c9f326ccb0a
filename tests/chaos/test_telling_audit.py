"""What the audit of a telling under fire sees: whoever was not told, and whoever was told twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings

from gwidam.bench.askers import released_with_askers
from gwidam.change import verbs
from gwidam.change.models import Telling
from gwidam.change.rules.telling import FASTEST_PACE
from gwidam.chaos.sink import Letter, Sink
from gwidam.chaos.telling import violations
from gwidam.core.actors import POST
from gwidam.post.models import Message
from tests.cast import NOW

LATER = NOW + timedelta(minutes=2)
PEOPLE = 3


@pytest.fixture
def told(cast):
    """(improvement, sink): three people, each told once, each with one letter."""
    secret = settings.SECRET_KEY.encode()
    improvement = released_with_askers(PEOPLE, channel=cast.web, owner=cast.dohyun, secret=secret, at=NOW)
    sending = verbs.begin_telling(improvement=improvement, pace=FASTEST_PACE, by=cast.dohyun, at=NOW)
    verbs.tell_batch(sending_id=sending.pk, at=LATER)
    messages = list(Message.objects.filter(template="told"))
    verbs.telling_arrived(message_ids=[each.pk for each in messages], by=POST, at=LATER)
    verbs.tell_batch(sending_id=sending.pk, at=LATER)
    sink = Sink()
    sink.letters = [Letter(each.address, each.message_id, each.subject, each.body, 0.0) for each in messages]
    return improvement.pk, sink


def test_everybody_told_once_is_nothing_to_say(told):
    assert list(violations(PEOPLE, *told)) == []


def test_a_letter_that_came_twice_under_one_message_id_is_folded(told):
    improvement, sink = told
    sink.letters.append(sink.letters[0])
    assert list(violations(PEOPLE, improvement, sink)) == []
    assert sink.raw_repeats() == 1


def test_a_mailbox_with_two_letters_and_one_with_none_are_seen(told):
    improvement, sink = told
    first, second, _third = sink.letters
    sink.letters = [first, Letter(first.to, "<other>", "", "", 0.0), second]
    assert list(violations(PEOPLE, improvement, sink)) == [
        "2 mailboxes of 3 got a letter",
        f"{first.to} got 2 letters",
    ]


def test_whoever_has_no_telling_is_missed(told):
    assert next(violations(PEOPLE + 1, *told)) == "3 tellings for 4 people"
    assert Telling.objects.count() == PEOPLE
