"""Who could take each case of somebody who leaves: by skill, then by load; and all else that is theirs to do."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from gwidam.change.queries import leaving as change
from gwidam.listen.models import Channel
from gwidam.own import rules
from gwidam.own.models import Case
from gwidam.own.verbs.guarding import OPEN_STATES
from gwidam.people.models import Employee, Role

MOST = 400  # of them on one page; the rest go to whoever takes the rest


@dataclass(frozen=True, slots=True)
class Kept:
    """A case of the leaving person, and who is suggested for it."""

    case: Case
    is_guarded: bool
    suggested: Employee | None


@dataclass(frozen=True, slots=True)
class Other:
    """Something else of theirs, and who could take it."""

    kept: change.Kept
    takers: list[Employee]


@dataclass(frozen=True, slots=True)
class Homes:
    """Everything that needs a new home."""

    kept: list[Kept]
    more: int
    others: list[Other]
    channels: list[Channel]
    colleagues: list[Employee]

    @property
    def count(self) -> int:
        return len(self.kept) + self.more


def homes_for(leaving: Employee) -> Homes:
    """Each case with the colleague of most fitting skills and least load; the load grows with each suggestion."""
    cases = (
        Case.objects.filter(Q(guardian=leaving) | Q(holder=leaving), state__in=OPEN_STATES)
        .select_related("voice", "department")
        .order_by("next_due_at", "pk")
    )
    whole = cases.count()
    colleagues = list(Employee.objects.filter(is_active=True).exclude(pk=leaving.pk).select_related("department"))
    near = [each for each in colleagues if each.department_id == leaving.department_id] or colleagues
    load = dict(
        Case.objects.filter(guardian__in=near, state__in=OPEN_STATES).values_list("guardian").annotate(Count("pk"))
    )
    kept = []
    for case in cases[:MOST]:
        guards = [rules.Guard(each.pk, frozenset(each.skills), load.get(each.pk, 0)) for each in near]
        chosen = rules.choose_guardian(guards, wanted=leaving.skills)
        if chosen is not None:
            load[chosen] = load.get(chosen, 0) + 1
        suggested = next((each for each in near if each.pk == chosen), None)
        kept.append(Kept(case, case.guardian_id == leaving.pk, suggested))
    others = [
        Other(each, [one for one in colleagues if not each.roles or one.is_a(*map(Role, each.roles))])
        for each in change.kept_by(leaving)
    ]
    channels = list(Channel.objects.filter(owner=leaving, campaign=None))  # a campaign's goes with the campaign
    return Homes(kept, max(0, whole - MOST), others, channels, colleagues)
