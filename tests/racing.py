"""Races: several people at once, on connections of their own, started together."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.db import connection


def race(*runners: Callable[[], Any]) -> list[Any]:
    """Run all at the same moment; what each returned or raised, in their order."""
    start = threading.Barrier(len(runners))
    outcomes: list[Any] = [None] * len(runners)

    def run(place: int, runner: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=10)
            outcomes[place] = runner()
        except Exception as error:  # noqa: BLE001 - what a runner meets is the outcome of the race
            outcomes[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return outcomes


def wins(outcomes: list[Any]) -> int:
    """How many did not meet an error."""
    return sum(not isinstance(each, Exception) for each in outcomes)
