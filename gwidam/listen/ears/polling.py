"""Ears that listen by themselves look when they are due.

The cursor moves only after everything before it was stored: whoever is killed on the way is followed by somebody who
looks from where it stood, and hears some things twice, which is nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from django.db import InterfaceError, OperationalError
from django.db.models import Q

from gwidam.core import failing
from gwidam.core.due import do_each, lease_first

from ..models import Ear
from ..verbs.ears import ear_answered, ear_failed
from .heard import Gone, Heard, Page
from .kinds import Unheard, kinds

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)  # longer than one look and the storing of what it brings
MOST_PAGES = 20  # of one ear before the others have their turn


class Takes(Protocol):
    """Stores what was heard, in one transaction; the same item twice is once."""

    def __call__(self, *, ear: Ear, item: Heard | Gone, at: datetime) -> object: ...


_take: Takes | None = None


def heard_is_taken_by(take: Takes) -> None:
    """Who makes voices and cases of what is heard. The room above says it."""
    global _take  # noqa: PLW0603 - said once, when the house starts
    _take = take


def take(ear: Ear, item: Heard | Gone, *, at: datetime) -> object:
    """Store one thing that was heard; also for ears that are told. Returns what the room above makes of it."""
    if _take is None:
        raise RuntimeError("nobody takes what is heard")
    return _take(ear=ear, item=item, at=at)


def listen_due(*, at: datetime, most: int = 20) -> int:
    """Let the ears that are due look; how many did."""
    return do_each(lambda: claim(at=at), lambda ear: listen(ear=ear, at=at), most=most)


def claim(*, at: datetime) -> Ear | None:
    """An ear that is due at an open channel, ours for the time of LEASE."""
    awake = Q(rest_until__isnull=True) | Q(rest_until__lte=at)
    lives = Q(line__isnull=True) | Q(line__ended_at__isnull=True, line__lacks=[])
    polled = [code for code, kind in kinds().items() if kind.look is not None]
    due = Ear.objects.filter(
        awake, lives, kind__in=polled, poll_at__lte=at, ended_at__isnull=True, channel__opened_at__isnull=False
    )
    rows = due.select_related("line", "channel").order_by("poll_at")
    return lease_first(rows, on="poll_at", until=at + LEASE)


def listen(*, ear: Ear, at: datetime) -> None:
    """Look, store what is there, move the cursor; page by page."""
    for _ in range(MOST_PAGES):
        page = _look(ear, at)
        if page is None or not _store(ear, page.items, at) or not _move_on(ear, page, at):
            return
        if not page.has_more or page.rest_for:
            return


def ring(ear: Ear, *, at: datetime) -> None:
    """Somebody says that there is something new: it looks at once."""
    Ear.objects.filter(pk=ear.pk, poll_at__gt=at).filter(
        Q(rest_until__isnull=True) | Q(rest_until__lte=at)
    ).update(poll_at=at)


def _look(ear: Ear, at: datetime) -> Page | None:
    look = ear.shape.look
    if look is None:
        raise ValueError(f"{ear.kind} is told, and does not look")
    try:
        return look(ear, at)
    except Unheard as no:
        _fail(ear, no.failure, no.again_at, at)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        log.exception("the ear %s could not look", ear.pk)
        _fail(ear, failing.ODD, None, at)
    return None


def _store(ear: Ear, items: Iterable[Heard | Gone], at: datetime) -> bool:
    """Store them one by one, those said first before their replies; False where one could not be."""
    for item in sorted(items, key=lambda each: each.said_at.timestamp() if isinstance(each, Heard) else 0.0):
        try:
            take(ear, item, at=at)
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("what the ear %s heard could not be kept", ear.pk)
            _fail(ear, failing.UNKEPT, None, at)
            return False
    return True


def _move_on(ear: Ear, page: Page, at: datetime) -> bool:
    """Move the cursor, unless the lease was over and somebody else looks; False then."""
    rest_until = at + page.rest_for if page.rest_for else None
    is_over = rest_until is not None or not page.has_more
    again_at = max(at + ear.shape.every, rest_until or at) if is_over else ear.poll_at
    ours = Ear.objects.filter(pk=ear.pk, poll_at=ear.poll_at)
    if not ours.update(cursor=page.cursor, poll_at=again_at, tries=0, rest_until=rest_until):
        return False
    ear.cursor, ear.poll_at, ear.tries = page.cursor, again_at, 0
    ear_answered(ear=ear, at=at)
    return True


def _fail(ear: Ear, failure: str, again_at: datetime | None, at: datetime) -> None:
    again_at = again_at or failing.again_at(failure, ear.tries, {}, at=at)
    Ear.objects.filter(pk=ear.pk, poll_at=ear.poll_at).update(poll_at=again_at)
    ear_failed(ear=ear, failure=failure, rest_until=again_at if failure == failing.LIMITED else None, at=at)
