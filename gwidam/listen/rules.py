"""When a channel may be open (an ear without a process behind it does harm), and who may show its window."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from gwidam.core.errors import NotValid
from gwidam.core.hours import WeekWindow
from gwidam.core.words import Said


@dataclass(frozen=True, slots=True)
class Lack:
    """Something a channel still needs before it may open."""

    slug: str
    said: Said


def lacks(
    *, has_owner: bool, has_department: bool, has_roster: bool, has_standard: bool, gaps: Sequence[WeekWindow]
) -> list[Lack]:
    """What is missing, most basic first; empty when the channel may open."""
    found = []
    if not has_owner:
        found.append(Lack("owner", Said("이 창구를 책임질 사람이 없습니다.", "No person owns this channel.")))
    if not has_department:
        found.append(Lack("department", Said("뒤에서 일할 부서가 없습니다.", "No department stands behind it.")))
    if not has_roster:
        found.append(Lack("roster", Said("근무표가 없습니다.", "It has no duty roster.")))
    elif gaps:
        ko = ", ".join(_said(gap, "월화수목금토일") for gap in gaps[:3])
        en = ", ".join(_said(gap, ("Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun ")) for gap in gaps[:3])
        found.append(
            Lack(
                "coverage",
                Said(f"아무도 근무하지 않는 시간이 있습니다: {ko}", f"Nobody is on duty at: {en}"),
            )
        )
    if not has_standard:
        found.append(
            Lack(
                "standard",
                Said("언제까지 답할지 기준이 없습니다.", "No standard says when an answer is due."),
            )
        )
    return found


def _said(gap: WeekWindow, days: Sequence[str]) -> str:
    (first_day, start), (last_day, end) = gap.shown
    return f"{days[first_day]} {start}–{days[last_day] if last_day != first_day else ''} {end}".replace("  ", " ")


_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?|\[[0-9a-f:.]+\]")


def origin(text: str) -> str:
    """A web site as browsers name it (RFC 6454): scheme, host in ASCII, port unless it is the scheme's own.

    A whole address is taken, too; what follows the host is left out. Raises NotValid for what is no http address:
    the text ends up in a header, so nothing else than these letters passes.
    """
    try:
        parts = urlsplit(text.strip() if "://" in text else f"https://{text.strip()}")
        host = (parts.hostname or "").encode("idna").decode() if ":" not in (parts.hostname or "") else ""
        host = host or (f"[{parts.hostname}]" if parts.hostname else "")
        port = parts.port
    except ValueError:  # UnicodeError is one
        parts, host, port = urlsplit(""), "", None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        raise NotValid(
            ko=f"누리집 주소가 아닙니다: {text[:80]}", en=f"This is no web site: {text[:80]}", field="origins"
        )
    own = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port and port != own else "")
