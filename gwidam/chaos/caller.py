"""A client as a careful program would be: it keeps its line, and tries again until it has an answer."""

from __future__ import annotations

import http.client
import json
import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

PATIENCE = 60.0  # seconds for one answer; a dead process hangs up at once
REST = (0.1, 0.4)  # seconds before it tries again: shorter than asked for, so that outages are met often


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status below 500, and JSON."""

    status: int
    body: dict[str, Any]


@dataclass(slots=True)
class Caller:
    """One line to the API with one key. Not for several threads."""

    port: int
    key: str
    drawn: random.Random
    is_over: threading.Event
    trouble: Counter[str] = field(default_factory=Counter)  # what was met on the way, by status or name
    _line: http.client.HTTPConnection | None = None

    def insist(
        self, method: str, path: str, body: dict[str, Any] | None = None, *, name: str = ""
    ) -> Answer | None:
        """Ask with `name` as Idempotency-Key until there is an answer; None when the run was over first."""
        while not self.is_over.is_set():
            answer = self.once(method, path, body, name=name)
            if answer is not None:
                return answer
        return None

    def once(self, method: str, path: str, body: dict[str, Any] | None = None, *, name: str = "") -> Answer | None:
        """Ask once. None when nobody knows whether it had its effect; some rest is taken then."""
        try:
            status, answered = self._ask(method, path, body, {"Idempotency-Key": name} if name else {})
        except (OSError, http.client.HTTPException, ValueError) as error:
            self.close()
            self.trouble[type(error).__name__] += 1
        else:
            if status < 500 and status != http.HTTPStatus.TOO_MANY_REQUESTS:
                return Answer(status, answered)
            self.trouble[str(status)] += 1
        self.is_over.wait(self.drawn.uniform(*REST))
        return None

    def _ask(
        self, method: str, path: str, body: dict[str, Any] | None, headers: dict[str, str]
    ) -> tuple[int, dict[str, Any]]:
        if self._line is None:
            self._line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        self._line.request(
            method,
            f"/api/v1{path}",
            None if body is None else json.dumps(body),
            {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", **headers},
        )
        answer = self._line.getresponse()
        read = answer.read()
        return answer.status, json.loads(read) if read else {}

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
            self._line = None
