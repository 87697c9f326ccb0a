"""Another system that takes webhooks: a real HTTP server on a real socket."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Taken:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Answers with `status` (or what `answers` says to the request), and remembers what it was told."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    words: bytes = b"thanks"
    taken: list[Taken] = field(default_factory=list)
    answers: Callable[[Taken], int] | None = None
    slowly: float = 0.0  # seconds between the bytes of an answer
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def ids(self) -> list[str]:
        return [each.headers["webhook-id"] for each in self.taken]

    @property
    def told(self) -> set[str]:
        """What a receiver does that goes by the id."""
        return set(self.ids)


@contextmanager
def receiving(**how: Any) -> Iterator[Receiver]:
    """A receiver on a free port of this machine."""
    receiver = Receiver(**how)

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken = Taken(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            receiver.taken.append(taken)
            status = receiver.answers(taken) if receiver.answers else receiver.status
            lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(receiver.words)}"]
            lines += [f"{name}: {value}" for name, value in receiver.headers.items()]
            answer = "\r\n".join([*lines, "", ""]).encode() + receiver.words
            if not receiver.slowly:
                self.wfile.write(answer)
                return
            for place in range(len(answer)):
                try:
                    self.wfile.write(answer[place : place + 1])
                except OSError:
                    return
                time.sleep(receiver.slowly)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
