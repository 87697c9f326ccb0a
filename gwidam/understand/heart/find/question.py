"""The language of the search box: words, "phrases", -unwanted, and filters such as `at:shop since:2026-10`.

Whatever is typed is a question. What looks like a filter and is none, a time of day or an address, stays a word;
what is wrong in a filter is told with its place, and the rest is asked all the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta

LONGEST = 400  # letters of a question that are read
SHORTEST_FIELD = 2  # letters; "K:" is no filter that somebody misspelt

FIELDS = {
    "at": ("at", "접점", "어디"),
    "channel": ("channel", "창구", "채널", "경로"),
    "tone": ("tone", "말투", "어조"),
    "kind": ("kind", "종류"),
    "topic": ("topic", "주제"),
    "product": ("product", "상품"),
    "theme": ("theme", "흐름"),
    "state": ("state", "상태"),
    "guardian": ("guardian", "지킴이"),
    "holder": ("holder", "맡은이"),
    "department": ("department", "dept", "부서"),
    "language": ("language", "lang", "언어"),
    "is": ("is", "지금"),
    "since": ("since", "부터"),
    "until": ("until", "까지"),
}
_FIELD_OF = {word: name for name, words in FIELDS.items() for word in words}
_DATED = {"since", "until"}

_PART = re.compile(
    r"""
    (?P<minus>[-\u2212\uff0d]?)
    (?: (?P<field>[^\W\d_]+) [:\uff1a] (?: "(?P<quoted>[^"]*)"? | (?P<value>[^\s"]*) )
      | "(?P<phrase>[^"]*)"?
      | (?P<word>[^\s"]+)
    )
    """,
    re.VERBOSE,
)
_CURLED = str.maketrans(dict.fromkeys("“”„‟«»「」『』＂", '"'))
_DATE = re.compile(r"(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?[.]?")
_DAYS_AGO = re.compile(r"(\d{1,4})\s*(?:d|일)")


@dataclass(frozen=True, slots=True)
class Filter:
    """One `field:value`; `is_not` where a minus stood before it."""

    field: str
    value: str
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """A part that could not be understood: from letter `start` to letter `end`, and why.

    reason: "date" (not a day, month or year), "empty" (a filter without a value), "field" (no such filter, so it
        was taken as a word), "cut" (what stands behind was not read).
    """

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks for.

    words: in the order typed, each wanted, the spelling as typed.
    phrases: wanted as they stand, spaces and punctuation aside.
    without: words and phrases of which none may stand in the text.
    since, until: half-open, the days from `since` on and before `until`.
    """

    words: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    since: date | None = None
    until: date | None = None
    troubles: tuple[Trouble, ...] = field(default=(), compare=False)

    @property
    def wanted(self) -> tuple[str, ...]:
        """Words and phrases together: what a text is ranked by and where it is marked."""
        return self.words + self.phrases

    @property
    def numbers(self) -> tuple[str, ...]:
        """Words that are numbers, without their dashes: perhaps receipts, perhaps the end of a phone number."""
        plain = (re.sub(r"[-\s]", "", unicodedata.normalize("NFKC", word)) for word in self.words)
        return tuple(word for word in plain if word.isascii() and word.isdigit())


def read(typed: str, *, today: date) -> Question:
    """Read what was typed; never raises.

    `today` is needed for `since:7d`. Of two dates for the same end, the narrower one counts.
    """
    words: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    filters: list[Filter] = []
    troubles: list[Trouble] = []
    bounds: dict[str, date] = {}
    line = typed[:LONGEST].translate(_CURLED)
    if len(typed) > LONGEST:
        troubles.append(Trouble(LONGEST, len(typed), "cut"))
    for part in _PART.finditer(line):
        name = _FIELD_OF.get((part["field"] or "").lower())
        value = (part["quoted"] if part["value"] is None else part["value"]) or ""
        if name is None:
            if part["field"] and _is_like_filter(part):
                troubles.append(Trouble(*part.span(), "field"))
            text = part[0][len(part["minus"]) :] if part["phrase"] is None else part["phrase"]
            _keep(without if part["minus"] else words if part["phrase"] is None else phrases, text)
        elif not value.strip():
            troubles.append(Trouble(*part.span(), "empty"))
        elif name not in _DATED:
            filters.append(Filter(name, value.strip(), bool(part["minus"])))
        else:
            _bound(bounds, name, value, part, troubles, today)
    return Question(
        tuple(words),
        tuple(phrases),
        tuple(without),
        tuple(dict.fromkeys(filters)),
        bounds.get("since"),
        bounds.get("until"),
        tuple(troubles),
    )


def less(typed: str, dropped: Filter) -> str:
    """What was typed without one of its filters."""
    kept = []
    for part in _PART.finditer(typed[:LONGEST].translate(_CURLED)):
        name = _FIELD_OF.get((part["field"] or "").lower())
        value = (part["quoted"] if part["value"] is None else part["value"]) or ""
        if Filter(name or "", value.strip(), bool(part["minus"])) != dropped:
            kept.append(part[0])
    return " ".join(kept)


def period(written: str, *, today: date) -> tuple[date, date] | None:
    """The days meant by 2026, 2026-10, 2026-10-05 or 7d, first one and first one after; None for anything else.

    "7d" is one day: the seventh before today.
    """
    ago = _DAYS_AGO.fullmatch(written)
    if ago:
        day = today - timedelta(days=int(ago[1]))
        return day, day + timedelta(days=1)
    found = _DATE.fullmatch(written)
    if not found:
        return None
    year, month, day_ = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    try:
        if day_:
            first = date(year, month, day_)
            return first, first + timedelta(days=1)
        if month:
            return date(year, month, 1), date(year + month // 12, month % 12 + 1, 1)
        return date(year, 1, 1), date(year + 1, 1, 1)
    except (ValueError, OverflowError):
        return None


def _is_like_filter(part: re.Match[str]) -> bool:
    """Whether somebody may have meant a filter: `colour:red`, but not the address of a page."""
    value = part["quoted"] if part["value"] is None else part["value"]
    return len(part["field"]) >= SHORTEST_FIELD and not (value or "/").startswith("/")


def _keep(kept: list[str], text: str) -> None:
    text = " ".join(text.split())
    if re.search(r"[^\W_]", text) and text not in kept:
        kept.append(text)


def _bound(
    bounds: dict[str, date], name: str, value: str, part: re.Match[str], troubles: list[Trouble], today: date
) -> None:
    meant = period(unicodedata.normalize("NFKC", value.strip()), today=today)
    if meant is None or part["minus"]:
        troubles.append(Trouble(*part.span(), "date"))
    elif name == "since":
        bounds["since"] = max(meant[0], bounds.get("since", date.min))
    else:
        bounds["until"] = min(meant[1], bounds.get("until", date.max))
