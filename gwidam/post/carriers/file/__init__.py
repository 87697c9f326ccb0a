"""Letters as files in the outbox folder: what Gwidam does before it has been given a mail server."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from gwidam.core.calls import Accepted, Outcome, TryLater

from ..base import refuse_inside_an_act


@dataclass(frozen=True, slots=True)
class FileCarrier:
    """Writes `<message id>.eml`, so that a letter sent again takes the place of itself."""

    folder: Path

    @contextmanager
    def connected(self) -> Iterator[FileCarrier]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield self

    def send(self, letter: EmailMessage) -> Outcome:
        refuse_inside_an_act()
        path = self.folder / f"{letter['Message-ID'].strip('<>').partition('@')[0]}.eml"
        # Two processes may write the same letter at once, each its own draft.
        draft = path.with_suffix(f".{os.getpid()}.new")
        try:
            with draft.open("wb") as file:
                file.write(letter.as_bytes(policy=SMTP))
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        except OSError as error:
            return TryLater(because=error.strerror or str(error), is_away=True)
        return Accepted(name=str(letter["Message-ID"]))
