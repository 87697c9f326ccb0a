"""What in a text is about a person: numbers, addresses, names; found so that it can be hidden where it need not show.

Resident and card numbers are masked before anything is stored (`gwidam.core.masking`). The others are kept, as
somebody has to call back, and told here with their places.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from gwidam.core.masking import mask, masked_places


class Private(NamedTuple):
    """A private part of a text, as it was given: its place (half-open), its kind, and whether `mask` takes it out.

    kind: resident, foreigner, card (these are taken out), phone, email, account, passport, licence, plate, business,
    address, name, birth, ip.
    """

    start: int
    end: int
    kind: str
    is_masked: bool


def private(text: str) -> list[Private]:
    """Return the private parts of a text in order; none overlaps another, the surer kind wins."""
    parts = [Private(start, end, kind, True) for start, end, kind in masked_places(text)]
    taken = [(part.start, part.end) for part in parts]
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("it")
            if all(end <= a or start >= b for a, b in taken):
                taken.append((start, end))
                parts.append(Private(start, end, kind, False))
    return sorted(parts)


def shown(text: str) -> str:
    """Return the text as it may be stored: resident and card numbers masked."""
    return mask(text).text


