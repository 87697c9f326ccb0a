"""What of a customer's words everybody may read: the words, and no way to reach whoever wrote them."""

from __future__ import annotations

import re

LEFT_OUT = "•••"
# Linear: a part before the at sign is looked for only where a word begins.
_MAIL = re.compile(r"(?<![^\s<>(\[,;:])[^\s@<>(\[,;:]{1,64}[@＠][A-Za-z0-9.-]{1,253}")
# With their area code numbers begin with a nought or a plus, which dates and amounts do not: ITU-T E.164, up to 15.
_PHONE = re.compile(r"(?<!\d)(?:[+＋]\s?\d|[0０])(?:[-–—－.·() \u00a0]{0,2}\d){8,14}(?!\d)")


def without_contacts(text: str) -> str:
    """The text without mail addresses and telephone numbers. Again changes nothing more."""
    return _PHONE.sub(LEFT_OUT, _MAIL.sub(LEFT_OUT, text))
