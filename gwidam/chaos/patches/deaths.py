"""Dying at a line: every so many times it is reached, a few times in all."""

from __future__ import annotations

import itertools
import os
import signal
from collections import Counter
from pathlib import Path

from django.conf import settings


def folder(data: Path) -> Path:
    """Where the deaths of a house are written down, one file a line of code."""
    return data / "deaths"


class Line:
    """One line of code at which this process may die.

    It dies each `every`-th time, but the house no more than `most` times, so that in the end its work gets done.
    """

    def __init__(self, name: str, *, every: int, most: int) -> None:
        self._file = folder(settings.ENV.data) / name
        self._every, self._most = every, most
        self._reached = itertools.count(1)

    def reached(self) -> None:
        """Die here if it is time."""
        if next(self._reached) % self._every or self._deaths() >= self._most:
            return
        self._file.parent.mkdir(exist_ok=True)
        with self._file.open("a") as file:
            file.write(f"{os.getpid()}\n")
        os.kill(os.getpid(), signal.SIGKILL)

    def _deaths(self) -> int:
        return deaths(self._file)


def at_lines(data: Path) -> Counter[str]:
    """How often processes of a house died, by line of code."""
    lines = folder(data)
    return Counter({file.name: deaths(file) for file in lines.iterdir()} if lines.is_dir() else {})


def deaths(file: Path) -> int:
    """How many died at a line."""
    return len(file.read_text().splitlines()) if file.exists() else 0
