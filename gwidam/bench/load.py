"""The crowd: keep-alive HTTP clients in a process of their own, so that their CPU time is nobody else's.

Run as `python -m gwidam.bench.load`; reads a `Plan` as a line of JSON, writes `Seen` as another, and so on.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; `body` may be empty."""

    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""

    def wire(self) -> bytes:
        """As it goes over the wire."""
        body = self.body.encode()
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: 127.0.0.1"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        if body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        return "\r\n".join([*lines, "", ""]).encode() + body


@dataclass(frozen=True, slots=True)
class Plan:
    """Who asks what: `clients` at once, for `seconds`; the requests in turn, once each where `is_once`."""

    port: int
    requests: list[Request]
    clients: int
    seconds: float
    is_once: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What the clients saw: milliseconds of each answer, how many of each status, how long it all took."""

    milliseconds: list[float]
    statuses: dict[str, int]
    seconds: float


class Crowd:
    """The process of the clients; used as a context, it ends with the block."""

    def __init__(self) -> None:
        self._child = subprocess.Popen(
            [sys.executable, "-m", "gwidam.bench.load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Crowd:
        return self

    def __exit__(self, *trouble: object) -> None:
        self._child.communicate()

    def send(self, plan: Plan) -> Seen:
        """Let the clients work through the plan; returns when they are done. Raises RuntimeError when they fail."""
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        self._child.stdin.write(json.dumps(asdict(plan)) + "\n")
        self._child.stdin.flush()
        told = self._child.stdout.readline()
        if not told:
            raise RuntimeError(f"The clients have ended with status {self._child.wait()}.")
        return Seen(**json.loads(told))


async def crowd(plan: Plan) -> Seen:
    """Run all clients until the time is over or the requests are used up."""
    wires = [each.wire() for each in plan.requests]
    shared = iter(wires) if plan.is_once else itertools.cycle(wires)
    times: list[float] = []
    statuses: Counter[str] = Counter()
    began = time.perf_counter()
    until = began + plan.seconds
    await asyncio.gather(*(client(plan.port, shared, until, times, statuses) for _ in range(plan.clients)))
    return Seen(times, dict(statuses), time.perf_counter() - began)


async def client(
    port: int, requests: Iterator[bytes], until: float, times: list[float], statuses: Counter[str]
) -> None:
    """One client on one connection: the next request when the answer to the last one is there."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    for request in requests:
        began = time.perf_counter()
        if began >= until:
            break
        writer.write(request)
        status, closes = await answer(reader)
        times.append((time.perf_counter() - began) * 1000)
        statuses[status] += 1
        if closes:
            writer.close()
            reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    writer.close()


async def answer(reader: asyncio.StreamReader) -> tuple[str, bool]:
    """(status, whether the server closes): reads one answer whole."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status, headers = head[9:12], dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
    if "content-length" in headers:
        await reader.readexactly(int(headers["content-length"]))
    elif headers.get("transfer-encoding") == "chunked":
        while size := int((await reader.readline()).strip() or b"0", 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    return status, headers.get("connection") == "close"


def main() -> None:
    """Read plans line by line, send each, tell what was seen."""
    for line in sys.stdin:
        told = json.loads(line)
        told["requests"] = [Request(**each) for each in told["requests"]]
        print(json.dumps(asdict(asyncio.run(crowd(Plan(**told))))), flush=True)


if __name__ == "__main__":
    main()
