"""The one table of a work-out meeting, and its arithmetic: votes, the clock on the wall, follow-up days."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from gwidam.core.steps import Steps, called, next_state
from gwidam.core.words import Said

MEETING_STATES = ("framed", "gallery", "town_meeting", "closed")
FOLLOW_UP_DAYS = (30, 60, 90)  # GE Work-Out: reviews after 30, 60 and 90 days

MEETING_STEPS: Steps = {
    "framed": {"frame": "framed", "bring": "framed", "open_gallery": "gallery"},
    "gallery": {"frame": "gallery", "bring": "gallery", "vote": "gallery", "begin_town_meeting": "town_meeting"},
    "town_meeting": {
        "frame": "town_meeting",
        "present": "town_meeting",
        "rule": "town_meeting",
        "close": "closed",
    },
    "closed": {"follow_up": "closed"},
}

MEETING_NAMES: Mapping[str, Said] = {
    "framed": Said("준비", "being prepared"),
    "gallery": Said("갤러리 투표", "gallery vote"),
    "town_meeting": Said("타운 미팅", "town meeting"),
    "closed": Said("마침", "closed"),
}


def meeting_step(state: str, verb: str) -> str:
    """The state after a verb. Raises NotNow where the verb makes no sense."""
    return next_state(MEETING_STEPS, state, verb, refusal=_refused)


def _refused(state: str) -> Said:
    name = called(MEETING_NAMES, state)
    return Said(
        f"이 모임은 지금 “{name.ko}” 단계라서 할 수 없습니다.",
        f"This meeting is at “{name.en}”; that cannot be done now.",
    )


def left_on_clock(ends_at: datetime | None, left: int, at: datetime) -> int:
    """Seconds left: of a running clock until it ends (below zero once it is over), else as it was stopped."""
    return left if ends_at is None else round((ends_at - at).total_seconds())


def follow_up_on(closed_on: date, days: int) -> date:
    """The day on which the owner says what has come of it."""
    return closed_on + timedelta(days=days)
