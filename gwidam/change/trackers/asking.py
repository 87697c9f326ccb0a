"""A tracker is asked, and what comes of asking is kept with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gwidam.core import failing
from gwidam.core.calls import Call, Reply
from gwidam.core.outbound.calling import Away, call

from ..models import Tracker
from ..verbs.trackers import tracker_answered, tracker_failed


class Unanswered(Exception):
    """The tracker did not do it. again_at: when it is asked again."""

    def __init__(self, failure: str, again_at: datetime) -> None:
        super().__init__(failure)
        self.failure = failure
        self.again_at = again_at


def ask(tracker: Tracker, asked: Call, *, tries: int, at: datetime) -> Reply:
    """The tracker's good answer. Raises Unanswered, with why kept at the tracker.

    tries: how often it was tried before it answered, this time counted in.
    """
    try:
        reply = call(asked)
    except Away:
        raise unanswered(tracker, failing.AWAY, {}, tries=tries, at=at) from None
    except ValueError:
        raise unanswered(tracker, failing.CLOSED, {}, tries=tries, at=at) from None
    failure = failing.failure_of(reply.status, reply.headers)
    if failure:
        raise unanswered(tracker, failure, reply.headers, tries=tries, at=at)
    return reply


def unanswered(
    tracker: Tracker, failure: str, headers: Mapping[str, str], *, tries: int, at: datetime
) -> Unanswered:
    """What to raise; it is kept at the tracker."""
    again_at = failing.again_at(failure, tries, headers, at=at)
    tracker_failed(tracker=tracker, failure=failure, again_at=again_at, at=at)
    return Unanswered(failure, again_at)


def look(tracker: Tracker, *, at: datetime) -> str:
    """Try address, project and token; empty, or why it does not work: a key of rules.trackers.FAILURES."""
    try:
        reply = ask(tracker, tracker.shape.look(tracker.place), tries=1, at=at)
        if not isinstance(reply.json(), dict):
            raise ValueError("a project was expected")
    except Unanswered as no:
        return no.failure
    except ValueError:
        return unanswered(tracker, failing.ODD, {}, tries=1, at=at).failure
    tracker_answered(tracker=tracker, at=at)
    return ""
