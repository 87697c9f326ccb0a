"""What is wished for, and the two houses that every measurement is given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .cast import Cast
from .load import Crowd
from .servers import Server

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be measured: sizes in voices, seconds for each thing, clients of the intake, rows of bulk,
    people told."""

    small: int
    large: int
    seconds: float
    clients: int
    rows: int
    parts: tuple[str, ...]
    people: int = 100_000


@dataclass(frozen=True, slots=True)
class Houses:
    """Both houses, served, with the people in them and the clients before them."""

    small: Server
    large: Server
    cast: Cast
    crowd: Crowd
    folder: Path
