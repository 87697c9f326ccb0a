"""What the commands print: lines for a person, and progress that suits a terminal or a log."""

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

Item = TypeVar("Item")


class NotPossible(Exception):
    """A command cannot go on; the message is a sentence that says why and what to do."""


def say(line: str) -> None:
    """Print one line for whoever waits; results go to standard output, this does not."""
    print(line, file=sys.stderr, flush=True)


class Progress:
    """How far a long work has come: one bar on a terminal, a plain line now and then elsewhere.

    >>> with Progress("Importing", total=20_000) as progress:
    ...     progress.advance(500)
    """

    def __init__(self, what: str, *, total: int | None = None) -> None:
        self.what, self.total, self.done = what, total, 0
        self.is_terminal = sys.stderr.isatty()
        self._shown_at = self._began_at = time.monotonic()

    def __enter__(self) -> "Progress":
        self._show()
        return self

    def __exit__(self, *trouble: object) -> None:
        self._show()
        if self.is_terminal:
            sys.stderr.write("\n")

    def advance(self, count: int = 1) -> None:
        """Count `count` more as done."""
        self.done += count
        if time.monotonic() - self._shown_at >= (0.1 if self.is_terminal else 5):
            self._show()

    def _show(self) -> None:
        self._shown_at = time.monotonic()
        line = f"{self.what}: {self.done:,}" + (f" of {self.total:,}" if self.total else "")
        line += f" ({self._shown_at - self._began_at:.0f} s)"
        if not self.is_terminal:
            say(line)
            return
        if self.total:
            filled = min(30, 30 * self.done // self.total)
            line = f"[{'#' * filled}{'.' * (30 - filled)}] {line}"
        sys.stderr.write(f"\r{line}\x1b[K")
        sys.stderr.flush()


def track(items: Iterable[Item], what: str, *, total: int | None = None) -> Iterator[Item]:
    """Yield `items` and show how far it has come."""
    with Progress(what, total=total) as progress:
        for item in items:
            yield item
            progress.advance()
