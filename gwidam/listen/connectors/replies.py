"""What an answer means before anybody reads it: a failure, a wish for rest, or JSON of the shape that was asked for."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import wraps
from typing import Any

from gwidam.core.failing import FORBIDDEN, LIMITED, MISSING, ODD, REFUSED, failure_of

from .shapes import CannotSay, NoAccount, Outcome, Place, Refused, Reply, Saying, Steps, TryLater, Unanswered

Say = Callable[[Any, Place, Saying], Steps[Outcome]]

LONGEST_REST = timedelta(hours=24)
MOST_DETAIL = 200  # letters of a service's own words about a failure

# The same three things under three names: Mastodon, X, and the AT protocol.
_REMAINING = ("x-ratelimit-remaining", "x-rate-limit-remaining", "ratelimit-remaining")
_RESET = ("x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset")


def read(reply: Reply, at: datetime) -> Any:
    """The JSON of a good answer. Raises Unanswered."""
    must_be_good(reply, at)
    try:
        return reply.json()
    except ValueError:
        raise Unanswered(ODD) from None


def account(reply: Reply, at: datetime) -> Any:
    """The JSON of a good answer to who we are. Raises NoAccount."""
    try:
        return read(reply, at)
    except Unanswered as no:
        raise NoAccount(no.failure, no.rest_for, no.detail) from None


def must_be_good(reply: Reply, at: datetime) -> None:
    """Raises Unanswered unless the status says that it was done."""
    failure = failure_of(reply.status, reply.headers)
    if failure:
        raise Unanswered(failure, rest_of(reply.headers, at) if failure == LIMITED else None, detail_of(reply))


def detail_of(reply: Reply) -> str:
    """What a service says about a failure, in its words; empty where it says nothing readable."""
    try:
        said = reply.json()
    except ValueError:
        return ""
    found = [text_of(said, name) for name in ("message", "detail", "error", "title")]
    return next((each for each in found if each), "")[:MOST_DETAIL]


def rest_of(headers: Mapping[str, str], at: datetime) -> timedelta | None:
    """How long the service wants to be left alone, 24 hours at most; None where it says nothing.

    By Retry-After (RFC 9110, 10.2.3: seconds or a date), else by when its limit is lifted, in seconds of Unix time
    or as a moment.
    """
    after = headers.get("retry-after", "").strip()
    if after.isdecimal():
        return min(timedelta(seconds=int(after[:9])), LONGEST_REST)
    moment = _date(after) or next((found for name in _RESET if (found := _moment(headers.get(name, "")))), None)
    if moment is None:
        return None
    return min(max(moment - at, timedelta(seconds=1)), LONGEST_REST)


def wish_of(headers: Mapping[str, str], at: datetime) -> timedelta | None:
    """The rest that a good answer asks for, because it was the last one of its window."""
    if any(headers.get(name, "").strip() == "0" for name in _REMAINING):
        return rest_of(headers, at)
    return None


def outcome_of(no: Unanswered) -> Outcome:
    """What a failure means for an answer that was to leave.

    What the service understood and does not want, in its own words, will not be wanted later; all else may be.
    """
    if not isinstance(no, NoAccount) and no.failure in (REFUSED, FORBIDDEN, MISSING):
        return Refused(no.detail or no.failure)
    return TryLater(no.failure, is_away=True, rest_for=no.rest_for)


def as_outcome(say: Say) -> Say:
    """Make the method `say` of a connector tell why words cannot be said, or were not, as what becomes of them."""

    @wraps(say)
    def said(self: Any, place: Place, saying: Saying) -> Steps[Outcome]:
        try:
            return (yield from say(self, place, saying))
        except CannotSay as no:
            return Refused(no.because)
        except Unanswered as no:
            return outcome_of(no)

    return said


def part_of(said: Any, *names: str) -> Any:
    """What stands under these names, one inside the other; None where there is no such thing."""
    for name in names:
        said = said.get(name) if isinstance(said, dict) else None
    return said


def text_of(said: Any, *names: str) -> str:
    """The same as text; empty where there is none."""
    found = part_of(said, *names)
    return found if isinstance(found, str) else ""


def list_of(said: Any, *names: str) -> list[Any]:
    """The same as a list; empty where there is none."""
    found = part_of(said, *names)
    return found if isinstance(found, list) else []


def raw_of(said: Any) -> bytes:
    """What the service said, as it is kept beside what was understood of it."""
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")


def listed(said: Any, *names: str) -> list[Any]:
    """A list that must be there. Raises Unanswered."""
    found = part_of(said, *names) if names else said
    if not isinstance(found, list):
        raise Unanswered(ODD)
    return found


def needed(said: Any, *names: str) -> str:
    """A text that must be there. Raises Unanswered."""
    found = text_of(said, *names)
    if not found:
        raise Unanswered(ODD)
    return found


def moment_of(written: str, otherwise: datetime) -> datetime:
    """A moment as services write it (RFC 3339), never later than `otherwise`, which it is where it is none."""
    found = _iso(written)
    return min(found, otherwise) if found else otherwise


def address_of(written: str) -> str:
    """An address of the web; empty for any other scheme, which a page must never link to."""
    return written if written.lower().startswith(("https://", "http://")) else ""


def language_of(code: str) -> str:
    """The two letters of a language code (BCP 47); empty where there are none, or it says that it knows none."""
    short = code.partition("-")[0].lower()
    return short if len(short) == 2 and short.isascii() and short.isalpha() else ""


def _moment(written: str) -> datetime | None:
    written = written.strip()
    if written.isdecimal() and len(written) < 12:
        return datetime.fromtimestamp(int(written), UTC)
    return _iso(written) if written else None


def _iso(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _date(written: str) -> datetime | None:
    try:
        return parsedate_to_datetime(written).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
