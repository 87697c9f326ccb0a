"""How much one mail may take."""

from __future__ import annotations

from dataclasses import dataclass

from ..reading import Depth


@dataclass(frozen=True, slots=True)
class Limits:
    """For one mail, all tries together.

    seconds: of the clock on the wall. memory: bytes of address space of the child.
    shares: how much of the seconds each try may compute, deepest reading first; together at most 1.
    """

    seconds: float = 9.0  # ten are promised; to start another child takes time, too
    memory: int = 512 * 1024 * 1024
    shares: tuple[tuple[Depth, float], ...] = (
        (Depth.WHOLE, 0.5),
        (Depth.WITHOUT_HTML, 0.2),
        (Depth.ENVELOPE, 0.1),
    )
