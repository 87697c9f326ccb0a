"""Mail that a server hands in, over a socket: 250 only once it is kept, one answer for each recipient."""

from __future__ import annotations

import asyncio
import smtplib
import threading
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection

from gwidam.listen.ears.mail import lmtp
from gwidam.listen.models import Ear, Mail
from gwidam.listen.verbs import open_ear
from gwidam.post.verbs import connect_line
from tests.cast import NOW, SETUP

from .mails import HELP, raw


@contextmanager
def served():
    """The LMTP door on a port of this machine."""
    loop, ports, stops = asyncio.new_event_loop(), [], []
    ready = threading.Event()

    async def main():
        stops.append(asyncio.Event())
        await lmtp.serve("127.0.0.1", 0, stopping=stops[0], started=lambda port: (ports.append(port), ready.set()))

    thread = threading.Thread(target=lambda: loop.run_until_complete(main()), daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(stops[0].set)
        thread.join(10)
        loop.close()


@pytest.fixture
def door(transactional_db, cast):
    line = connect_line(kind="mailbox", name="고객 메일", given={"account": HELP}, by=SETUP, at=NOW)
    return open_ear(channel=cast.api, kind="lmtp", line=line, by=SETUP, at=NOW)


def give(port, *recipients, letter=None):
    """What the server hears for each recipient, and after the mail."""
    with smtplib.LMTP("127.0.0.1", port) as client:
        client.ehlo()
        client.mail("kim@home.example")
        codes = [client.rcpt(each)[0] for each in recipients]
        if 250 not in codes:
            return codes, []
        client.putcmd("data")
        client.getreply()
        client.send((letter or raw()).replace(b"\n", b"\r\n") + b"\r\n.\r\n")
        return codes, [client.getreply()[0] for code in codes if code == 250]


def test_each_recipient_is_answered_by_itself_and_the_mail_is_kept_once(door):
    with served() as port:
        token = HELP.replace("@", "+kim@")
        assert give(port, HELP, "nobody@voice.example", token) == ([250, 550, 250], [250, 250])
        assert give(port, HELP) == ([250], [250])  # handed in again, because our answer was lost
    assert list(Mail.objects.values_list("ear", "state")) == [(door.pk, "waiting")]
    assert Ear.objects.get().answered_at is not None


def test_without_a_database_the_server_is_asked_to_come_again(door, monkeypatch):
    def away(**_):
        raise OperationalError

    with served() as port:
        monkeypatch.setattr(lmtp, "take_in", away)
        assert give(port, HELP) == ([250], [451])
    assert Mail.objects.count() == 0


def test_250_is_said_after_the_commit(door, monkeypatch):
    kept, take_in = [], lmtp.take_in

    def watched(**told):
        take_in(**told)
        kept.append(connection.in_atomic_block)

    monkeypatch.setattr(lmtp, "take_in", watched)
    with served() as port:
        assert give(port, HELP) == ([250], [250])
    assert kept == [False]
