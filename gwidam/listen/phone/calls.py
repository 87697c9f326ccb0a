"""What is known of a call, from news that may come twice, late, or in any order.

Every field is the least (or the union) of what was told, so that the order of the news and their number change
nothing: the same news always add up to the same call.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

UNANSWERED = timedelta(minutes=5)  # a call that rang for so long has ended, whatever was not told of it
LONGEST_CALL = timedelta(hours=4)  # the same for one that was answered


class What(StrEnum):
    """What can be told of a call."""

    RINGING = "ringing"
    ANSWERED = "answered"
    ENDED = "ended"
    RECORDED = "recorded"


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing told of a call. `call` is the telephone system's name for it, `extension` where it rings or was
    answered, `caller` the number as it was sent, '' where it is withheld."""

    call: str
    what: What
    at: datetime
    extension: str = ""
    caller: str = ""
    recording: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that is known of a call. `rung`: the extensions it rang at, in order of their names."""

    caller: str = ""
    rung: tuple[str, ...] = ()
    rang_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    ended_at: datetime | None = None
    recording: str = ""

    def after(self, news: News) -> Known:
        """What is known with this, too."""
        is_answer = news.what == What.ANSWERED
        answer = _first((self.answered_at, self.answered_by), (news.at, news.extension) if is_answer else None)
        rings = news.what == What.RINGING
        return Known(
            caller=_least(self.caller, news.caller),
            rung=tuple(sorted({*self.rung, news.extension} - {""})) if rings else self.rung,
            rang_at=_earlier(self.rang_at, news.at if rings else None),
            answered_at=answer[0],
            answered_by=answer[1],
            ended_at=_earlier(self.ended_at, news.at if news.what == What.ENDED else None),
            recording=_least(self.recording, news.recording),
        )

    @property
    def extensions(self) -> tuple[str, ...]:
        """Every extension that has to do with it."""
        return tuple(sorted({*self.rung, self.answered_by} - {""}))


def rings_for(known: Known, extensions: Iterable[str], *, at: datetime) -> bool:
    """Whether the call is now at one of these extensions: it rings there, or was answered there."""
    mine = set(extensions)
    if known.ended_at is not None or known.rang_at is None:
        return False
    if known.answered_at is not None:
        return known.answered_by in mine and at - known.answered_at < LONGEST_CALL
    return not mine.isdisjoint(known.rung) and at - known.rang_at < UNANSWERED


def _earlier(one: datetime | None, other: datetime | None) -> datetime | None:
    told = [each for each in (one, other) if each is not None]
    return min(told, default=None)


def _first(one: tuple[datetime | None, str], other: tuple[datetime, str] | None) -> tuple[datetime | None, str]:
    """The earlier answer; of two in the same moment the extension that comes first, for there has to be one."""
    if other is None:
        return one
    if one[0] is None:
        return other
    return min((one[0], one[1]), other)


def _least(one: str, other: str) -> str:
    """One of two that were told. They are the same in all but a broken telephone system; then it is always the same."""
    return min((each for each in (one, other) if each), default="")
