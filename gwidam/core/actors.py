"""Who did it: every fact names an actor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@runtime_checkable
class Actor(Protocol):
    """Anybody who can act: an employee, a customer, the house itself."""

    @property
    def actor(self) -> str:
        """A key such as 'employee:7', 'customer:12' or 'house:clock'."""
        ...


@dataclass(frozen=True, slots=True)
class House:
    """The product acting by itself: its clock, its import, its demo."""

    part: str

    @property
    def actor(self) -> str:
        return f"house:{self.part}"


CLOCK = House("clock")
POST = House("post")
