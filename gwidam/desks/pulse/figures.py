"""The head figures: what is so now, and what was so in the period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gwidam.change.queries.telling_pulse import Tellings
from gwidam.core.plots import sparkline
from gwidam.own.models import Outcome
from gwidam.own.queries.pulse import Pulse, Wait
from gwidam.people.door import sees_every_case
from gwidam.people.models import Employee

from .spoken import among, day, number, percent, span

DASH = "–"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with its words; `url` leads to what is behind it."""

    label: str
    value: str
    unit: str = ""
    note: str = ""
    url: str = ""
    drawn: str = ""


def figures_now(pulse: Pulse, who: Employee) -> list[Figure]:
    """How it stands at this moment, whatever the period."""
    cases, promises = pulse.cases, pulse.promises
    due_today = ngettext("of %(n)s due today", "of %(n)s due today", promises.today.whole)
    return [
        Figure(
            _("Voices today"),
            number(pulse.voices.today),
            note=_("%(n)s in 7 days") % {"n": number(pulse.voices.week)},
        ),
        Figure(
            _("Open cases"),
            number(cases.whole),
            note=_("%(n)s answered, not closed yet") % {"n": number(cases.answered)},
        ),
        _oldest(pulse, who),
        Figure(_("Late now"), number(cases.late), note=_("open cases past a promise")),
        Figure(_("Promises at risk"), number(promises.at_risk), note=_("due soon, not kept yet")),
        Figure(
            _("Broken today"),
            number(promises.today.rest),
            note=due_today % {"n": number(promises.today.whole)},
        ),
    ]


def _oldest(pulse: Pulse, who: Employee) -> Figure:
    label, oldest = _("Waiting longest"), pulse.cases.oldest
    if oldest is None:
        return Figure(label, DASH, note=_("nobody waits for an answer"))
    value, unit = span(pulse.period.ends_at - oldest)
    since = _("since %(day)s") % {"day": day(timezone.localtime(oldest).date())}
    url = reverse("own:case", args=[pulse.cases.oldest_receipt]) if sees_every_case(who) else ""
    return Figure(label, value, unit, since, url)


def figures_of_period(pulse: Pulse) -> list[Figure]:
    """How it was in the days asked for."""
    promises, endings = pulse.promises, pulse.endings
    spark = sparkline(
        [count for _day, count in pulse.voices.by_day],
        _("Voices day by day, the last is today"),
    )
    return [
        Figure(_("Voices"), number(pulse.voices.whole), drawn=spark),
        Figure(_("Answered in time"), percent(promises.answers), note=among(promises.answers)),
        _median(_("First word, half within"), promises.first_word),
        _median(_("Answer, half within"), promises.answer),
        Figure(
            _("Closed, not fixed"),
            number(endings.said[Outcome.Word.NOT]),
            note=_("half fixed: %(half)s · fixed: %(fixed)s · told us: %(n)s")
            % {
                "half": number(endings.said[Outcome.Word.HALF]),
                "fixed": number(endings.said[Outcome.Word.FIXED]),
                "n": number(endings.answers),
            },
        ),
        Figure(
            _("Opened again"),
            number(endings.reopened),
            note=_("%(n)s closed in the same days") % {"n": number(endings.closed)},
        ),
    ]


def figures_of_telling(found: Tellings) -> list[Figure]:
    """Whether those who asked were told what became of it, and whether that settled theirs."""
    value, unit = span(timedelta(seconds=found.seconds)) if found.seconds is not None else (DASH, "")
    return [
        Figure(_("Told, of those who asked"), percent(found.told), note=among(found.told)),
        Figure(
            _("From the change to its telling, half within"),
            value,
            unit,
            _("n=%(n)s") % {"n": number(found.told.part)},
        ),
        Figure(_("It settled theirs"), percent(found.settled), note=among(found.settled)),
        Figure(_("Tellings that go on"), number(found.running), note=_("running or paused now")),
    ]


def _median(label: str, wait: Wait) -> Figure:
    counted = _("n=%(n)s") % {"n": number(wait.customers)}
    if wait.customers == 0:
        return Figure(label, DASH, note=counted)
    if wait.median is None:
        return Figure(label, DASH, note=_("half still waited, %(n)s") % {"n": counted})
    value, unit = span(wait.median)
    return Figure(label, value, unit, counted)
