"""A connector of steps over a real socket: what is asked, what an answer means, and what becomes of words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network

import pytest

from gwidam.core.calls import Accepted, Call, Refused, TryLater
from gwidam.listen.connectors.replies import account, as_outcome, list_of, needed, read
from gwidam.listen.connectors.shapes import Account, CannotSay
from gwidam.listen.connectors.stepping import listens, place_of, speaks_with, tries
from gwidam.listen.ears.heard import Page
from gwidam.listen.ears.kinds import Unheard
from gwidam.listen.models import Hearing
from gwidam.own.verbs import take_heard
from gwidam.post.carriers.base import Saying
from tests.cast import NOW
from tests.serving import serving

from .conftest import heard


class Tin:
    """A network of three addresses."""

    def look(self, place):
        reply = yield Call("GET", f"{place.url}/me", {"Authorization": place.secrets["token"]})
        account(reply, place.at)
        return Account("1", "tin")

    def listen(self, place, cursor):
        said = read((yield Call("GET", f"{place.url}/new?after={cursor.get('last', 0)}")), place.at)
        return Page(
            tuple(heard(each["id"], each["text"]) for each in list_of(said, "new")), {"last": needed(said, "last")}
        )

    def parts(self, place, saying):
        return (saying.text,)

    @as_outcome
    def say(self, place, saying):
        if not saying.text:
            raise CannotSay("nothing")
        body = {"text": saying.text, "to": saying.thread["reply_to"], "is_public": saying.is_public}
        said = read((yield Call("POST", f"{place.url}/say", {"Idempotency-Key": saying.key}, body)), place.at)
        return Accepted(needed(said, "id"))


@pytest.fixture
def server(settings):
    """Answers as `answers` says, and keeps what it was asked."""
    asked, answers = [], {}

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self):
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked.append((self.path, self.headers.get("Idempotency-Key"), json.loads(body) if body else None))
            status, headers, said = answers[self.path.partition("?")[0]]
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(said))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_):
            pass

    settings.OUTBOUND_NETWORKS, settings.OUTBOUND_HTTP = (ip_network("127.0.0.0/8"),), True
    with serving(Answering) as made:
        made.asked, made.answers = asked, answers
        yield made


@pytest.fixture
def place(server, line):
    line.url = f"http://127.0.0.1:{server.server_port}"
    return line


def test_a_look_says_why_it_fails(server, place):
    found = []
    for status in (200, 401, 404, 500, 302):
        server.answers["/me"] = (status, {}, b"{}")
        found.append(tries(Tin().look)(place))
    assert found == ["", "stranger", "missing", "broken", "odd"]
    server.shutdown()
    server.server_close()
    assert tries(Tin().look)(place) == "away"
    place.url = "http://192.0.2.1"
    assert tries(Tin().look)(place) == "closed"


def test_an_ear_hears_what_a_connector_reads_and_rests_as_long_as_it_is_told(server, place, ear):
    ear.line, ear.cursor = place, {"list": {"last": "4"}}
    server.answers["/new"] = (200, {}, json.dumps({"new": [{"id": "5", "text": "다섯"}], "last": "5"}).encode())
    page = listens(Tin())(ear, NOW)
    assert ([each.text for each in page.items], page.cursor, server.asked) == (
        ["다섯"],
        {"list": {"last": "5"}},
        [("/new?after=4", None, None)],
    )
    for said, failure in ((b"<html>", "odd"), (b"{}", "odd")):
        server.answers["/new"] = (200, {}, said)
        with pytest.raises(Unheard, match=failure):
            listens(Tin())(ear, NOW)
    server.answers["/new"] = (429, {"Retry-After": "600"}, b"")
    with pytest.raises(Unheard) as caught:
        listens(Tin())(ear, NOW)
    assert (caught.value.failure, (caught.value.again_at - NOW).total_seconds()) == ("limited", 600)


def test_words_are_said_with_the_key_that_makes_them_once(server, place):
    saying = Saying("answer:7", "tin:kim", "예", "ko", {"reply_to": "5", "is_public": True}, is_again=False)
    server.answers["/say"] = (201, {}, b'{"id": "9"}')
    with speaks_with(Tin())(place).connected() as session:
        assert session.send(saying) == Accepted(name="9")
        server.answers["/say"] = (422, {}, b'{"error": "too many letters"}')
        assert session.send(saying) == Refused(because="too many letters")
        assert session.send(replace(saying, text="")) == Refused(because="nothing")
        server.shutdown()
        server.server_close()
        assert session.send(saying) == TryLater(because="away", is_away=True)
    assert server.asked[0] == ("/say", "answer:7", {"text": "예", "to": "5", "is_public": True})
    assert place_of(place, at=NOW).secrets == {"token": "t0k"}


class Again:
    """Looks whether words are still there, at one address."""

    most_again = 5

    def key_of(self, place, thread):
        return thread.get("id", "")

    def look_again(self, place, keys):
        read((yield Call("GET", f"{place.url}/again")), place.at)
        return ()


def test_looking_again_that_fails_is_kept_with_the_ear_until_it_works(server, place, ear):
    voice = take_heard(ear=ear, item=replace(heard("5", "다섯"), thread={"id": "5"}), at=NOW).voice
    ear.line = place
    server.answers["/new"] = (200, {}, json.dumps({"new": [], "last": "5"}).encode())

    def look(status, *, at):
        server.answers["/again"] = (status, {}, b"{}")
        listens(Tin(), again=Again())(ear, at)
        kept = ear.fresh()
        return kept.again_failed, kept.again_failed_at, kept.again_tried_at, kept.failed

    later = NOW + timedelta(hours=1)
    assert voice.pk == Hearing.objects.get().pk
    assert look(403, at=NOW) == ("forbidden", NOW, NOW, "")
    assert look(500, at=later) == ("broken", NOW, later, "")
    assert look(200, at=later + timedelta(hours=1))[:2] == ("", None)
