"""What every letter to a customer may say, and how an answer fits into one text message."""

from __future__ import annotations

from typing import Any

from gwidam.core.receipts import shown
from gwidam.core.texting import Text, texted
from gwidam.post.letters import as_text
from gwidam.post.rules import TEMPLATES

from .models import Case
from .tracking import follow_url, short_url

ANSWER = "answer"


def places_of(case: Case, *, is_text: bool = False) -> dict[str, Any]:
    """Number, link, guardian and name; a text message has the short link."""
    customer = case.customer
    guardian = case.guardian
    return {
        "receipt": shown(case.receipt),
        "url": short_url(case.receipt) if is_text else follow_url(case.receipt),
        "guardian": (guardian.name_en or guardian.name_ko) if customer.language == "en" else guardian.name_ko,
        **({"name": customer.name} if customer.name else {}),
    }


def answer_as_text(case: Case, words: str) -> Text:
    """The answer as the one text message it would leave as, counted as carriers count.

    With no words it is what stands around them: the name of the house, the number, the link and two line ends, so
    that the bytes of any words are added to its own.
    """
    said = as_text(
        ANSWER,
        {**places_of(case, is_text=True), "words": words},
        language=case.customer.language,
        reader=case.customer.actor,
        topic=TEMPLATES[ANSWER].topic,
    )
    return texted(said.body)
