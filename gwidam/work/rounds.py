"""What a worker does again and again. Each part says whether there may be more to do at once."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from threading import Event
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from gwidam.listen.ears.mail.idling import Idling
    from gwidam.listen.mail import Reader
    from gwidam.understand.shelf import Writer

READ_AT_ONCE = 200


def tick_clock() -> bool:
    """Fire promises and offers that are due; True when there may be more."""
    from gwidam.own.verbs import tick

    return tick(at=timezone.now()) >= 200


def tick_talks() -> bool:
    """Find somebody for talks that wait, and end those that nobody ends; True when there may be more."""
    from gwidam.own.verbs import tick_talks

    return tick_talks(at=timezone.now()) >= 200


def tick_campaigns() -> bool:
    """Give official answers and ask for follow-ups that are due; True when there may be more."""
    from gwidam.change.verbs import tick

    return tick(at=timezone.now()) >= 200


def react_unhurried() -> bool:
    """Do what facts cause that are in no hurry; True when there may be more."""
    from gwidam.core import jobs

    return jobs.react_unhurried() >= jobs.TOGETHER


def tick_post() -> bool:
    """Send what is due; True when there may be more."""
    from gwidam.post import jobs

    return bool(jobs.tick(at=timezone.now()))


def tick_webhooks() -> bool:
    """Tell other systems what they asked for; True when there may be more."""
    from gwidam.post import jobs

    return bool(jobs.tick_webhooks(at=timezone.now()))


def tick_telling() -> bool:
    """Tell the next of those who asked for what has changed; True when there may be more."""
    from gwidam.change import jobs

    return bool(jobs.tick(timezone.now()))


def renew_reach() -> bool:
    """Let the quarters of improvements go on, and look which of them are asked for more and more."""
    from gwidam.change import verbs

    verbs.renew_reach(at=timezone.now())
    return False


def tick_trackers() -> bool:
    """Make the issues that are asked for, and hear what became of others; True when there may be more."""
    from gwidam.change import jobs

    return jobs.tick_trackers(timezone.now()) >= 20


def tick_ears() -> bool:
    """Let the ears that are due look; True when there may be more."""
    from gwidam.listen.ears.polling import listen_due

    return listen_due(at=timezone.now()) >= 20


def read_mail() -> bool:
    """Read the mails that wait; True when there may be more."""
    from gwidam.listen.ears.mail.reading import read_due

    return read_due(at=timezone.now(), reader=_mail_reader()) >= 50


@cache
def _mail_reader() -> Reader:
    from gwidam.listen.mail import Reader

    return Reader()


def wait_at_mailboxes() -> bool:
    """Let mailboxes ring when something is new in them."""
    _idling().keep_up()
    return False


@cache
def _idling() -> Idling:
    from gwidam.listen.ears.mail.idling import Idling

    return Idling(Event())


def purge() -> bool:
    """Drop what was kept long enough."""
    from gwidam.core.actors import CLOCK
    from gwidam.listen.verbs import purge_calls, purge_raw
    from gwidam.own.models import Presence, Seat
    from gwidam.post.verbs import drop_old_deliveries

    now = timezone.now()
    purge_raw(by=CLOCK, at=now)
    purge_calls(by=CLOCK, at=now)
    drop_old_deliveries(at=now)
    for present in (Presence, Seat):
        present.objects.filter(seen_at__lt=now - timedelta(minutes=5)).delete()
    return False


def count_days() -> bool:
    """Count the days that are over, for the pulse."""
    from gwidam.own.queries.pulse import count_finished_days

    count_finished_days(at=timezone.now())
    return False


def read_left() -> bool:
    """Read voices of the last day that nobody has read, or only without a model that is back; True when there
    may be more."""
    from gwidam.understand.footing import present_tier
    from gwidam.understand.queries.health import unread
    from gwidam.understand.verbs import read_at_once

    now = timezone.now()
    tier, _ = present_tier()
    left = list(unread(now, tier=tier.name).values_list("pk", flat=True)[:READ_AT_ONCE])
    return bool(left) and read_at_once(voice_ids=left, at=now) >= READ_AT_ONCE


def place_left() -> bool:
    """Keep anew what voices mean whose vectors are of another model; True when there may be more."""
    from gwidam.understand.footing import present_tier
    from gwidam.understand.heart.meanings import space_of
    from gwidam.understand.queries.meanings import elsewhere
    from gwidam.understand.verbs import place_voices

    tier, _ = present_tier()
    left = elsewhere(space_of(tier), READ_AT_ONCE) if tier.embedder is not None else []
    return bool(left) and place_voices(voices=left, tier=tier, at=timezone.now()) >= READ_AT_ONCE


def renew_keys() -> bool:
    """Write search keys from before anew; True when there are more."""
    from gwidam.core.actors import CLOCK
    from gwidam.listen import verbs

    return bool(verbs.renew_keys(by=CLOCK, at=timezone.now()))


def shelve() -> bool:
    """Keep the shelf of this machine, where pages find what others have said."""
    return _shelf_writer().keep_up()


@cache
def _shelf_writer() -> Writer:
    from gwidam.understand.shelf import Writer

    return Writer()


def sort_themes() -> bool:
    """Sort the voices into themes when it is time: every night, and when many have come."""
    from gwidam.understand import verbs
    from gwidam.understand.queries.themes.due import is_due

    now = timezone.now()
    if is_due(now) and verbs.sort_themes(at=now) is not None:
        verbs.watch_themes(at=timezone.now())
    return False


def watch_themes() -> bool:
    """See which themes really rise."""
    from gwidam.understand import verbs

    verbs.watch_themes(at=timezone.now())
    return False
