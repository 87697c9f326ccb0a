"""Invitations (RFC 5545): one line for each event, as a person would say it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MOST = 20  # events of one file
_FOLD = re.compile(r"\r?\n[ \t]")
_ESCAPED = re.compile(r"\\([nN,;\\])")
_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}(Z?))?")


def events(text: str) -> tuple[str, ...]:
    """`summary · start · place` of each event, first to last; empty for what is no calendar."""
    found = []
    for event in _blocks(_FOLD.sub("", text)):
        parts = (event.get("SUMMARY", ""), _said(event.get("DTSTART", "")), event.get("LOCATION", ""))
        if line := " · ".join(part for part in parts if part):
            found.append(line)
        if len(found) == _MOST:
            break
    return tuple(found)


def _blocks(text: str) -> Iterator[dict[str, str]]:
    """The properties of each event, without those of alarms within it."""
    event: dict[str, str] | None = None
    inner = 0
    for line in text.splitlines():
        name, _, value = line.partition(":")
        name = name.partition(";")[0].strip().upper()
        if name == "BEGIN" and value.strip().upper() == "VEVENT":
            event, inner = {}, 0
        elif event is not None and name == "END" and value.strip().upper() == "VEVENT":
            yield event
            event = None
        elif event is not None and name in ("BEGIN", "END"):
            inner += 1 if name == "BEGIN" else -1
        elif event is not None and not inner:
            event.setdefault(name, _ESCAPED.sub(_plain, value).strip())


def _plain(found: re.Match[str]) -> str:
    return " " if found[1] in "nN" else found[1]


def _said(start: str) -> str:
    found = _MOMENT.match(start)
    if not found:
        return ""
    day = f"{found[1]}-{found[2]}-{found[3]}"
    return f"{day} {found[4]}:{found[5]}{' UTC' if found[6] else ''}" if found[4] else day
