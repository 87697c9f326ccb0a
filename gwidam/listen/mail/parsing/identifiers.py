"""Identifiers of mails (RFC 5322, 3.6.4), with and without their brackets."""

from __future__ import annotations

import re

_MOST = 200  # of one References
_BRACKETED = re.compile(r"<\s*([^<>\s](?:[^<>]{0,990}[^<>\s])?)\s*>")
_BARE = re.compile(r"[^\s<>,;\"()]{1,250}@[^\s<>,;\"()]{1,250}")
_SPACE = re.compile(r"\s+")


def parse_identifiers(raw: str) -> tuple[str, ...]:
    """All identifiers of a header in their order, without brackets; words around them are left out."""
    found = [_SPACE.sub("", each) for each in _BRACKETED.findall(raw)]
    if not found:
        found = _BARE.findall(raw)
    return tuple(dict.fromkeys(found[-_MOST:]))


def parse_identifier(raw: str) -> str:
    """The identifier of this mail: like the others, but whatever stands there counts."""
    found = parse_identifiers(raw)
    return found[0] if found else _SPACE.sub("", raw.strip().strip("<>"))[:990]
