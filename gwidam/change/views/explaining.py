"""A score in words: each number with what it is, who set it and when; and the figures counted from voices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, floor

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwidam.core.words import reading_language
from gwidam.own.queries.rows import NOBODY
from gwidam.people.queries import names

from .. import rules
from ..models import Reach, Score
from ..queries.board import Line
from ..rules.scoring import REACH

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
    reach = line.improvement.reach
    values = {**line.parts, REACH: float(reach.lately)}
    parts = tuple(
        PartShown(
            str(part.name),
            f"{values[part.code]:g}" if part.code in values else "–",
            " ".join(filter(None, (f"{part.says}.", _who_set(score, part.code), _in_all(reach, part.code)))),
        )
        for part in rules.METHODS[method]
    )
    if line.scored is None:
        return Explained("", "", parts)
    return Explained(_three_digits(line.scored.value), line.scored.formula, parts)


def _three_digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _in_all(reach: Reach, code: str) -> str:
    return _("In all %(n)s people.") % {"n": f"{reach.people:,}"} if code == REACH else ""


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
            _("People in 13 weeks"),
            f"{reach.lately:,}",
            _(
                "In all %(people)s from %(voices)s voices. Each person once; copies of one text count as one person."
            )
            % {"people": f"{reach.people:,}", "voices": f"{reach.voices:,}"},
        ),
        trend_figure(reach),
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


def trend_figure(reach: Reach) -> Figure:
    """Whether they become more, with what would be usual: a weight other than 1 only where chance does not do."""
    if not reach.movement:
        return Figure(_("Trend"), "–", _("Looked at every hour."))
    moved = rules.Movement(**reach.movement)
    word = _("rising") if moved.is_rising else _("falling") if moved.is_falling else _("as usual")
    says = pgettext("trend", "its theme") if moved.theme_id else _("its own voices")
    return Figure(
        _("Trend"),
        f"× {moved.weight:g}",
        _("%(word)s, by %(whose)s: %(people)d people in the last week, where %(low)d to %(high)d would be usual.")
        % {
            "word": word[:1].upper() + word[1:],
            "whose": says,
            "people": moved.people,
            "low": floor(moved.low),
            "high": ceil(moved.high),
        },
    )


def recent_weeks(reach: Reach, *, at: datetime) -> list[int]:
    """People who asked for the first time, week by week, oldest first; the last week is this one."""
    today = timezone.localdate(at)
    monday = today - timedelta(days=today.weekday())
    return [
        int(reach.weeks.get((monday - timedelta(weeks=ago)).isoformat(), 0)) for ago in range(WEEKS - 1, -1, -1)
    ]
