"""How the audit knows a customer's receipt among their letters."""

from __future__ import annotations

from gwidam.core.receipts import shown
from gwidam.post.letters import written


def receipt_subject(receipt: str) -> str:
    """The first line of the letter that gives a customer their number."""
    places = {"receipt": shown(receipt), "url": ""}
    return written("receipt", places, language="ko", reader="", topic="receipt").subject
