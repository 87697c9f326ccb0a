"""Visitors of live chat: each a window with a key of its own, which sends every line until the house has it."""

from __future__ import annotations

import http.client
import json
import queue
import random
import threading
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from string import ascii_lowercase

from .plan import CHAT

PATIENCE = 60.0  # seconds for one answer; a dead process hangs up at once
REST = (0.1, 0.4)  # seconds before it tries again
PAUSE = 0.15  # seconds between two lines of a visitor


@dataclass(slots=True)
class Visit:
    """One talk as its visitor knows it: the words that were confirmed, and the receipt if they ended it."""

    key: str
    ends_it: bool
    confirmed: list[str] = field(default_factory=list)
    receipt: str = ""


class Visitors:
    """So many talks, some at once. `visits` are those that began; `is_done` says when all have had their say."""

    def __init__(self, port: int, *, talks: int, lines: int, at_once: int, seed: int, keeps_keys: bool) -> None:
        self.visits: list[Visit] = []
        self.refused: list[str] = []  # what no visitor should ever be told
        self.trouble: Counter[str] = Counter()
        self.port, self.keeps_keys, self._lines = port, keeps_keys, lines
        self._waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
        for number in range(talks):
            self._waiting.put(number)
        self.is_over = threading.Event()
        self._seed = seed
        self._threads = [
            threading.Thread(target=self._live, name=f"visitor {n}", daemon=True) for n in range(at_once)
        ]

    def start(self) -> None:
        """Let them come."""
        for each in self._threads:
            each.start()

    @property
    def is_done(self) -> bool:
        return not any(each.is_alive() for each in self._threads)

    def stop(self) -> None:
        """Send everybody home, whatever they still wanted to say."""
        self.is_over.set()
        for each in self._threads:
            each.join()

    def _live(self) -> None:
        with suppress(queue.Empty):
            while not self.is_over.is_set():
                number = self._waiting.get_nowait()
                self._talk(random.Random(self._seed * 1000 + number), ends_it=number % 2 == 0)

    def _talk(self, drawn: random.Random, *, ends_it: bool) -> None:
        """Begin, say some lines, then end it or just go: every second one leaves it to the clock."""
        visit = Visit(key=_letters(drawn, 48), ends_it=ends_it)
        window = _Window(self, visit, drawn)
        self.visits.append(visit)
        for number in range(self._lines):
            word = _letters(drawn, 16)
            if window.send("/talk" if number == 0 else "/lines", word) is None:
                break
            visit.confirmed.append(word)
            self.is_over.wait(drawn.uniform(0, 2 * PAUSE))
        if ends_it and (told := window.send("/end", "")) is not None:
            visit.receipt = told["state"]["receipt"]
        window.close()


class _Window:
    """What a visitor's browser does: the same line under the same key until there is an answer."""

    def __init__(self, visitors: Visitors, visit: Visit, drawn: random.Random) -> None:
        self._visitors, self._visit, self._drawn = visitors, visit, drawn
        self._line: http.client.HTTPConnection | None = None

    def send(self, path: str, word: str) -> dict[str, dict[str, str]] | None:
        """The house's answer; None where the run was over first or it refused."""
        key = _letters(self._drawn, 32)
        while not self._visitors.is_over.is_set():
            told = self._once(path, {"text": f"말씀 {word}", "key": key, "language": "ko"})
            if told is not None:
                status, body = told
                if status == http.HTTPStatus.OK:
                    return body
                self._visitors.refused.append(f"{path}: {status} {body}")
                return None
            if not self._visitors.keeps_keys:
                key = _letters(self._drawn, 32)
            self._visitors.is_over.wait(self._drawn.uniform(*REST))
        return None

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _once(self, path: str, told: dict[str, str]) -> tuple[int, dict[str, dict[str, str]]] | None:
        """One try; None when nobody knows whether it had its effect."""
        headers = {"Authorization": f"Talk {self._visit.key}", "Content-Type": "application/json"}
        try:
            if self._line is None:
                self._line = http.client.HTTPConnection("127.0.0.1", self._visitors.port, timeout=PATIENCE)
            self._line.request("POST", f"/chat/{CHAT}{path}", json.dumps(told), headers)
            answer = self._line.getresponse()
            status, body = answer.status, answer.read()
            if status < 500 and status != http.HTTPStatus.TOO_MANY_REQUESTS:
                return status, json.loads(body)
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            self._visitors.trouble[type(error).__name__] += 1
            return None
        self._visitors.trouble[str(status)] += 1
        return None


def _letters(drawn: random.Random, count: int) -> str:
    """Letters alone: digits might be masked."""
    return "".join(drawn.choices(ascii_lowercase, k=count))
