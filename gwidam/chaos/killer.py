"""Kill -9, at random moments, whatever the run has started."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections import Counter
from contextlib import suppress
from time import monotonic

import psycopg

from .load import Diary
from .plan import BACKEND, POSTMASTER, Plan
from .throwaway import Throwaway

LONGEST_REST = 20.0  # seconds


class Killer:
    """One victim after the other until told to stop. `kills` counts them by kind."""

    def __init__(self, plan: Plan, house: Throwaway, diary: Diary) -> None:
        self.kills: Counter[str] = Counter()
        self.outages: list[float] = []  # seconds from a kill of the database until it answers again
        self._plan, self._house, self._diary = plan, house, diary
        self._drawn = random.Random(plan.seed)
        self._is_over = threading.Event()
        self._database_was_killed = threading.Event()
        self._threads = [
            threading.Thread(target=each, name=each.__name__, daemon=True)
            for each in (self._kill_on, self._watch_database)
        ]

    def start(self) -> None:
        """Begin."""
        for each in self._threads:
            each.start()

    def stop(self) -> None:
        """Kill no more."""
        self._is_over.set()
        self._database_was_killed.set()
        for each in self._threads:
            each.join()

    def _kill_on(self) -> None:
        while self._plan.victims and not self._is_over.wait(self._drawn.uniform(*self._plan.every)):
            self._wait_for_work()
            kinds = self._plan.victims
            kind = self._drawn.choices(list(kinds), list(kinds.values()))[0]
            if found := self._house.victims(kind):  # else it has not come back from an earlier kill
                self._kill(kind, self._drawn.choice(found))

    def _wait_for_work(self) -> None:
        """Let the house take in a voice between two kills: one that only ever starts has nothing to lose."""
        before, until = len(self._diary.accepted), monotonic() + LONGEST_REST
        while len(self._diary.accepted) == before and monotonic() < until:
            if self._is_over.wait(0.02):
                return

    def _kill(self, kind: str, number: int) -> None:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
            self.kills[kind] += 1
            if kind in (BACKEND, POSTMASTER):
                self._database_was_killed.set()

    def _watch_database(self) -> None:
        while not self._is_over.is_set():
            self._database_was_killed.wait()
            self._database_was_killed.clear()
            began = monotonic()
            while not self._is_over.wait(0.05):  # it notices a dead backend within less
                if self._database_answers():
                    self.outages.append(monotonic() - began)
                    break

    def _database_answers(self) -> bool:
        """Whether it answers a new line."""
        try:
            with psycopg.connect(self._house.cluster.url, connect_timeout=2) as line:
                line.execute("SELECT 1")
        except psycopg.Error:
            return False
        return True
