"""Dates of mails: RFC 5322, and those that are nearly so."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_LONGEST = 200  # characters; a date is about thirty
_COMMENT = re.compile(r"\([^()]*\)")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{2})\.(\d{2})(?=\s)")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")


def parse_moment(raw: str) -> datetime | None:
    """A moment with its offset (UTC where none is told), or None for what is no date."""
    text = _DOTTED.sub(r"\1:\2:\3", _COMMENT.sub(" ", raw[:_LONGEST]).strip())
    if _ISO.match(text):
        return _iso(text)
    try:
        fields = parsedate_tz(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if fields is None:
        return None
    offset = fields[9] or 0
    try:
        zone = timezone(timedelta(seconds=offset)) if abs(offset) < 86_400 else UTC
        moment = datetime(*fields[:6], tzinfo=zone)
    except (ValueError, OverflowError):
        return None
    return moment if 1900 <= moment.year <= 2100 else None


def _iso(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
