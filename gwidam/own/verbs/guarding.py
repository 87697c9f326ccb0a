"""A guardian changes only by name and with a reason; nobody leaves before all they guard has a new home."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from django.db.models import Q

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import record, verb
from gwidam.listen.models import Channel
from gwidam.people.models import Employee
from gwidam.people.verbs import leave

from .. import events
from ..models import Case, SavedSearch
from .moves import move
from .talking.keeping import let_go_all

OPEN_STATES = (Case.State.OPEN, Case.State.ANSWERED, Case.State.MERGED)


class ReHomes(Protocol):
    """Gives what a room above keeps in somebody's name to others. homes: by keys of that room."""

    def __call__(
        self, *, leaving: Employee, homes: Mapping[str, Employee], rest_to: Employee, by: Actor, at: datetime
    ) -> None: ...


_re_home_more: ReHomes | None = None


def more_is_re_homed_by(re_home: ReHomes) -> None:
    """What leaving does in the same transaction, before the account is closed. The room above says it."""
    global _re_home_more  # noqa: PLW0603 - said once, when the house starts
    _re_home_more = re_home


@verb
def move_guardian(*, case: Case, to: Employee, why: str, by: Actor, at: datetime) -> None:
    """Another named, active employee becomes guardian; what the old one held comes with it."""
    if not why.strip():
        raise NotValid(ko="왜 바꾸는지 적어 주세요.", en="Say why it changes.", field="why")
    if not to.is_active:
        raise NotValid(ko="일하고 있는 직원을 골라 주세요.", en="Choose an active employee.", field="to")
    old = case.guardian_id
    if old == to.pk:
        return
    held = {"holder_id": to.pk, "department_id": to.department_id} if case.holder_id == old else {}
    move(case, "move_guardian", guardian_id=to.pk, **held)
    record(
        events.GuardianChanged(case_id=case.pk, old_employee_id=old, new_employee_id=to.pk, why=why.strip()),
        by=by,
        at=at,
        about=case.about,
    )


@verb
def re_home_and_leave(
    *,
    leaving: Employee,
    homes: Mapping[int, Employee],
    rest_to: Employee,
    by: Actor,
    at: datetime,
    more: Mapping[str, Employee] | None = None,
) -> int:
    """Give everything an employee guards and holds a new home, then close their account; how many cases moved.

    `homes` says who takes a certain case, `more` who takes a certain thing of the rooms above; `rest_to` takes
    all others, also channels they own. Talks they keep wait for a colleague. Searches they saved were theirs alone
    and go. The employee's row is locked
    first: a voice coming in now either sees them still here and is re-homed, or sees them gone.
    """
    if rest_to.pk == leaving.pk or not rest_to.is_active:
        raise NotValid(
            ko="떠나는 사람의 일을 이어받을 다른 직원을 골라 주세요.",
            en="Choose another, active employee to take the rest.",
            field="rest_to",
        )
    locked = Employee.objects.select_for_update().get(pk=leaving.pk)
    if not locked.is_active:
        raise NotNow(ko="이미 떠난 직원입니다.", en="This employee has already left.")
    kept = Case.objects.filter(Q(guardian=leaving) | Q(holder=leaving), state__in=OPEN_STATES)
    moved = 0
    for case in kept.select_related("guardian"):
        home = homes.get(case.pk, rest_to)
        why = f"{leaving.name_ko} 님이 떠남 · {leaving.name_en or leaving.name_ko} leaves"
        if case.guardian_id == leaving.pk:
            move_guardian(case=case, to=home, why=why, by=by, at=at)
        else:
            move(case, "take", holder_id=home.pk, department_id=home.department_id)
            record(
                events.CaseTaken(case_id=case.pk, old_employee_id=leaving.pk, taker_employee_id=home.pk),
                by=by,
                at=at,
                about=case.about,
            )
        moved += 1
    let_go_all(leaving=locked, by=by, at=at)
    if _re_home_more is not None:
        _re_home_more(leaving=locked, homes=more or {}, rest_to=rest_to, by=by, at=at)
    Channel.objects.filter(owner=leaving).update(owner=rest_to)
    SavedSearch.objects.filter(owner=leaving).delete()
    leave(employee=locked, moved=moved, by=by, at=at)
    return moved
