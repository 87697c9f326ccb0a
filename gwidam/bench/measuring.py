"""One turn of a measurement, and several turns together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .cpu import Spent
from .load import Crowd, Plan, Seen
from .servers import Server


@dataclass(frozen=True, slots=True)
class Measured:
    """What clients saw and what it cost."""

    seen: Seen
    spent: Spent


def measure(server: Server, crowd: Crowd, plan: Plan) -> Measured:
    """Send the plan to the server; CPU time is what its processes and its backends spent meanwhile."""
    before = server.spent()
    seen = crowd.send(plan)
    return Measured(seen, server.spent().since(before))


def together(turns: Sequence[Measured]) -> dict[str, Any]:
    """All turns as one: requests a second, milliseconds at the median and at 99 %, CPU milliseconds a request.

    `other` is every status but 2xx with how often it came: anything there makes the numbers worthless.
    """
    times = sorted(each for turn in turns for each in turn.seen.milliseconds)
    statuses = sum((Counter(turn.seen.statuses) for turn in turns), Counter[str]())
    count = len(times)
    if not count:
        raise RuntimeError("No request was answered.")

    def each_request(seconds: float) -> float:
        return round(1000 * seconds / count, 3)

    return {
        "requests": count,
        "per_second": round(count / sum(turn.seen.seconds for turn in turns), 1),
        "p50_ms": round(times[count // 2], 2),
        "p99_ms": round(times[min(count - 1, count * 99 // 100)], 2),
        "cpu_ms": each_request(sum(turn.spent.total for turn in turns)),
        "cpu_web_ms": each_request(sum(turn.spent.web for turn in turns)),
        "cpu_backends_ms": each_request(sum(turn.spent.backends for turn in turns)),
        "cpu_postgres_rest_ms": each_request(sum(turn.spent.rest for turn in turns)),
        "other": {status: times for status, times in statuses.items() if not status.startswith("2")},
    }
