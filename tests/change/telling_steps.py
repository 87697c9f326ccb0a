"""Tellings in tests: who asks, what is released, what becomes of a letter."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gwidam.change import verbs
from gwidam.change.models import Telling
from gwidam.core.actors import POST
from gwidam.core.ledger import act, react_to_all, record
from gwidam.core.models import Fact
from gwidam.own import verbs as own
from gwidam.post import verbs as post
from gwidam.post.carriers import Accepted
from gwidam.post.events import MessageDeferred
from gwidam.post.verbs.moves import what
from tests.cast import NOW

LATER = NOW + timedelta(minutes=2)


def asks(cast, improvement, **who):
    """Somebody says something that asks for it."""
    voice = cast.voice(**who).voice
    verbs.link(improvement=improvement, voice=voice, via="case", by=cast.mina, at=NOW)
    return voice


@pytest.fixture
def released(cast, brought):
    """A released improvement for which three people asked, one of them on the phone without an address."""
    improvement = brought("in_work")
    asks(cast, improvement, email="sora@customer.example", text="밤마다 인터넷이 끊겨요.")
    asks(cast, improvement, email="john@customer.example", text="It drops every night.", language="en")
    asks(cast, improvement, phone="010-0000-1234", channel=cast.phone)
    verbs.release(improvement=improvement, by=cast.jun, at=NOW)
    return improvement


def begin(cast, improvement, pace=600):
    return verbs.begin_telling(improvement=improvement, pace=pace, by=cast.dohyun, at=NOW)


def settle(message, outcome=None):
    """What becomes of a letter, and what the loop makes of it."""
    message.state, message.sending_since = "sending", LATER
    with act():
        message.save()
        record(MessageDeferred(attempts=1, because="", **what(message)), by=POST, at=LATER, about=message.about)
    post.sending.settle(message, outcome or Accepted(), at=LATER)
    react()


def react():
    react_to_all(list(Fact.objects.filter(kind__startswith="post.Message").order_by("id")))


def states(improvement):
    rows = Telling.objects.filter(improvement=improvement).order_by("customer", "id")
    return [(each.door, each.state, each.reason) for each in rows]


def close(cast, case):
    """Answered by word of mouth, and closed."""
    case.refresh_from_db()
    own.answer(case=case, text="고쳤습니다.", is_spoken=True, by=cast.mina, at=NOW)
    case.refresh_from_db()
    own.close(
        case=case,
        anything_else="없음",
        cause="회선",
        recurrence="none",
        recurrence_why="한 번뿐",
        by=cast.mina,
        at=NOW,
    )
    case.refresh_from_db()
