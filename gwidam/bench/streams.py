"""A thousand customers' windows open on one live process: what each costs, and how soon a word reaches all of them."""

from __future__ import annotations

import asyncio
import hashlib
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from gwidam.core.ids import next_ids
from gwidam.core.ledger.acts import wake
from gwidam.environment.connections import take_many_connections

from . import cpu
from .servers import serve

if TYPE_CHECKING:
    from .house import Tell

LIVE = ("-m", "gwidam.cli", "live")
WINDOWS = 1_000
WARM = 20  # windows that are opened and closed first, so that what is loaded once counts for nobody
PATIENCE = 120.0  # seconds
AT_ONCE = 50  # connections opened together

CHANNEL = """
INSERT INTO listen_channel (code, kind, name_ko, name_en, hours_spec, needs_answer, place, origins, skills)
VALUES ('bench-chat', 'chat', '대화', 'Chat', '{}', true, '', '{}', '{}') RETURNING id
"""
CUSTOMERS = """
INSERT INTO people_customer (id, kind, name, language, since)
SELECT number, 'unknown', '', 'ko', now() FROM unnest(%s::bigint[]) AS number
"""
TALKS = """
INSERT INTO own_talk (id, channel_id, key, customer_id, language, state, began_at, waits_since, said, said_at, seen_at,
                      is_answered, because, tick_at)
SELECT number, %s, key, number, 'ko', 'waiting', now(), now(), 1, now(), now(), false, '', now() + interval '1 day'
FROM unnest(%s::bigint[], %s::text[]) AS given (number, key)
"""
LINES = """
INSERT INTO own_talkline (talk_id, number, key, side, text, at)
SELECT number, %s, 'bench-' || %s::integer, 'house', '잠시만요, 곧 연결해 드리겠습니다.', now()
FROM unnest(%s::bigint[]) AS number
"""


@dataclass
class Window:
    """One window: a bare connection that counts the lines it is told."""

    key: str
    lines: int = 0
    reader: asyncio.StreamReader | None = None
    writer: asyncio.StreamWriter | None = None

    async def open(self, port: int) -> None:
        """Connect, and read on until the line that was there is told."""
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", port, limit=4096)
        asked = f"GET /live/talk HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Talk {self.key}\r\n\r\n"
        self.writer.write(asked.encode())
        await self.until(1)

    async def until(self, lines: int) -> None:
        """Read on until so many lines were told. Raises ConnectionError when the stream ends before."""
        assert self.reader is not None
        while self.lines < lines:
            told = await self.reader.readline()
            if not told:
                raise ConnectionError("The stream ended.")
            self.lines += told.startswith(b"event: line")

    def close(self) -> None:
        """Go away."""
        if self.writer is not None:
            self.writer.close()


def measure(*, url: str, postmaster: int, folder: Path, tell: Tell, windows: int = WINDOWS) -> dict[str, Any]:
    """Open the windows; {windows, kilobytes each, seconds to tell all, CPU ms to tell one, seconds to open all}."""
    tell(f"Opening {windows:,} windows on one live process.")
    take_many_connections()
    numbers, keys = _talks(windows + WARM)
    log = folder / "live.log"
    with serve(LIVE, url=url, postmaster=postmaster, log=log, port_name="GWIDAM_LIVE_PORT") as server:
        found = asyncio.run(_measure(server.port, server.pid, numbers, keys))
    return {"windows": windows, **found}


async def _measure(port: int, pid: int, numbers: list[int], keys: list[str]) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE):
        warm = [Window(key) for key in keys[:WARM]]
        await _open(warm, port)
        for each in warm:
            each.close()
        await asyncio.sleep(1)
        before = cpu.kilobytes(pid)
        began = time.monotonic()
        windows = [Window(key) for key in keys[WARM:]]
        await _open(windows, port)
        opened = time.monotonic() - began
        each_costs = (cpu.kilobytes(pid) - before) / len(windows)
        spent, began = cpu.seconds(pid), time.monotonic()
        await asyncio.to_thread(_say, numbers[WARM:])
        await asyncio.gather(*(each.until(2) for each in windows))
        told, cost = time.monotonic() - began, cpu.seconds(pid) - spent
        for window in windows:
            window.close()
    return {
        "kilobytes": round(each_costs, 1),
        "opened_seconds": round(opened, 2),
        "told_seconds": round(told, 2),
        "cpu_ms": round(1000 * cost / len(windows), 3),
    }


async def _open(windows: list[Window], port: int) -> None:
    for start in range(0, len(windows), AT_ONCE):
        await asyncio.gather(*(each.open(port) for each in windows[start : start + AT_ONCE]))


def _talks(count: int) -> tuple[list[int], list[str]]:
    """Talks that wait, each with a line, and the keys that open them."""
    numbers = next_ids(count)
    keys = [hashlib.sha256(f"bench {number}".encode()).hexdigest() for number in numbers]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(CHANNEL)
        (channel,) = cursor.fetchone()
        cursor.execute(CUSTOMERS, [numbers])
        cursor.execute(TALKS, [channel, numbers, [hashlib.sha256(key.encode()).hexdigest() for key in keys]])
        cursor.execute(LINES, [1, 1, numbers])
    return numbers, keys


def _say(numbers: list[int]) -> None:
    """One more line in every talk, told to the streams as a verb tells it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LINES, [2, 2, numbers])
        cursor.execute("UPDATE own_talk SET said = 2 WHERE id = ANY(%s)", [numbers])
        wake([f"talk:{number}" for number in numbers])
    connection.close()
