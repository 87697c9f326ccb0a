"""The line to an Asterisk, against a server that speaks as it does."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager

import pytest
from django.utils import timezone

from gwidam.listen import exchange
from gwidam.listen.exchange import follow, tell_open_door
from gwidam.listen.models import Call
from gwidam.listen.phone import News, What
from gwidam.listen.verbs import close_channel

from .test_asterisk import AT, STREAM, TOLD

GREETING, REST = STREAM.split(b"\r\n", 1)


@contextmanager
def asterisk(*says: bytes, stays: bool = False):
    """A server for one caller: says its lines when signed in; what it was told, and its address."""
    told: list[bytes] = []
    gone = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            line, _address = server.accept()
            with line:
                line.sendall(GREETING + b"\r\n")
                told.append(line.recv(4096))
                for each in says:
                    line.sendall(each)
                line.settimeout(5)
                while stays and not gone.is_set() and (more := line.recv(4096)):
                    told.append(more)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"ami://gwidam:s%3Acret@127.0.0.1:{server.getsockname()[1]}", told
        gone.set()
        thread.join(timeout=5)


def test_it_signs_in_and_tells_what_is_said_of_calls_until_the_line_is_cut():
    news: list[News] = []
    with asterisk(REST[:90], REST[90:]) as (url, told), pytest.raises(ConnectionError, match="hung up"):
        follow(url, tell=news.append, stopping=threading.Event(), clock=lambda: AT)
    assert news == TOLD
    assert told[0].startswith(b"Action: Login\r\nUsername: gwidam\r\nSecret: s:cret\r\n")


def test_a_wrong_secret_is_told_as_one():
    says = b"Response: Error\r\nMessage: Authentication failed\r\n\r\n"
    with asterisk(says) as (url, _told), pytest.raises(PermissionError, match="name or the secret"):
        follow(url, tell=print, stopping=threading.Event())


def test_it_stops_when_told_to():
    stopping = threading.Event()
    with asterisk(REST, stays=True) as (url, _told):
        follow(url, tell=lambda news: stopping.set(), stopping=stopping)


def test_a_silent_line_is_asked_and_then_given_up(monkeypatch):
    monkeypatch.setattr(exchange, "LISTEN_FOR", 0.01)
    monkeypatch.setattr(exchange, "SILENT_FOR", 0.02)
    monkeypatch.setattr(exchange, "GONE_AFTER", 0.1)
    with asterisk(stays=True) as (url, told), pytest.raises(ConnectionError, match="silent"):
        follow(url, tell=print, stopping=threading.Event())
    assert b"Action: Ping" in b"".join(told[1:])


def test_nobody_there_is_trouble_of_the_line():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(OSError, match="refused"):
        follow(f"ami://a:b@127.0.0.1:{port}", tell=print, stopping=threading.Event())


def test_news_are_kept_at_the_open_door_and_nowhere_without_one(cast, at):
    news = News(call="c1", what=What.RINGING, at=timezone.now(), extension="204")
    tell_open_door(news)
    assert Call.objects.get().channel == cast.phone
    close_channel(channel=cast.phone, why="이사", by=cast.oksu, at=at)
    tell_open_door(News(call="c2", what=What.RINGING, at=timezone.now()))
    assert Call.objects.count() == 1
