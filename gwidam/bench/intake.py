"""Intake: voices through the API, against a bare Django view that inserts the same rows, served the same way."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from typing import Any

from . import sentences
from .house import Houses, Tell, Wish
from .load import Plan, Request
from .measuring import Measured, measure, together
from .servers import BARE, Server, serve

API = "/api/v1/voices"
TURNS = 2
MOST_PER_SECOND = 1_500  # requests made ready for each second of measuring


def requests(path: str, *, count: int, keys: list[str], batch: str) -> list[Request]:
    """Voices of people who never spoke before; `batch` makes their names for deliveries the only ones."""
    return [
        Request(path, "POST", {"Authorization": f"Bearer {keys[number % len(keys)]}"}, body)
        for number, body in enumerate(bodies(count=count, batch=batch))
    ]


def bodies(*, count: int, batch: str) -> Iterator[str]:
    """Bodies of POST /api/v1/voices."""
    chance = random.Random(batch)  # noqa: S311 - nothing here is secret
    for number, (text, _) in enumerate(sentences.texts(count, seed=chance.randrange(1 << 30))):
        yield json.dumps(
            {
                "channel": "api",
                "text": text,
                "external_id": f"{batch}-{number}",
                "customer": {
                    "name": f"{chance.choice('김이박최정강조윤장임')}{chance.choice('도서하지민')}준",
                    "phone": f"010-{chance.randrange(10_000):04d}-{chance.randrange(10_000):04d}",
                },
            },
            ensure_ascii=False,
        )


def measure_all(wish: Wish, houses: Houses, *, tell: Tell) -> dict[str, Any]:
    """The bare view and the API by turns, in the large house; the API in the small one, too."""
    log = houses.folder / "bare.log"
    turns: dict[str, list[Measured]] = {"bare": [], "large": [], "small": []}
    with serve(BARE, url=houses.large.url, postmaster=houses.large.postmaster, log=log) as bare:
        targets = {"bare": (bare, "/voices"), "large": (houses.large, API), "small": (houses.small, API)}
        for name, (server, path) in targets.items():
            measure(server, houses.crowd, plan_of(wish, server, path, houses, batch=f"warm-{name}", seconds=1.0))
        for turn in range(TURNS):
            for name, (server, path) in targets.items():
                tell(f"Intake, {name}, turn {turn + 1} of {TURNS}.")
                plan = plan_of(wish, server, path, houses, batch=f"{name}-{turn}", seconds=wish.seconds / TURNS)
                turns[name].append(measure(server, houses.crowd, plan))
    return {name: together(each) for name, each in turns.items()}


def plan_of(wish: Wish, server: Server, path: str, houses: Houses, *, batch: str, seconds: float) -> Plan:
    """Voices for as long as it lasts, each once."""
    count = round(seconds * MOST_PER_SECOND) + wish.clients
    ready = requests(path, count=count, keys=houses.cast.keys, batch=batch)
    return Plan(server.port, ready, clients=wish.clients, seconds=seconds, is_once=True)
