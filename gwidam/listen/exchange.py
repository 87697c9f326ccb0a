"""The line to a telephone exchange: reads what Asterisk says and tells the news of calls in it."""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Callable
from datetime import datetime
from time import monotonic
from urllib.parse import unquote, urlsplit

from django.utils import timezone

from gwidam.core import failing
from gwidam.core.actors import House
from gwidam.core.errors import Refused

from .connectors.asterisk import Frames, login, news_of, ping
from .ears.told import PHONE
from .models import Channel
from .phone import News
from .queries import open_channels
from .verbs import ear_answered, ear_failed, hear_call, open_ear

log = logging.getLogger(__name__)
EXCHANGE = House("exchange")
PORTS = {"ami": 5038, "amis": 5039}
CONNECT_WITHIN = 10.0  # seconds
LISTEN_FOR = 0.5  # seconds at a time, so that whoever stops it does not wait
SILENT_FOR = 20.0  # seconds after which it is asked whether it is there
GONE_AFTER = 60.0  # seconds of silence, in spite of asking
PIECE = 16 * 1024


def follow(
    url: str,
    *,
    tell: Callable[[News], object],
    well: Callable[[], object] = lambda: None,
    stopping: threading.Event,
    clock: Callable[[], datetime] = timezone.now,
) -> None:
    """Sign in and tell what is said of calls, until told to stop; `well` is called whenever it answers us.

    `url` is ami:// or amis://, with name:secret@. What happened while the line was down is not told: Asterisk keeps
    nothing. Raises OSError where it is away, refuses the name, hangs up or falls silent, ValueError for a stream
    that is not its own.
    """
    with _connected(url) as line:
        parts = urlsplit(url)
        line.sendall(login(unquote(parts.username or ""), unquote(parts.password or "")))
        frames, heard, asked = Frames(), monotonic(), monotonic()
        while not stopping.is_set():
            try:
                piece = line.recv(PIECE)
            except TimeoutError:
                now = monotonic()
                if now - heard > GONE_AFTER:
                    raise ConnectionError("it has fallen silent") from None
                if now - max(heard, asked) > SILENT_FOR:
                    line.sendall(ping())
                    asked = now
                continue
            if not piece:
                raise ConnectionError("it hung up")
            heard = monotonic()
            for frame in frames.fed(piece):
                if frame.get("response") == "Error" and "auth" in frame.get("message", "").lower():
                    raise PermissionError("it does not know the name or the secret")
                if frame.get("response") == "Success":
                    well()
                if (news := news_of(frame, at=clock())) is not None:
                    tell(news)


def tell_open_door(news: News) -> None:
    """Keep the news at the open telephone door; where none is open nothing is kept."""
    for channel in open_channels():
        if channel.kind == Channel.Kind.PHONE:
            try:
                hear_call(channel=channel, news=news, by=EXCHANGE, at=timezone.now())
            except Refused as refused:
                log.warning("news of a call were refused: %s", refused.said.en)
            return


def keep_trouble(trouble: Exception | None) -> None:
    """Keep with the ear of the open telephone door how the exchange is heard: what is the matter, None for nothing.

    The ear is opened where there is none, so that the page of doors shows it.
    """
    at = timezone.now()
    channel = next((each for each in open_channels() if each.kind == Channel.Kind.PHONE), None)
    if channel is None:
        return
    ear = open_ear(channel=channel, kind=PHONE.code, line=None, by=EXCHANGE, at=at)
    if trouble is None:
        ear_answered(ear=ear, at=at)
        return
    failure = failing.MISSING if isinstance(trouble, ValueError) else failing.AWAY
    failure = failing.FORBIDDEN if isinstance(trouble, PermissionError) else failure
    ear_failed(ear=ear, failure=failure, rest_until=None, at=at)


def _connected(url: str) -> socket.socket:
    parts = urlsplit(url)
    host = parts.hostname or ""
    line = socket.create_connection((host, parts.port or PORTS[parts.scheme]), timeout=CONNECT_WITHIN)
    if parts.scheme == "amis":
        line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
    line.settimeout(LISTEN_FOR)
    return line
