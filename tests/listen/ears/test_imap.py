"""A mailbox is looked into over a socket: nothing is lost, nothing is twice, nothing is changed there."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_network

import pytest

from gwidam.listen.ears import polling
from gwidam.listen.ears.kinds import Unheard
from gwidam.listen.ears.mail import imap
from gwidam.listen.ears.mail.reading import read_due
from gwidam.listen.models import Mail, Voice
from gwidam.listen.verbs import open_ear
from gwidam.post.verbs import change_line, connect_line
from tests.cast import NOW, SETUP

from .imap_server import PASSWORD, USER, bring, flags, free_port, serving
from .mails import raw, reader  # noqa: F401 - fixtures

MINUTE = timedelta(minutes=1)


@pytest.fixture
def port(settings):
    settings.OUTBOUND_HTTP = True
    settings.OUTBOUND_NETWORKS = (ip_network("127.0.0.0/8"),)
    number = free_port()
    with serving(number):
        yield number


def connected(port, **more):
    given = {
        "url": f"imap://127.0.0.1:{port}",
        "account": USER,
        "password": PASSWORD,
        "begin": "all",
        "after": "stay",
    }
    return connect_line(kind="imap", name="메일함", given={**given, **more}, by=SETUP, at=NOW)


def listening(cast, port, **more):
    return open_ear(channel=cast.api, kind="imap", line=connected(port, **more), by=SETUP, at=NOW)


def keys():
    return [each.partition("/")[2] for each in Mail.objects.order_by("pk").values_list("key", flat=True)]


def numbered(*numbers):
    return [raw(f"말 {each}", name=f"{each}@home.example") for each in numbers]


def test_a_mailbox_is_heard_from_its_cursor_on_and_left_as_it_is(cast, port, reader, monkeypatch):  # noqa: F811
    monkeypatch.setattr(imap, "AT_ONCE", 2)
    ear = listening(cast, port)
    bring(port, *numbered(1, 2, 3))
    polling.listen_due(at=NOW)
    first = len(keys())
    bring(port, *numbered(4))
    polling.listen_due(at=NOW + MINUTE)
    assert (first, len(set(keys())), ear.fresh().failed) == (3, 4, "")
    assert read_due(at=NOW + MINUTE, reader=reader) == 4
    assert Voice.objects.count() == 4
    assert [each for mail in flags(port) for each in mail if each == rb"\Seen"] == []


def test_a_new_ear_begins_with_what_comes_from_now_on(cast, port):
    bring(port, *numbered(1))
    listening(cast, port, begin="new")
    polling.listen_due(at=NOW)
    assert keys() == []
    bring(port, *numbered(2))
    polling.listen_due(at=NOW + MINUTE)
    assert len(keys()) == 1


def test_killed_after_any_mail_the_next_look_hears_the_rest_once(cast, port, monkeypatch):
    ear, kept = listening(cast, port), imap.keep_mail
    bring(port, *numbered(1, 2, 3))

    def dying(**told):
        if Mail.objects.count() == 1:
            raise SystemExit
        return kept(**told)

    with monkeypatch.context() as patch:
        patch.setattr(imap, "keep_mail", dying)
        with pytest.raises(SystemExit):
            polling.listen_due(at=NOW)
    assert (len(keys()), ear.fresh().cursor) == (1, None)
    polling.listen_due(at=NOW + polling.LEASE)
    assert (len(keys()), len(set(keys()))) == (3, 3)


def test_a_mail_is_marked_as_read_only_where_that_is_wished_and_once_it_is_kept(cast, port, monkeypatch):
    listening(cast, port, after="seen")
    bring(port, *numbered(1, 2))
    kept = imap.keep_mail

    def dying(**told):
        kept(**told)
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(imap, "keep_mail", dying)
        with pytest.raises(SystemExit):
            polling.listen_due(at=NOW)
    assert sum(rb"\Seen" in each for each in flags(port)) == 0
    polling.listen_due(at=NOW + polling.LEASE)
    assert sum(rb"\Seen" in each for each in flags(port)) == 2


def test_a_mailbox_whose_numbers_began_anew_is_heard_again_and_every_mail_stays_one_voice(cast, reader, settings):  # noqa: F811
    settings.OUTBOUND_HTTP = True
    settings.OUTBOUND_NETWORKS = (ip_network("127.0.0.0/8"),)
    port = free_port()
    with serving(port):
        ear = listening(cast, port)
        bring(port, *numbered(1, 2))
        polling.listen_due(at=NOW)
        before = ear.fresh().cursor["validity"]
    with serving(port):
        bring(port, *numbered(2, 3))
        polling.listen_due(at=NOW + MINUTE)
    read_due(at=NOW + MINUTE, reader=reader)
    assert ear.fresh().cursor["validity"] != before
    assert (Mail.objects.count(), Voice.objects.count()) == (4, 3)


def test_a_mailbox_rings_when_something_is_new(cast, port):
    line, said = connected(port), []

    def wait() -> None:
        while not said:
            with suppress(Unheard):  # a busy one may be away, and is asked again
                said.append(imap.wait_for_mail(line, seconds=10))

    thread = threading.Thread(target=wait)
    thread.start()
    for number in range(100):  # the first may come before it waits
        bring(port, *numbered(number))
        thread.join(0.3)
        if said:
            break
    thread.join(30)
    assert said == [True]
    assert imap.wait_for_mail(line, seconds=0.1) is False


def test_trouble_has_its_reason(cast, port, settings):
    line = connected(port)
    assert imap.look(line) == ""
    given = {"url": line.url, "account": USER, "password": PASSWORD, "begin": "all", "after": "stay"}
    change_line(line=line, name="x", given={**given, "password": "wrong"}, by=SETUP, at=NOW)
    assert imap.look(line) == "stranger"
    change_line(line=line, name="x", given={**given, "folder": "Nowhere"}, by=SETUP, at=NOW)
    assert imap.look(line) == "missing"
    line.url = f"imap://127.0.0.1:{free_port()}"
    assert imap.look(line) == "away"
    settings.OUTBOUND_NETWORKS = ()
    assert imap.look(line) == "closed"
    settings.OUTBOUND_HTTP = False
    assert imap.look(line) == "odd"
