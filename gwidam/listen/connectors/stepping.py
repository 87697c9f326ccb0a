"""Connectors of several steps in use: ears look with them, lines are tried and speak with them.

What a login gave is kept as long as the process lives; a process that starts logs in anew.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from gwidam.core import failing
from gwidam.core.calls import Call, Outcome, Reply, TryLater
from gwidam.core.outbound.calling import Away, call
from gwidam.post.carriers import Saying as Leaving
from gwidam.post.carriers.base import refuse_inside_an_act
from gwidam.post.models import Line

from ..ears.heard import Gone, Page
from ..ears.kinds import Unheard
from ..models import Ear, Hearing
from ..verbs.ears import looked_again
from .shapes import Hears, LooksAgain, Place, Saying, Speaks, Steps, Unanswered, carried_out

log = logging.getLogger(__name__)

WATCHED_FOR = timedelta(days=30)  # how long it is looked whether words are still there
AGAIN_EVERY = timedelta(minutes=15)

_SESSIONS: dict[object, dict[str, str]] = {}


def place_of(line: Line, *, at: datetime) -> Place:
    """The account of a line, with its session; other secrets are another session."""
    whose = (line.pk, line.url, line.account, *sorted(line.secrets.items()))
    return Place(line.url, line.account, line.secrets, at, _SESSIONS.setdefault(whose, {}), line.spec)


def tries(steps: Callable[[Place], Steps[Any]]) -> Callable[[Line], str]:
    """How a line is tried: empty, or why it does not work."""

    def look(line: Line) -> str:
        try:
            carried_out(steps(place_of(line, at=timezone.now())), _ask)
        except Unanswered as no:
            return no.failure
        return ""

    return look


def listens(hears: Hears, *, again: LooksAgain | None = None) -> Callable[[Ear, datetime], Page]:
    """How an ear looks. Where nothing more is new, it is looked whether what was heard is still there.

    The cursor: `list` is the connector's own, `again` says how far it was looked again, and when.
    """

    def look(ear: Ear, at: datetime) -> Page:
        if ear.line is None:
            raise Unheard(failing.MISSING)
        place, kept = place_of(ear.line, at=at), ear.cursor or {}
        try:
            page = carried_out(hears.listen(place, kept.get("list") or {}), _ask)
        except Unanswered as no:
            raise Unheard(no.failure, at + no.rest_for if no.rest_for else None) from None
        page = replace(page, cursor={**kept, "list": page.cursor})
        if again is None or page.has_more or page.rest_for:
            return page
        return _looked_again(ear, again, place, page)

    return look


@dataclass(frozen=True, slots=True)
class SpeakingCarrier:
    """Says words by a line."""

    speaks: Speaks
    line: Line

    @contextmanager
    def connected(self) -> Iterator[SpeakingCarrier]:
        yield self

    def send(self, leaving: Leaving) -> Outcome:
        """Say it. The other side's silence and its troubles are no refusal."""
        refuse_inside_an_act()
        place = place_of(self.line, at=timezone.now())
        try:
            return carried_out(self.speaks.say(place, _saying(leaving, place.at)), _ask)
        except Unanswered as no:
            return TryLater(because=no.failure, is_away=True, rest_for=no.rest_for)


def speaks_with(speaks: Speaks) -> Callable[[Line], SpeakingCarrier]:
    """How words leave by a line."""
    return lambda line: SpeakingCarrier(speaks, line)


def _saying(leaving: Leaving, at: datetime) -> Saying:
    thread = {name: value for name, value in leaving.thread.items() if isinstance(value, str)}
    return Saying(
        key=leaving.key,
        text=leaving.text,
        thread=thread,
        is_public=bool(leaving.thread.get("is_public")),
        made_at=leaving.written_at or at,
        language=leaving.language,
        is_again=leaving.is_again,
        to=leaving.to,
    )


def _looked_again(ear: Ear, again: LooksAgain, place: Place, page: Page) -> Page:
    """The page, and with it what was taken back since it was heard; in turn, the oldest first."""
    kept: Mapping[str, Any] = page.cursor.get("again") or {}
    if kept and place.at - datetime.fromisoformat(kept["at"]) < AGAIN_EVERY:
        return page
    hearings = Hearing.objects.filter(
        ear=ear,
        voice__gt=kept.get("after") or 0,
        voice__erased_at__isnull=True,
        voice__heard_at__gt=place.at - WATCHED_FOR,
    ).order_by("voice")[: again.most_again]
    named = {hearing.pk: again.key_of(place, hearing.thread) for hearing in hearings}
    keys = [key for key in named.values() if key]
    gone: tuple[Gone, ...] = ()
    rest_for, after = page.rest_for, max(named, default=0)
    failure = ""
    try:
        gone = carried_out(again.look_again(place, keys), _ask) if keys else ()
    except Unanswered as no:
        log.warning("the ear %s could not look again: %s %s", ear.pk, no.failure, no.detail)
        rest_for, after, failure = no.rest_for, kept.get("after") or 0, no.failure
    looked_again(ear=ear, failure=failure, at=place.at)
    cursor = {**page.cursor, "again": {"after": after, "at": place.at.isoformat()}}
    return replace(page, items=(*page.items, *gone), cursor=cursor, rest_for=rest_for)


def _ask(asked: Call) -> Reply:
    try:
        return call(asked)
    except Away:
        raise Unanswered(failing.AWAY) from None
    except ValueError:
        raise Unanswered(failing.CLOSED) from None
