"""The working process: runs what facts cause, sends what is due, and keeps the clock."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable

import django
from django.db import InterfaceError, OperationalError, close_old_connections

from . import rounds
from .queue import run_jobs

log = logging.getLogger(__name__)

CLOCK_EVERY = 2.0  # seconds
POST_EVERY = 1.0
POSTS = 3  # send at once, each over a line of its own: most of a letter's time is waiting for the other side
WEBHOOKS_EVERY = 1.0
TELL_EVERY = 1.0
TRACK_EVERY = 3.0
LISTEN_EVERY = 1.0
READ_MAIL_EVERY = 1.0
IDLE_EVERY = 15.0  # looks for mailboxes that nobody waits at
HOURLY = 3600.0
READ_EVERY = 300.0  # looks for voices whose job was lost
SHELVE_EVERY = 1.0
KEYS_EVERY = 60.0  # looks whether voices have search keys from before
THEMES_EVERY = 60.0  # looks whether themes are to be sorted
CALL_AGAIN = 5.0  # seconds until the telephone exchange is called again


def main() -> None:
    """Work until told to stop. Every part goes on by itself after the database was away."""
    django.setup()
    stopping = threading.Event()
    for signal_number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signal_number, lambda *_: stopping.set())
    parts = [
        threading.Thread(target=_every, args=(stopping, seconds, part), name=part.__name__, daemon=True)
        for seconds, part in (
            (CLOCK_EVERY, rounds.tick_clock),
            (CLOCK_EVERY, rounds.tick_talks),
            (CLOCK_EVERY, rounds.tick_campaigns),
            *[(POST_EVERY, rounds.tick_post)] * POSTS,
            (POST_EVERY, rounds.react_unhurried),
            (WEBHOOKS_EVERY, rounds.tick_webhooks),
            (TELL_EVERY, rounds.tick_telling),
            (HOURLY, rounds.renew_reach),
            (TRACK_EVERY, rounds.tick_trackers),
            (LISTEN_EVERY, rounds.tick_ears),
            (READ_MAIL_EVERY, rounds.read_mail),
            (IDLE_EVERY, rounds.wait_at_mailboxes),
            (HOURLY, rounds.purge),
            (HOURLY, rounds.count_days),
            (READ_EVERY, rounds.read_left),
            (READ_EVERY, rounds.place_left),
            (KEYS_EVERY, rounds.renew_keys),
            (SHELVE_EVERY, rounds.shelve),
            (THEMES_EVERY, rounds.sort_themes),
            (HOURLY, rounds.watch_themes),
        )
    ]
    parts += [
        threading.Thread(target=part, args=(stopping,), name=part.__name__, daemon=True)
        for part in (run_jobs, _follow_asterisk)
    ]
    for each in parts:
        each.start()
    stopping.wait()
    for each in parts:
        each.join(timeout=10)


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
