"""The parent's side: asks the child, waits no longer than it may, and starts another where it was killed."""

from __future__ import annotations

import hashlib
import json
import os
import selectors
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import TracebackType
from typing import Any

from ..lines import unpacked
from ..mail import Mail, Problem
from ..reading import Depth, unread
from .limits import Limits

_CHUNK = 1 << 16
_ENVELOPE = 400_000  # bytes that are sent when only the headers are to be read


class _Ended(Exception):
    """The child is gone, or was taken away because it took too long."""


class Reader:
    """Reads mails one after the other in a child process; use it as a context manager, from one thread."""

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._child: subprocess.Popen[bytes] | None = None
        self.restarts = 0  # children that had to be replaced

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue

    def read_all(self, raws: Iterable[bytes]) -> Iterator[Mail]:
        """The mails of a batch in their order."""
        for raw in raws:
            yield self.read(raw)

    def read(self, raw: bytes) -> Mail:
        """One mail; where its reading took too much, what a shorter one found, with the problem "too-much"."""
        ends = time.monotonic() + self._limits.seconds
        shares = self._limits.shares
        for tries, (depth, share) in enumerate(shares):
            # On a busy machine a try waits more than it computes; those after it keep their time all the same.
            until = ends - self._limits.seconds * sum(later for _, later in shares[tries + 1 :])
            seconds = min(share * self._limits.seconds, until - time.monotonic())
            if seconds <= 0:
                continue
            try:
                mail = self._ask(raw, depth, seconds, until)
            except _Ended:
                self.close()
                self.restarts += 1
                continue
            return _told(mail, raw) if tries else mail
        return unread(raw, "too-much", "unreadable")

    def _ask(self, raw: bytes, depth: Depth, seconds: float, ends: float) -> Mail:
        sent = raw[:_ENVELOPE] if depth is Depth.ENVELOPE else raw
        request = {"size": len(sent), "depth": depth.value, "seconds": seconds}
        child = self._started()
        assert child.stdin is not None
        try:
            child.stdin.write(json.dumps(request).encode("ascii") + b"\n")
            child.stdin.write(sent)
            child.stdin.flush()
        except BrokenPipeError:
            raise _Ended from None
        answer: dict[str, Any] = json.loads(self._line(child, ends))
        return unpacked(answer["mail"])

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            self._child = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", "gwidam.listen.mail.bounded.child", str(self._limits.memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={name: value for name, value in os.environ.items() if not name.startswith("GWIDAM_")},
            )
        return self._child

    def _line(self, child: subprocess.Popen[bytes], ends: float) -> bytes:
        """The child's answer; raises _Ended when it is over, or late."""
        assert child.stdout is not None
        pieces: list[bytes] = []
        with selectors.DefaultSelector() as waiting:
            waiting.register(child.stdout, selectors.EVENT_READ)
            while not pieces or not pieces[-1].endswith(b"\n"):
                if not waiting.select(max(0.0, ends - time.monotonic())):
                    raise _Ended
                piece = os.read(child.stdout.fileno(), _CHUNK)
                if not piece:
                    raise _Ended
                pieces.append(piece)
        return b"".join(pieces)


def _told(mail: Mail, raw: bytes) -> Mail:
    """A mail of which a part was read, with the marks of the whole."""
    return replace(
        mail,
        problems=(Problem("too-much"), *mail.problems),
        sha256=hashlib.sha256(raw).hexdigest(),
        size=len(raw),
        is_whole=False,
    )
