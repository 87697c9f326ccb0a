"""What a run shall do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

WEB, WEB_PARENT, WORK, LIVE = "web", "web parent", "work", "live"
BACKEND, POSTMASTER = "backend", "postmaster"
# How often each is chosen against the others. Those that take everything down with them are chosen less, for
# a house that only ever starts does nothing that could be lost.
VICTIMS: Mapping[str, int] = {WEB: 8, WEB_PARENT: 1, WORK: 6, LIVE: 1, BACKEND: 4, POSTMASTER: 2}

# Codes of the small company of `house.py`, as its clients use them.
CHANNEL = "api"
CHAT = "chat"
TECHNICIANS = "technicians"
HURRIED = "use-question"  # a touchpoint of the generic journeys; here its first word is due within seconds
HURRY_SECONDS = 8


@dataclass(frozen=True, slots=True)
class Keys:
    """API keys of the two who work during a run."""

    desk: str
    technician: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A run: it goes on until there were `kills` kills and `seconds` seconds, then waits and asks."""

    kills: int = 60
    seconds: float = 60.0
    clients: int = 4
    seed: int = 0
    every: tuple[float, float] = (0.4, 1.6)  # seconds between two kills, drawn anew each time
    victims: Mapping[str, int] = field(default_factory=lambda: VICTIMS)
    pace: float = 0.1  # seconds a client rests between two voices
    drain_within: float = 180.0
    ends_with: str = ""  # a question of the audit whose first finding is waited for, instead of rest
    patches: tuple[str, ...] = ()  # see gwidam/chaos/patches
    sends_key: bool = True
    is_unsafe: bool = False  # the database may forget what it confirmed
