"""How the mail of the demo's past left: every server took it, but for the one that is gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from gwidam.core.calls import Accepted, Outcome, Refused
from gwidam.post.carriers import Leaving, Saying

GONE = "gone.example"


class PastCarrier:
    """Talks to nobody: what happened is decided by the address."""

    @contextmanager
    def connected(self) -> Iterator[PastCarrier]:
        yield self

    def send(self, letter: Leaving) -> Outcome:
        """Accepted, or Refused for a mailbox at GONE."""
        if isinstance(letter, Saying):
            return Accepted(letter.key)
        if str(letter["To"]).endswith(f"@{GONE}"):
            return Refused(because="550 5.1.1 그런 메일함이 없습니다 · no such mailbox")
        return Accepted()
