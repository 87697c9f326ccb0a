"""Others have said this: of the voices that say the same, those this person may see, with what became of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from gwidam.listen.models import Voice
from gwidam.listen.queries import channels
from gwidam.people.models import Employee
from gwidam.understand.queries.likeness import Like, Likes, likes_of_text, likes_of_voice

from ..models import Case
from .rows import CHANNEL_ICONS, OPEN
from .voices import seen_among


@dataclass(frozen=True, slots=True)
class LikeRow:
    """A voice that says the same. state: of its case, in words; empty where it needed no answer."""

    like: Like
    channel: str
    icon: str
    state: str
    is_open: bool

    @property
    def has_case(self) -> bool:
        return bool(self.state)


@dataclass(frozen=True, slots=True)
class Others:
    """What a page shows of them."""

    rows: tuple[LikeRow, ...]
    likes: Likes

    def __bool__(self) -> bool:
        return bool(self.rows)


def others_said(text: str, who: Employee, *, at: datetime) -> Others:
    """Who has said what is being typed. At most two queries, and three to ask the door for those who do not see
    every case."""
    return _shown(likes_of_text(text, seen=partial(_seen, who, at)))


def others_like(voice: Voice, who: Employee, *, at: datetime) -> Others:
    """Who has said what this voice says, as far as this person may see them."""
    return _shown(likes_of_voice(voice, seen=partial(_seen, who, at)))


def _seen(who: Employee, at: datetime, ids: Iterable[int]) -> list[int]:
    return seen_among(who, list(ids), at=at)


def _shown(likes: Likes) -> Others:
    numbers = [each.voice_id for each in likes.lines]
    # A case bears the number of its voice.
    states = dict(Case.objects.filter(pk__in=numbers).values_list("pk", "state")) if numbers else {}
    known = channels()
    rows = []
    for each in likes.lines:
        channel, state = known.get(each.channel_id), states.get(each.voice_id, "")
        rows.append(
            LikeRow(
                like=each,
                channel="" if channel is None else str(channel.name),
                icon="voice" if channel is None else CHANNEL_ICONS.get(channel.kind, "voice"),
                state=str(Case.State(state).label) if state else "",
                is_open=state in OPEN,
            )
        )
    return Others(tuple(rows), likes)
