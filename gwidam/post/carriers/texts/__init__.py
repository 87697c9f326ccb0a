"""Text messages as lines of JSON in the outbox folder: for houses that have no gateway yet, and to try things."""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from gwidam.core.calls import Accepted, Outcome, Refused, TryLater
from gwidam.core.texting import LMS_BYTES, texted

from ..base import Saying, refuse_inside_an_act


@dataclass(frozen=True, slots=True)
class TextFileCarrier:
    """Writes one line of JSON for each message: key, to, type, bytes, text. The same key is written once."""

    path: Path

    @contextmanager
    def connected(self) -> Iterator[TextFileCarrier]:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield self

    def send(self, saying: Saying) -> Outcome:
        refuse_inside_an_act()
        text = texted(saying.text)
        if not text.kind:
            return Refused(f"{text.size}/{LMS_BYTES} bytes (CP949)")
        said = {"key": saying.key, "to": saying.to, "type": text.kind, "bytes": text.size, "text": text.words}
        try:
            with self.path.open("a+", encoding="utf-8") as file:
                fcntl.flock(file, fcntl.LOCK_EX)  # until it is closed
                if not (saying.is_again and _has(file, saying.key)):
                    file.write(json.dumps(said, ensure_ascii=False) + "\n")
                    file.flush()
                    os.fsync(file.fileno())
        except OSError as error:
            return TryLater(because=error.strerror or str(error), is_away=True)
        return Accepted(name=saying.key)


def _has(file: IO[str], key: str) -> bool:
    file.seek(0)
    return any(json.loads(line)["key"] == key for line in file if line.endswith("}\n"))
