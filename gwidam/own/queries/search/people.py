"""Voices by their number, and by whose they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from gwidam.listen.models import Voice
from gwidam.people.door import may
from gwidam.people.models import Contact, Customer

from ..voices import sight_of
from .filters import Asker
from .rows import Found, rows_of, shown_rows

NUMBERED = 5
NAMED = 8
MOST_CALLED = 100  # customers of one name, and voices of theirs, that are looked at
RECEIPT = 10  # digits


def by_receipt(asker: Asker, typed: str) -> list[Found]:
    """Voices whose receipt begins with these digits (spaces and dashes do not matter); three at least."""
    digits = digits_of(typed)
    if not 3 <= len(digits) <= RECEIPT:
        return []
    numbered = Voice.objects.filter(receipt__startswith=digits).order_by("-pk").values_list("pk", flat=True)
    return _seen(numbered[:MOST_CALLED], asker, NUMBERED)


def digits_of(typed: str) -> str:
    """The digits of a number as people write it; empty for anything else."""
    plain = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", typed))
    return plain if plain.isascii() and plain.isdigit() else ""


def by_customer(asker: Asker, typed: str) -> list[Found]:
    """Voices of customers whose name begins so, or whose phone ends in these four digits.

    Only for those who may see contacts at all; for others nobody is called anything.
    """
    typed = typed.strip()
    if not may(asker.who, "see contact") or len(typed) < 2:
        return []
    digits = digits_of(typed)
    if digits:
        if len(digits) != 4:
            return []
        customers = list(Contact.objects.filter(tail=digits).values_list("customer_id", flat=True)[:MOST_CALLED])
    else:
        called = Customer.objects.filter(name__startswith=typed).exclude(name="")  # as the index does
        customers = list(called.values_list("pk", flat=True)[:MOST_CALLED])
    if not customers:
        return []
    theirs = Voice.objects.filter(customer__in=customers).order_by("-pk").values_list("pk", flat=True)
    return _seen(theirs[:MOST_CALLED], asker, NAMED)


def _seen(numbers: Iterable[int], asker: Asker, most: int) -> list[Found]:
    return shown_rows(rows_of(list(numbers), sight_of(asker.who, at=asker.at), most=most))
