"""A score in words: each number with what it is, who set it and when; and the figures counted from voices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gwidam.core.words import reading_language
from gwidam.own.queries.rows import NOBODY
from gwidam.people.queries import names

from .. import rules
from ..models import Reach, Score
from ..queries.board import Line

WEEKS = 12  # of the line of people by week


@dataclass(frozen=True, slots=True)
class PartShown:
    """One number of a score, and how it came about."""

    name: str
    value: str
    says: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A score as a page shows it. `value` is empty while a part is missing."""

    value: str
    formula: str
    parts: tuple[PartShown, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number counted from voices, and what it says."""

    name: str
    value: str
    says: str


def explained(method: str, line: Line, *, score: Score | None = None) -> Explained:
    """The score of a line; with `score`, also who set each part and when."""
    values = {**line.parts, "reach": float(line.improvement.reach.people)}
    parts = tuple(
        PartShown(
            str(part.name),
            f"{values[part.code]:g}" if part.code in values else "–",
            " ".join(filter(None, (f"{part.says}.", _who_set(score, part.code)))),
        )
        for part in rules.METHODS[method]
    )
    if line.scored is None:
        return Explained("", "", parts)
    return Explained(_three_digits(line.scored.value), line.scored.formula, parts)


def _three_digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _who_set(score: Score | None, code: str) -> str:
    if score is None or code not in score.parts:
        return ""
    _value, employee_id, at = score.parts[code]
    name = names().get(("employee", employee_id), NOBODY).into(reading_language())
    day = date_format(timezone.localtime(datetime.fromisoformat(at)), "SHORT_DATE_FORMAT")
    return _("%(name)s set it on %(day)s.") % {"name": name, "day": day}


def reach_facts(reach: Reach) -> list[Figure]:
    """What the linked voices count to."""

    def share(part: int) -> str:
        return f"{100 * part / reach.voices:.0f}%" if reach.voices else "–"

    return [
        Figure(
            _("People who asked"),
            f"{reach.people:,}",
            _("Each person once; copies of one text count as one person. From %(n)d voices.")
            % {"n": reach.voices},
        ),
        Figure(
            _("Pain"),
            f"{100 * reach.pain:.0f}" if reach.voices else "–",
            _("Mean heat of the voices, 0 to 100. Unhappy: %(unhappy)s; with a danger: %(danger)d.")
            % {"unhappy": share(reach.unhappy), "danger": reach.danger},
        ),
        Figure(
            _("Broken promises"),
            f"{reach.broken:,}",
            _("Voices in whose case we broke a promise."),
        ),
        Figure(_("Supporters"), f"{reach.supporters:,}", _("Want it, too, without a voice of their own.")),
    ]


def recent_weeks(reach: Reach, *, at: datetime) -> list[int]:
    """People who asked for the first time, week by week, oldest first; the last week is this one."""
    today = timezone.localdate(at)
    monday = today - timedelta(days=today.weekday())
    return [
        int(reach.weeks.get((monday - timedelta(weeks=ago)).isoformat(), 0)) for ago in range(WEEKS - 1, -1, -1)
    ]
