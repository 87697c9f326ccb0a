"""The number by which people speak of an improvement: G-12."""

from __future__ import annotations

import re

_LEADING = re.compile(r"\s*G\s*[-‐–]?\s*(\d{1,12})(?=\s|$)", re.IGNORECASE)
_WRITTEN = re.compile(r"\s*(?:G\s*[-‐–]?\s*)?(\d{1,12})\s*", re.IGNORECASE)


def shown(pk: int) -> str:
    """12 as 'G-12'."""
    return f"G-{pk}"


def number_of(written: str) -> int | None:
    """'G-12', 'g12' or '12' as 12; None for anything else."""
    found = _WRITTEN.fullmatch(written)
    return int(found[1]) if found else None


def named_number(written: str) -> int | None:
    """The number that a line such as 'G-12 Calls are answered' begins with; None where it is words alone."""
    found = _LEADING.match(written)
    return int(found[1]) if found else number_of(written)
