"""Who is given the next talk, settled so that two talks at once never count on the same free hand."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.models import Fact
from gwidam.people.models import Employee
from gwidam.people.queries import on_duty

from ... import events
from ...models import Seat, Talk
from ...queries.talks import SEATED_FOR, loads
from ...rules.talks import Seated, choose_keeper, languages_of


def keeper_for(talk: Talk, *, at: datetime) -> Employee | None:
    """Who is on duty, has the page of talks open and room for one more; of them see `choose_keeper`. None: nobody.

    Whoever let this talk go themselves is not given it again: they said that it waits for a colleague.
    Their seats stay locked until the act ends, in one order for all: without that, talks that begin together
    would all see the same free hand, and somebody would be given a fifth.
    """
    roster = talk.channel.roster_id
    away = _let_go_by(talk)
    present = {each.pk: each for each in on_duty(roster, at) if each.actor != away} if roster else {}
    load = loads(_seats(present, at))
    seated = [
        Seated(pk, languages_of(present[pk].language, present[pk].skills), frozenset(present[pk].skills), count)
        for pk, count in load.items()
    ]
    chosen = choose_keeper(seated, language=talk.language, wanted=talk.channel.skills)
    return None if chosen is None else present[chosen]


def _let_go_by(talk: Talk) -> str:
    """The actor who let it go last; '' where nobody did."""
    if talk.waits_since == talk.began_at:
        return ""
    let_go = Fact.objects.filter(about=talk.about, kind=events.TalkLetGo.kind).order_by("-id")
    return let_go.values_list("by", flat=True).first() or ""


def _seats(present: dict[int, Employee], at: datetime) -> list[int]:
    """Ids of those who sit at the page, their seats locked."""
    seats = Seat.objects.filter(employee__in=present, seen_at__gt=at - SEATED_FOR).order_by("employee_id")
    return list(seats.select_for_update(no_key=True).values_list("employee_id", flat=True))
