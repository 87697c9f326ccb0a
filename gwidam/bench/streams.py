"""A thousand customers' windows open on one live process: what each costs, and how soon a word reaches all of them."""

from __future__ import annotations

import asyncio
import hashlib
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
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
ONE_BY_ONE = 200  # lines said one after the other while all windows are open
REST = 0.03  # seconds between two of them
IDLE = 10.0  # seconds during which nobody says anything

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
    """Open the windows; memory, times and CPU of `_measure`.

    {kilobytes of a window, seconds to open all, seconds until one line in every talk has reached all, CPU ms of that a
    window; p50 and p95 in ms from saying one line to hearing it, and its CPU ms; share of a core while nobody speaks}
    """
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
        with _Voice() as voice:
            await voice.say(numbers[WARM:], 2)
            await asyncio.gather(*(each.until(2) for each in windows))
            told, cost = time.monotonic() - began, cpu.seconds(pid) - spent
            spent = cpu.seconds(pid)
            heard = [await _heard(voice, windows[place], numbers[WARM + place]) for place in range(ONE_BY_ONE)]
            cost_of_one = cpu.seconds(pid) - spent
        spent = cpu.seconds(pid)
        await asyncio.sleep(IDLE)
        idle = cpu.seconds(pid) - spent
        for window in windows:
            window.close()
    hundredths = statistics.quantiles(heard, n=100, method="inclusive")
    return {
        "kilobytes": round(each_costs, 1),
        "opened_seconds": round(opened, 2),
        "told_seconds": round(told, 2),
        "cpu_ms": round(1000 * cost / len(windows), 3),
        "heard_p50_ms": round(1000 * hundredths[49], 1),
        "heard_p95_ms": round(1000 * hundredths[94], 1),
        "heard_cpu_ms": round(1000 * cost_of_one / len(heard), 2),
        "idle_share": round(idle / IDLE, 4),
    }


async def _heard(voice: _Voice, window: Window, number: int) -> float:
    """Seconds from saying one line until its window has it, while all the others are open; then a short rest."""
    began = time.monotonic()
    await voice.say([number], 3)
    await window.until(3)
    took = time.monotonic() - began
    await asyncio.sleep(REST)
    return took


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


class _Voice:
    """Whoever says lines: one thread with one connection, as a web process has it."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1)

    def __enter__(self) -> _Voice:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.submit(lambda: connection.close()).result()  # noqa: PLW0108 - that thread's own
        self._thread.shutdown()

    async def say(self, numbers: list[int], line: int) -> None:
        """Say a line of this number in these talks."""
        await asyncio.get_running_loop().run_in_executor(self._thread, _say, numbers, line)


def _say(numbers: list[int], line: int) -> None:
    """One more line in every talk, told to the streams as a verb tells it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LINES, [line, line, numbers])
        cursor.execute("UPDATE own_talk SET said = %s WHERE id = ANY(%s)", [line, numbers])
        wake([f"talk:{number}" for number in numbers])
