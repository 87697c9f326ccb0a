"""The worker dies between the mail server's "taken" and its own note of it."""

from __future__ import annotations

from datetime import datetime

from .deaths import Line

WORDS = ("work",)


def apply() -> None:
    """Die before a letter that was taken is marked as sent."""
    from gwidam.post.carriers import Accepted, Outcome
    from gwidam.post.models import Message
    from gwidam.post.verbs import sending

    settle, line = sending.settle, Line("letter_taken", every=3, most=3)

    def settling(message: Message, outcome: Outcome, *, at: datetime) -> None:
        if isinstance(outcome, Accepted):
            line.reached()
        settle(message, outcome, at=at)

    sending.settle = settling
