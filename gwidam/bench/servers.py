"""Web servers to be measured, each a child of this process on a port of its own, with its own database."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from . import cpu

GWIDAM = ("-m", "gwidam.cli", "web")
BARE = ("-m", "gwidam.bench.bare")
PATIENCE = 90.0


@dataclass(frozen=True, slots=True)
class Server:
    """A running web server, and where its database and its clients find it."""

    port: int
    pid: int
    url: str
    postmaster: int

    @property
    def database(self) -> str:
        """Name of its database."""
        return database_of(self.url)

    def spent(self) -> cpu.Spent:
        """CPU seconds so far."""
        return cpu.spent(web=self.pid, postmaster=self.postmaster, database=self.database)


@contextlib.contextmanager
def serve(
    words: tuple[str, ...], *, url: str, postmaster: int, log: Path, port_name: str = "PORT"
) -> Iterator[Server]:
    """Run `python words...` on the database at `url` until the block ends; it answers when the block begins.

    `port_name` is the setting that tells it its port.
    """
    port = free_port()
    environ = {**os.environ, "GWIDAM_DATABASE_URL": url, port_name: str(port)}
    with log.open("ab") as out:
        child = subprocess.Popen(  # noqa: S603 - our own modules
            [sys.executable, *words], env=environ, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            start_new_session=True,
        )  # fmt: skip
    try:
        wait_until_it_answers(child, port, log)
        yield Server(port, child.pid, url, postmaster)
    finally:
        child.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(20)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def wait_until_it_answers(child: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Return when /healthz answers 200. Raises RuntimeError with the server's last words."""
    until = time.monotonic() + PATIENCE
    while child.poll() is None and time.monotonic() < until:
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError(f"The web server does not answer: {log.read_text(errors='replace')[-2000:]}")


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def database_of(url: str) -> str:
    """The name of the database a URL names."""
    return urlsplit(url).path.lstrip("/")


def url_of(url: str, database: str) -> str:
    """The same server, another database."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{database}", parts.query, parts.fragment))
