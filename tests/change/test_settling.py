"""Does this settle it? Yes is counted, no begins the case again at its guardian."""

from __future__ import annotations

import pytest

from gwidam.change import verbs
from gwidam.change.models import Telling
from gwidam.change.queries.telling import told_of
from gwidam.core.errors import NotNow
from gwidam.core.models import Fact
from gwidam.post.models import Message
from tests.cast import NOW

from .telling_steps import LATER, asks, begin, close, settle, states


@pytest.fixture
def told(cast, released):
    """The telling of the first customer, arrived, whose case is closed."""
    verbs.tell_batch(sending_id=begin(cast, released).pk, at=LATER)
    for message in Message.objects.filter(template="told"):
        settle(message)
    telling = Telling.objects.filter(door="mail").order_by("pk").first()
    close(cast, telling.voice.case)
    return telling


def say(telling, settled):
    return verbs.say_settled(telling=telling, settled=settled, by=telling.customer, at=LATER)


def test_yes_counts_and_leaves_the_case_closed(told, released):
    say(told, settled=True)
    told.voice.case.refresh_from_db()
    assert (told.voice.case.state, told_of(released).settled, told_of(released).unsettled) == ("closed", 1, 0)


def test_no_begins_the_case_again_at_its_guardian(told, released):
    say(told, settled=False)
    case = told.voice.case
    case.refresh_from_db()
    assert (case.state, case.holder_id, told_of(released).unsettled) == ("open", case.guardian_id, 1)


def test_the_same_word_again_changes_nothing_another_once(told):
    say(told, settled=True)
    say(told, settled=True)
    say(told, settled=False)
    with pytest.raises(NotNow):
        say(told, settled=True)
    said = Fact.objects.filter(kind="change.SettlingSaid").order_by("id")
    assert [(each.body["settled"], each.body["is_changed"]) for each in said] == [(True, False), (False, True)]


def test_who_answers_has_been_told_whatever_the_letter_did(cast, brought):
    improvement = brought("in_work")
    asks(cast, improvement)
    verbs.release(improvement=improvement, by=cast.jun, at=NOW)
    verbs.tell_batch(sending_id=begin(cast, improvement).pk, at=LATER)
    say(Telling.objects.get(), settled=True)
    assert states(improvement) == [("page", "delivered", "")]
