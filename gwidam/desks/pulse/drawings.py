"""The plots of the pulse, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gwidam.core.memory import shared_for
from gwidam.core.plots import (
    Band,
    Bar,
    Caption,
    Day,
    Markup,
    Pair,
    age_bands,
    bar_list,
    divided_list,
    ping_pong,
    stacked_bars,
    week_heat,
)
from gwidam.core.words import reading_language
from gwidam.listen.queries import open_channels
from gwidam.moments.queries import touchpoints
from gwidam.own.models import Promise
from gwidam.own.queries.pulse import BANDS, FRESH, Asked, Pulse, back_and_forth
from gwidam.people.queries import Named, departments, names

from .asking import Filters
from .spoken import day, number, share_of

MOST = 8  # lines of a list; what is behind them is small
MOST_PAIRS = 6
MOST_TOUCHPOINTS = 6
MOST_DEPARTMENTS = 12


@shared_for(FRESH)
def plots_of(asked: Asked, at: datetime, language: str, *, pulse: Pulse, filters: Filters) -> dict[str, Markup]:
    """Every plot by its name on the page. Drawn once for all who ask the same in the same half minute."""
    return {
        "by_day": by_day(pulse),
        "by_kind": by_kind(pulse),
        "touchpoints": touchpoints_broken(pulse),
        "ages": ages(pulse),
        "week": week(pulse),
        "back_and_forth": routes(pulse),
        "by_channel": channels(pulse, filters),
        "departments_held": departments_held(pulse, filters),
        "departments_work": departments_work(pulse),
    }


def caption(title: str, summary: str = "", empty: str = "") -> Caption:
    """A caption whose table and emptiness have words."""
    return Caption(title, summary, _("As a table"), empty or _("Nothing in these days."))


def by_day(pulse: Pulse) -> Markup:
    """Promises that fell due, kept and broken, day by day."""
    whole = pulse.promises.whole
    said = _("%(kept)s promises kept, %(broken)s broken; today's are not all due yet.")
    return stacked_bars(
        [Day(day(date), share.part, share.rest) for date, share in pulse.promises.by_day],
        caption(
            _("Promises by the day they fell due"),
            said % {"kept": number(whole.part), "broken": number(whole.rest)},
        ),
        day=_("Due on"),
        kept=_("kept"),
        broken=_("broken"),
    )


def by_kind(pulse: Pulse) -> Markup:
    """Broken promises by what was promised."""
    kinds = [(kind, share) for kind, share in pulse.promises.by_kind.items() if share.rest]
    bars = [
        Bar(
            str(capfirst(Promise.Kind(kind).label)),
            share.rest,
            "late",
            note=share_of(share, _("%(percent)s kept, n=%(n)s")),
        )
        for kind, share in sorted(kinds, key=lambda one: -one[1].rest)
    ]
    return bar_list(
        bars,
        caption(_("Broken, by what was promised"), empty=_("No promise was broken.")),
        label=_("Promised"),
        count=_("broken"),
    )


def touchpoints_broken(pulse: Pulse) -> Markup:
    """Where promises are broken most."""
    known = {each.pk: str(each.name) for each in touchpoints()}
    bars = [
        Bar(known.get(pk or 0, _("no touchpoint named")), count, "late")
        for pk, count in pulse.promises.touchpoints[:MOST_TOUCHPOINTS]
    ]
    return bar_list(
        bars,
        caption(_("Touchpoints with most broken promises"), empty=_("No promise was broken.")),
        label=_("Touchpoint"),
        count=_("broken"),
    )


def ages(pulse: Pulse) -> Markup:
    """How old open cases are, and how their promises stand."""
    return age_bands(
        [Band(label, counts) for label, counts in zip(_bands(), pulse.cases.ages, strict=True)],
        caption(
            _("Open cases by age"),
            _("%(n)s open, %(late)s of them past a promise.")
            % {"n": number(pulse.cases.whole), "late": number(pulse.cases.late)},
            _("No case is open."),
        ),
        band=_("Age of the case"),
        states={
            "late": _("past a promise"),
            "soon": _("due within 4 hours"),
            "safe": _("in time"),
            "none": _("nothing due"),
        },
        count=_("Cases"),
    )


def _bands() -> list[str]:
    first, *others = BANDS
    labels = [ngettext("under %(n)d day", "under %(n)d days", first) % {"n": first}]
    labels += [
        _("%(from)d–%(to)d days") % {"from": start, "to": end} for start, end in zip(BANDS, others, strict=False)
    ]
    return [*labels, _("over %(n)d days") % {"n": BANDS[-1]}]


def week(pulse: Pulse) -> Markup:
    """When customers speak, against who is on duty."""
    unheard = pulse.voices.unheard
    said = _("%(n)s of %(whole)s voices came while nobody was on duty for their channel.")
    return week_heat(
        pulse.voices.by_hour,
        pulse.voices.on_duty,
        caption(
            _("When customers speak, and who is on duty"),
            said % {"n": number(unheard.part), "whole": number(unheard.whole)},
        ),
        weekdays=[_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")],
        spoken=_("voices"),
        duty=_("people on duty"),
        gap=_("nobody on duty"),
    )


def routes(pulse: Pulse) -> Markup:
    """Between whom work goes back and forth."""
    pairs = back_and_forth(pulse.routes)[:MOST_PAIRS]
    return ping_pong(
        [Pair(department_name(one.a), department_name(one.b), one.there, one.back) for one in pairs],
        caption(
            _("Back and forth"),
            _("Pairs of departments with bounces; a bounce puts the work before its giver again."),
            _("Nothing was bounced."),
        ),
        sender=_("Offered by"),
        receiver=_("Offered to"),
        count=_("how often"),
    )


def departments_held(pulse: Pulse, filters: Filters) -> Markup:
    """What departments hold now, those with most late work first; each leads to the pulse of its department."""
    known = departments()
    held = [(pk, one) for pk, one in pulse.cases.by_department.items() if pk in known]
    return divided_list(
        [
            Band(
                department_name(pk),
                {"late": one.late, "safe": one.cases - one.late},
                filters.url(department=known[pk].code),
            )
            for pk, one in sorted(held, key=lambda row: (-row[1].late, -row[1].cases, row[0]))[:MOST_DEPARTMENTS]
        ],
        caption(_("Departments by work held and late"), empty=_("No department holds anything.")),
        label=_("Department"),
        states={"late": _("past a promise"), "safe": _("not late")},
        count=_("Cases"),
    )


def departments_work(pulse: Pulse) -> Markup:
    """How departments kept the work they promised on their own clocks."""
    work = sorted(pulse.promises.by_department.items(), key=lambda row: (-row[1].rest, -row[1].whole, row[0]))
    return bar_list(
        [
            Bar(
                department_name(pk),
                share.rest,
                "late",
                note=share_of(share, _("%(percent)s kept, n=%(n)s")),
            )
            for pk, share in work[:MOST]
        ],
        caption(_("Promised work that departments broke"), empty=_("No promise was broken.")),
        label=_("Department"),
        count=_("broken"),
    )


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A way work was offered, how often it came back, and how much of it was taken."""

    giver: str
    receiver: str
    bounced: int
    accepted: str


def route_rows(pulse: Pulse) -> list[RouteRow]:
    """Those with most bounces first; as a table, for names of two departments are too long for a plot."""
    return [
        RouteRow(
            department_name(route.giver_id),
            department_name(route.receiver_id),
            route.bounced,
            share_of(route.acceptance, _("%(percent)s, n=%(n)s")),
        )
        for route in pulse.routes[:MOST]
    ]


def channels(pulse: Pulse, filters: Filters) -> Markup:
    """Where customers speak; each bar leads to the pulse of its channel."""
    known = {each.pk: each for each in open_channels()}
    bars = [
        Bar(str(known[pk].name), count, url=filters.url(channel=known[pk].code))
        for pk, count in pulse.voices.by_channel.items()
        if pk in known
    ]
    return bar_list(bars[:MOST], caption(_("Where customers speak")), label=_("Channel"), count=_("voices"))


def department_name(pk: int) -> str:
    """A department's name in the reader's language."""
    return names().get(("department", pk), Named("", "")).into(reading_language())
