"""Pages of the large house against the same pages of the small one, by turns: A B A B."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import psycopg
from django.conf import settings
from django.http import HttpResponse

from gwidam.core.receipts import shown
from gwidam.desks.public import cookie
from gwidam.listen.models import Voice

from .house import Houses, Tell, Wish
from .load import Plan, Request
from .measuring import Measured, measure, together
from .sentences import SEARCHES
from .servers import Server

TURNS = 2
WARM_UP = 8  # requests of each client
DIFFERENT = 200  # cases that are asked for in turn, so that no page is measured on one row
LEAST_IMPROVEMENTS = 40  # of those that any house has
LIST = "/improvements/priorities"
IMPROVEMENTS = {
    "improvements: board": ("/improvements",),
    "improvements: list": (LIST,),
    "improvements: mine": (f"{LIST}?only=mine",),
    "improvements: what-if": (f"{LIST}?pain=1.0&promises=2.0&trend=1.0&effort=0.5",),
    "improvements: one": tuple(f"/improvements/G-{each}" for each in range(1, LEAST_IMPROVEMENTS)),
}
LANGUAGE = "gwidam_language=ko"


@dataclass(frozen=True, slots=True)
class Page:
    """A page to be measured: which part of the bench it belongs to, and the CPU milliseconds it may cost."""

    name: str
    part: str
    cpu_wanted: float | None = None


PAGES = (
    Page("inbox", "pages", 15),
    Page("department desk", "pages"),
    Page("case", "pages", 15),
    Page("follow", "pages", 8),
    *(Page(name, "change") for name in IMPROVEMENTS),
    Page("API: voices", "pages"),
    Page("API: cases", "pages"),
    *(Page(f"search: {kind}", "search", 30) for kind in SEARCHES),
    Page("search: receipt", "search", 30),
)


def measure_all(wish: Wish, houses: Houses, *, tell: Tell) -> dict[str, Any]:
    """{page: {small, large}} for the wished parts; a page the house does not have is left out with a word."""
    found: dict[str, Any] = {}
    for page in PAGES:
        if page.part not in wish.parts:
            continue
        tell(f"Page: {page.name}.")
        turns = measure_page(wish, houses, page)
        sides = {name: together(each) for name, each in turns.items()}
        if sides["small"]["other"]:
            tell(f"{page.name} answers {sides['small']['other']}.")
        found[page.name] = {**sides, "cpu_wanted_ms": page.cpu_wanted}
    return found


def measure_page(wish: Wish, houses: Houses, page: Page) -> dict[str, list[Measured]]:
    """Both sides by turns, after a few requests each to warm up: every thread reads its templates once."""
    sides = {"small": houses.small, "large": houses.large}
    ready = {name: requests(page, server, houses) for name, server in sides.items()}
    for name, server in sides.items():
        few = list(itertools.islice(itertools.cycle(ready[name]), WARM_UP * wish.clients))
        plan = Plan(server.port, few, clients=wish.clients, seconds=60, is_once=True)
        measure(server, houses.crowd, plan)
    turns: dict[str, list[Measured]] = {"small": [], "large": []}
    for _ in range(TURNS):
        for name, server in sides.items():
            plan = Plan(server.port, ready[name], clients=1, seconds=wish.seconds / TURNS)
            turns[name].append(measure(server, houses.crowd, plan))
    return turns


def requests(page: Page, server: Server, houses: Houses) -> list[Request]:
    """What is asked in turn for one page."""
    cast = houses.cast
    reader, worker = (signed_in(cast.sessions[pk]) for pk in (cast.reader_id, cast.worker_id))
    keyed = {"Authorization": f"Bearer {cast.keys[0]}"}
    kind = page.name.removeprefix("search: ")
    if kind in SEARCHES:
        return [Request(f"/search?q={quote(word)}", headers=reader) for word in SEARCHES[kind]]
    if page.name in IMPROVEMENTS:
        return [Request(path, headers=reader) for path in IMPROVEMENTS[page.name]]
    match page.name:
        case "inbox":
            return [Request("/guarded", headers=reader)]
        case "department desk":
            return [Request("/desk", headers=worker)]
        case "case":
            return [Request(f"/cases/{each}", headers=reader) for each in receipts(server)]
        case "follow":
            return [Request("/follow", headers=follower(each)) for each in receipts(server)]
        case "API: voices":
            return [Request("/api/v1/voices", headers=keyed)]
        case "API: cases":
            return [Request("/api/v1/cases", headers=keyed)]
        case "search: receipt":
            return [Request(f"/search?q={quote(shown(each))}", headers=reader) for each in receipts(server)]
        case _:
            raise ValueError(page.name)


def signed_in(session: str) -> dict[str, str]:
    """The headers of a browser in which somebody is signed in."""
    return {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {LANGUAGE}"}


def follower(receipt: str) -> dict[str, str]:
    """The headers of a browser that has opened a follow link within the last half hour."""
    morsel = cookie.give(HttpResponse(), Voice(receipt=receipt)).cookies[cookie.name()]
    return {"Cookie": f"{cookie.name()}={morsel.value}; {LANGUAGE}"}


def receipts(server: Server) -> list[str]:
    """Receipts of cases of the last eighty days, spread over them."""
    with psycopg.connect(server.url) as connection:
        return list(
            spread(
                [
                    receipt
                    for (receipt,) in connection.execute(
                        "SELECT receipt FROM own_case WHERE opened_at > now() - interval '80 days'"
                        " ORDER BY opened_at"
                    )
                ]
            )
        )


def spread(every: list[str]) -> Iterator[str]:
    """At most DIFFERENT of them, evenly."""
    yield from every[:: max(1, len(every) // DIFFERENT)][:DIFFERENT]
