"""The two tables of the pulse: departments by work held and late, routes by what came back."""

from __future__ import annotations

from dataclasses import dataclass

from gwidam.own.queries.pulse import Held, Pulse
from gwidam.own.rules.shares import NOTHING, Share
from gwidam.people.queries import departments

from .asking import Filters
from .drawings import department_name
from .spoken import among, percent

MOST_DEPARTMENTS = 12
MOST_ROUTES = 10


@dataclass(frozen=True, slots=True)
class DepartmentRow:
    """A department with what it holds, and how its own promises of work went."""

    name: str
    url: str
    held: Held
    work: str
    work_among: str


@dataclass(frozen=True, slots=True)
class RouteRow:
    """A way work was offered, and how much of it was taken."""

    giver: str
    receiver: str
    decided: int
    bounced: int
    expired: int
    accepted: str
    accepted_among: str


def department_rows(pulse: Pulse, filters: Filters) -> list[DepartmentRow]:
    """Those with most late work first."""
    held, work, known = pulse.cases.by_department, pulse.promises.by_department, departments()
    order = sorted(
        {pk for pk in (*held, *work) if pk in known},
        key=lambda pk: (-held.get(pk, Held(0, 0)).late, -held.get(pk, Held(0, 0)).cases, pk),
    )
    return [_department_row(pk, held.get(pk, Held(0, 0)), work.get(pk, NOTHING), filters) for pk in order][
        :MOST_DEPARTMENTS
    ]


def _department_row(pk: int, held: Held, work: Share, filters: Filters) -> DepartmentRow:
    return DepartmentRow(
        name=department_name(pk),
        url=filters.url(department=departments()[pk].code),
        held=held,
        work=percent(work),
        work_among=among(work) if work.whole else "",
    )


def route_rows(pulse: Pulse) -> list[RouteRow]:
    """Those with most bounces first."""
    return [
        RouteRow(
            giver=department_name(route.giver_id),
            receiver=department_name(route.receiver_id),
            decided=route.decided,
            bounced=route.bounced,
            expired=route.expired,
            accepted=percent(route.acceptance),
            accepted_among=among(route.acceptance),
        )
        for route in pulse.routes[:MOST_ROUTES]
    ]
