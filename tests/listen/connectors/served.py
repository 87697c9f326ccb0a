"""A server on a real socket that answers as one of the services does, and remembers what it was asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_network
from time import monotonic
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

from gwidam.core.calls import Call, Reply
from gwidam.core.outbound import Reach
from gwidam.core.outbound import ask as ask_there
from gwidam.listen.connectors.shapes import Gone, Heard, Page, Place, Steps, carried_out
from tests.serving import serving as serving_at

NOW = datetime(2026, 4, 1, 9, 0, tzinfo=UTC)
REACH = Reach(networks=(ip_network("127.0.0.0/8"),), plain=True)

Answer = tuple[int, Mapping[str, str], Any]  # status, headers, JSON or bytes


@dataclass
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: Any

    def one(self, name: str) -> str:
        return self.query.get(name, [""])[0]


@dataclass
class There:
    """A service. `refusals` are given first, one for each request; None lets one pass.

    `swallows`: how many answers to a POST are lost on the way, after it was done.
    """

    url: str = ""
    now: datetime = NOW
    page: int = 2
    asked: list[Asked] = field(default_factory=list)
    refusals: list[Answer | None] = field(default_factory=list)
    swallows: int = 0

    def answer(self, asked: Asked) -> Answer:
        raise NotImplementedError

    def place(self, **others: Any) -> Place:
        raise NotImplementedError

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def paths(self, method: str) -> list[str]:
        return [each.path for each in self.asked if each.method == method]


class _Speaks(BaseHTTPRequestHandler):
    there: There

    def do_GET(self) -> None:
        self._answer("GET", None)

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer("POST", json.loads(raw) if raw else None)

    def _answer(self, method: str, body: Any) -> None:
        parts = urlsplit(self.path)
        heads = {name.lower(): value for name, value in self.headers.items()}
        asked = Asked(method, parts.path, parse_qs(parts.query), heads, body)
        self.there.asked.append(asked)
        refusal = self.there.refusals.pop(0) if self.there.refusals else None
        status, headers, said = refusal if refusal is not None else self.there.answer(asked)
        if refusal is None and method == "POST" and self.there.swallows and status < 300:
            self.there.swallows -= 1
            self.close_connection = True
            return
        told = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.send_response_only(status)
        self.send_header("Content-Length", str(len(told)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


Service = TypeVar("Service", bound=There)


@contextmanager
def serving(there: Service) -> Iterator[Service]:
    """The service, on a free port of this machine, until the end of the block."""
    with serving_at(type("Speaks", (_Speaks,), {"there": there})) as server:
        there.url = f"http://127.0.0.1:{server.server_port}"
        yield there


def ask(call: Call) -> Reply:
    """One call over a real socket. Raises ConnectionError where the answer is lost."""
    body = None if call.body is None else json.dumps(call.body).encode()
    found = ask_there(
        call.method,
        call.url,
        headers=call.headers,
        body=body,
        reach=REACH,
        most=4_000_000,
        until=monotonic() + 5,
    )
    return Reply(found.status, found.headers, found.body)


Result = TypeVar("Result")


def done(steps: Steps[Result]) -> Result:
    """What comes of steps when every call is made."""
    return carried_out(steps, ask)


@dataclass
class House:
    """What is kept of what was heard: words once for their key, and nothing of what was taken back.

    The cursor is kept with the items of its page, and with nothing else.
    """

    hears: Any
    cursor: Mapping[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    pages: int = 0

    def take(self, page: Page) -> None:
        for item in page.items:
            if isinstance(item, Gone):
                self.gone.add(item.key)
            elif isinstance(item, Heard):
                self.words.setdefault(item.key, item.text)
        for key in self.gone:
            self.words.pop(key, None)
        self.cursor = json.loads(json.dumps(page.cursor))  # as a database keeps it

    def listen(self, place: Place) -> Page:
        """Look until there is no more. Raises what a look raises, with everything before it kept."""
        while True:
            page = done(self.hears.listen(place, self.cursor))
            self.pages += 1
            self.take(page)
            if not page.has_more or page.rest_for:
                return page

    def look_again(self, place: Place) -> None:
        for key in list(self.words):
            for gone in done(self.hears.look_again(place, [key])):
                self.gone.add(gone.key)
                self.words.pop(gone.key, None)
