"""Safeguard away: every try of a letter has a Message-ID of its own, so that no mailbox can fold two."""

from __future__ import annotations

import uuid
from datetime import datetime
from email.message import EmailMessage

WORDS = ("work",)


def apply() -> None:
    """Put a fresh Message-ID on each try."""
    from gwidam.post import letters
    from gwidam.post.models import Message
    from gwidam.post.verbs import sending

    letter = letters.letter

    def renamed(message: Message, *, at: datetime) -> EmailMessage:
        mail = letter(message, at=at)
        mail.replace_header("Message-ID", f"<{uuid.uuid4()}@localhost>")
        return mail

    vars(sending)["leaving"] = renamed
