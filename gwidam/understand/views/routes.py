"""Where voices go, where they come back from, and how far advice can be trusted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gwidam.core.plots import Caption, Day, Pair, Rate, coverage_curve, ping_pong, stacked_bars
from gwidam.people.door import door

from ..queries.routes import present_advisor
from ..queries.routing import Routing, routing


@door("see understanding")
@require_safe
def routes(request: HttpRequest) -> HttpResponse:
    """Advice against what became of it."""
    found = routing()
    advisor = present_advisor()
    points = () if advisor is None else advisor.curve.points
    context = {
        "routing": found,
        "threshold": None if advisor is None else round(100 * advisor.threshold),
        "confusion": confusion_plot(found),
        "weeks": weeks_plot(found),
        "curve": coverage_curve(
            [Rate(point.coverage, point.accuracy, point.threshold) for point in points],
            Caption(
                title=_("How often advice is right, by how much of it is used"),
                summary=_("The fewer voices are advised on, the more often advice is right."),
                table=_("Table"),
                empty=_("Nothing to show yet: too few hand-overs were accepted."),
            ),
            coverage=_("Voices advised on"),
            accuracy=_("Right"),
            threshold=_("Sure at least"),
        ),
    }
    return render(request, "understand/routes.html", context)


def confusion_plot(found: Routing) -> object:
    """Which departments are taken for one another."""
    return ping_pong(
        [Pair(each.bounced, each.taken, each.count, each.back) for each in found.confused],
        Caption(
            title=_("Taken for one another"),
            summary=_("Voices that one department bounced and the other took."),
            table=_("Table"),
            empty=_("No voice was bounced by one department and taken by another."),
        ),
        sender=_("Bounced by"),
        receiver=_("Taken by"),
        count=_("Voices"),
    )


def weeks_plot(found: Routing) -> object:
    """Accepted and bounced by week: where bounces grow, what voices are about has changed."""
    return stacked_bars(
        [Day(f"{week.begins_on:%m-%d}", week.accepted, week.bounced) for week in found.weeks],
        Caption(
            title=_("Accepted and bounced, by week"),
            summary=_("Where bounces grow, routes have drifted."),
            table=_("Table"),
            empty=_("Nothing was handed over yet."),
        ),
        day=_("Week from"),
        kept=_("Accepted"),
        broken=_("Bounced"),
    )
