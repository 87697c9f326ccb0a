"""One run: two houses in one PostgreSQL, measured by turns, so that what else the machine does hits both."""

from __future__ import annotations

import os
import platform
import time
from contextlib import ExitStack
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

from . import bulk, cast, counting, fill, intake, pages, telling
from .house import Houses, Tell, Wish
from .load import Crowd
from .servers import GWIDAM, database_of, serve, url_of

LARGE = "gwidam_large"


def run(wish: Wish, *, url: str, postmaster: int, folder: Path, tell: Tell) -> dict[str, Any]:
    """Make both houses, measure the wished parts, return everything as it goes into the JSON file.

    `url` is an empty, migrated house that becomes the small one; `postmaster` the process of its server.
    """
    began = time.monotonic()
    at = datetime.now(tz=UTC)
    people = cast.assemble(at=at, keys=wish.clients)
    connection.close()
    large_url = copy_database(url, LARGE)
    for each, voices in ((url, wish.small), (large_url, wish.large)):
        fill.fill(each, voices=voices, cast=people, secret=settings.SECRET_KEY.encode(), at=at, tell=tell)
    found: dict[str, Any] = {
        "wish": asdict(wish),
        "machine": machine(),
        "filled_in_seconds": round(time.monotonic() - began),
        "bytes": {"small": size_of(url), "large": size_of(large_url)},
    }
    with ExitStack() as stack:
        log = folder / "web.log"
        small, large = (
            stack.enter_context(serve(GWIDAM, url=each, postmaster=postmaster, log=log))
            for each in (url, large_url)
        )
        houses = Houses(small, large, people, stack.enter_context(Crowd()), folder)
        if {page.part for page in pages.PAGES} & set(wish.parts):
            found["pages"] = pages.measure_all(wish, houses, tell=tell)
        if "queries" in wish.parts:
            found["queries"] = counting.count_all(people, tell=tell)
        if "intake" in wish.parts:
            found["intake"] = intake.measure_all(wish, houses, tell=tell)
        if "bulk" in wish.parts:
            found["bulk"] = bulk.measure_all(wish, houses, tell=tell)
        if "telling" in wish.parts:
            found["telling"] = telling.measure(wish, houses, tell=tell)
    found["seconds"] = round(time.monotonic() - began)
    found["machine"] |= {"load_after": os.getloadavg()[0], "loop_after": loop()}
    return found


def copy_database(url: str, name: str) -> str:
    """Make a database that begins as a copy of the one at `url`; return its own URL."""
    with psycopg.connect(url_of(url, "postgres"), autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(database_of(url))
            )
        )
    return url_of(url, name)


def size_of(url: str) -> int:
    """Bytes of a database on disk."""
    with psycopg.connect(url) as server:
        found = server.execute("SELECT pg_database_size(current_database())").fetchone()
    assert found is not None
    return int(found[0])


def machine() -> dict[str, Any]:
    """What it ran on; the load says how many others wanted the same cores."""
    return {
        "date": datetime.now(tz=UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "load_before": os.getloadavg()[0],
        "loop_before": loop(),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def loop() -> float:
    """CPU seconds of ten million steps of a Python loop: how fast this core is, now and beside whatever else runs.

    Two runs whose loops differ are not compared by their CPU times.
    """
    began = time.process_time()
    total = 0
    for step in range(10_000_000):
        total += step
    return round(time.process_time() - began, 3)
