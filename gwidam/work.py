"""The working process: runs what facts cause, sends what is due, and keeps the clock."""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

import django
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

if TYPE_CHECKING:
    from gwidam.listen.ears.mail.idling import Idling
    from gwidam.listen.mail import Reader
    from gwidam.understand.shelf import Writer

log = logging.getLogger(__name__)

CLOCK_EVERY = 2.0  # seconds
POST_EVERY = 1.0
WEBHOOKS_EVERY = 1.0
TELL_EVERY = 1.0
TRACK_EVERY = 3.0
LISTEN_EVERY = 1.0
READ_MAIL_EVERY = 1.0
IDLE_EVERY = 15.0  # looks for mailboxes that nobody waits at
STALLED_EVERY = 15.0
STALLED_AFTER = 30.0  # seconds without a heartbeat of its worker: DESIGN asks for a re-run within a minute
HOURLY = 3600.0
READ_EVERY = 300.0  # looks for voices whose job was lost
READ_AT_ONCE = 200
SHELVE_EVERY = 1.0
KEYS_EVERY = 60.0  # looks whether voices have search keys from before
THEMES_EVERY = 60.0  # looks whether themes are to be sorted
CALL_AGAIN = 5.0  # seconds until the telephone exchange is called again
JOBS_AT_ONCE = 2  # as many as there are cores on a small machine


def main() -> None:
    """Work until told to stop. Every part goes on by itself after the database was away."""
    django.setup()
    stopping = threading.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, lambda *_: stopping.set())
    parts = [
        threading.Thread(target=_every, args=(stopping, seconds, part), name=part.__name__, daemon=True)
        for seconds, part in (
            (CLOCK_EVERY, tick_clock),
            (CLOCK_EVERY, tick_talks),
            (CLOCK_EVERY, tick_campaigns),
            (POST_EVERY, tick_post),
            (WEBHOOKS_EVERY, tick_webhooks),
            (TELL_EVERY, tick_telling),
            (HOURLY, renew_reach),
            (TRACK_EVERY, tick_trackers),
            (LISTEN_EVERY, tick_ears),
            (READ_MAIL_EVERY, read_mail),
            (IDLE_EVERY, wait_at_mailboxes),
            (HOURLY, purge),
            (HOURLY, count_days),
            (READ_EVERY, read_left),
            (READ_EVERY, place_left),
            (KEYS_EVERY, renew_keys),
            (SHELVE_EVERY, shelve),
            (THEMES_EVERY, sort_themes),
            (HOURLY, watch_themes),
        )
    ]
    parts += [
        threading.Thread(target=part, args=(stopping,), name=part.__name__, daemon=True)
        for part in (_run_jobs, _follow_asterisk)
    ]
    for each in parts:
        each.start()
    stopping.wait()
    for each in parts:
        each.join(timeout=10)


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

    return Idling(threading.Event())


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


def _every(stopping: threading.Event, seconds: float, part: Callable[[], bool]) -> None:
    while not stopping.is_set():
        more = False
        try:
            more = part()
        except (OperationalError, InterfaceError):
            log.warning("%s: the database is away; trying again", part.__name__)
        except Exception:
            log.exception("%s failed; going on", part.__name__)
        close_old_connections()
        if not more:
            stopping.wait(seconds)


def _follow_asterisk(stopping: threading.Event) -> None:
    """Hear of calls from the telephone exchange of the settings, again and again after the line was cut."""
    from django.conf import settings

    while settings.ASTERISK_URL and not stopping.is_set():
        try:
            _follow_once(settings.ASTERISK_URL, stopping)
        except Exception:
            log.exception("a call could not be kept; going on")
        close_old_connections()
        stopping.wait(CALL_AGAIN)


def _follow_once(url: str, stopping: threading.Event) -> None:
    """Hear of calls until the line is cut; why it was is kept with the ear that listens."""
    from gwidam.listen.exchange import follow, keep_trouble, tell_open_door

    try:
        follow(url, tell=tell_open_door, well=lambda: keep_trouble(None), stopping=stopping)
    except (OSError, ValueError) as trouble:
        log.warning("the telephone exchange is away: %s; trying again", trouble)
        keep_trouble(trouble)


def _run_jobs(stopping: threading.Event) -> None:
    while not stopping.is_set():
        try:
            asyncio.run(_work(stopping))
        except Exception:
            log.exception("the job worker stopped; starting it again")
            stopping.wait(1)


async def _work(stopping: threading.Event) -> None:
    from procrastinate.contrib.django import app

    async with app.with_connector(app.connector.get_worker_connector()).open_async() as worker_app:  # type: ignore[attr-defined]
        worker = asyncio.create_task(
            worker_app.run_worker_async(
                concurrency=JOBS_AT_ONCE,
                install_signal_handlers=False,
                delete_jobs="successful",
                shutdown_graceful_timeout=5,
            )
        )
        stalled_at = 0.0
        while not stopping.is_set() and not worker.done():
            await asyncio.sleep(0.2)
            stalled_at -= 0.2
            if stalled_at <= 0:
                stalled_at = STALLED_EVERY
                await _retry_stalled(worker_app)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)


async def _retry_stalled(worker_app: object) -> None:
    """Jobs whose worker died run again."""
    manager = worker_app.job_manager  # type: ignore[attr-defined]
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
        await manager.retry_job(job)
