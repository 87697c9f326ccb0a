"""Who guards, and how much they have to guard."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count

from gwidam.core.errors import NotNow
from gwidam.core.memory import remembered
from gwidam.listen.models import Channel
from gwidam.people.models import Employee
from gwidam.people.queries import on_duty

from .. import rules
from ..models import Case

OPEN = (Case.State.OPEN, Case.State.ANSWERED)


@remembered
def loads(employee_ids: tuple[int, ...]) -> dict[int, int]:
    """{employee id: open cases they guard}; remembered for a few seconds and counted on by `guardian_for`."""
    counted = dict(
        Case.objects.filter(guardian_id__in=employee_ids, state__in=OPEN)
        .values_list("guardian_id")
        .annotate(Count("id"))
    )
    return {pk: counted.get(pk, 0) for pk in employee_ids}


def guardian_for(channel: Channel, *, at: datetime, wanted: Sequence[str] = ()) -> Employee:
    """The employee on duty with the skills and the least load, else the channel's owner. Never nobody."""
    present, guards, load = _on_duty(channel, at)
    chosen = rules.choose_guardian(guards, wanted=wanted)
    if chosen is None:
        return _owner(channel)
    load[chosen] += 1  # so that a burst within the remembered seconds is spread too
    return present[chosen]


def guardians_for(channel: Channel, *, at: datetime, count: int) -> list[Employee]:
    """Guardians of that many voices at once, the same as `guardian_for` would find one after the other."""
    present, guards, load = _on_duty(channel, at)
    chosen = rules.spread(guards, count)
    for pk in chosen:
        load[pk] += 1
    return [present[pk] for pk in chosen] or [_owner(channel)] * count


def _on_duty(channel: Channel, at: datetime) -> tuple[dict[int, Employee], list[rules.Guard], dict[int, int]]:
    """Who is on duty by id, the same for the rule, and their remembered loads."""
    # By `id`, not `pk`, which asks the model's class what that is: for every voice, of everybody on duty.
    present = {each.id: each for each in on_duty(channel.roster_id, at)} if channel.roster_id else {}
    load = loads(tuple(present))
    guards = [rules.Guard(pk, frozenset(each.skills), load[pk]) for pk, each in present.items()]
    return present, guards, load


def _owner(channel: Channel) -> Employee:
    if channel.owner is None:
        raise NotNow(
            ko=f"“{channel.name_ko}” 창구를 책임질 사람이 없습니다.",
            en=f"Nobody owns the channel “{channel.name_en}”.",
        )
    return channel.owner
