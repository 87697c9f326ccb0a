"""What the audit of a telling under fire sees: whoever was not told, told twice, or left out for the wrong reason."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gwidam.change import verbs
from gwidam.change.models import Sending
from gwidam.chaos.crowd import Crowd, begin
from gwidam.chaos.sink import Letter, Sink
from gwidam.chaos.told_audit import violations
from gwidam.core.actors import POST
from gwidam.post.models import Message

PEOPLE = 9


@pytest.fixture
def told(cast, monkeypatch):
    """(crowd, sink): nine people of whom six cannot be written to, all told once."""
    monkeypatch.setattr("gwidam.chaos.crowd.CHANNEL", cast.web.code)
    crowd = begin(PEOPLE, seed=1)
    sending = Sending.objects.get(improvement=crowd.improvement)
    later = sending.begun_at + timedelta(minutes=2)
    verbs.tell_batch(sending_id=sending.pk, at=later)
    messages = list(Message.objects.filter(template="told"))
    verbs.telling_arrived(message_ids=[each.pk for each in messages], by=POST, at=later)
    verbs.tell_batch(sending_id=sending.pk, at=later)
    sink = Sink()
    sink.letters = [Letter(each.address, each.message_id, each.subject, each.body, 0.0) for each in messages]
    return crowd, sink


def test_everybody_told_once_is_nothing_to_say(told):
    crowd, sink = told
    assert list(violations(crowd, sink)) == []
    reasons = ["dead_address"] * 2 + ["erased"] * 2 + ["opted_out"] * 2
    assert (len(sink.letters), sorted(crowd.reasons.values())) == (3, reasons)


def test_a_letter_that_came_twice_under_one_message_id_is_folded(told):
    crowd, sink = told
    sink.letters.append(sink.letters[0])
    assert (list(violations(crowd, sink)), sink.raw_repeats()) == ([], 1)


def test_a_mailbox_with_two_letters_and_one_with_none_are_seen(told):
    crowd, sink = told
    first, second, third = sink.letters
    sink.letters = [first, Letter(first.to, "<other>", "", "", 0.0), second]
    assert list(violations(crowd, sink)) == [
        f"{first.to} got 2 letters",
        f"{third.to} is said to have been told, and never got the letter",
        f"{first.to} got a letter that nobody is said to have been told by",
    ]


def test_whoever_has_no_telling_is_missed(told):
    crowd, sink = told
    missed = Crowd(crowd.improvement, crowd.customers | {1}, crowd.reasons)
    assert list(violations(missed, sink)) == ["customer 1 has no telling"]


def test_a_wrong_reason_is_seen(told):
    crowd, sink = told
    customer = next(iter(crowd.reasons))
    other = Crowd(crowd.improvement, crowd.customers, {**crowd.reasons, customer: "no_contact"})
    assert list(violations(other, sink)) == [
        f"customer {customer}: {crowd.reasons[customer]} is written instead of no_contact"
    ]
