"""Who keeps a case, what is owed both ways, and what this person may do about it: the page's right side."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from gwidam.core.errors import NotFound
from gwidam.core.prepared import Prepared
from gwidam.core.receipts import shown
from gwidam.core.words import reading_language
from gwidam.people.door import may, sees_every_case
from gwidam.people.models import Contact, Employee, Role
from gwidam.people.queries import covered_by, names

from .. import rules
from ..models import Case, HandOff, Presence, Promise, Provision
from .cases import may_move_guardian
from .rows import NOBODY, held_since
from .timeline import Timeline

MOST_OTHERS = 8
HERE_FOR = timedelta(seconds=45)  # presence is told every 20 s; two missed ones and somebody is gone


_promises = Prepared(lambda case: Promise.objects.filter(case=case).order_by("kept_at", "due_at", "id"))
_contacts = Prepared(lambda customer: Contact.objects.filter(customer=customer).order_by("id"))
_offered = Prepared(
    lambda case: HandOff.objects.filter(case=case, state=HandOff.State.OFFERED).select_related("to_department")[:1]
)
_of_all = Prepared(lambda customer, case: _columns(Q(customer=customer) | Q(merged_into=case), case))
_of_mine = Prepared(
    lambda customer, case, me, department: _columns(
        Q(customer=customer) & (Q(guardian=me) | Q(holder=me) | Q(department=department)) | Q(merged_into=case),
        case,
    )
)


@dataclass(frozen=True, slots=True)
class Offer:
    """The offer that waits on a case, and whether this person may decide it or take it back."""

    pk: int
    to_department: str
    giver: str
    reason: str
    offered_at: datetime
    due_at: datetime
    is_mine_to_decide: bool
    is_mine_to_withdraw: bool
    may_bounce: bool


@dataclass(frozen=True, slots=True)
class OtherCase:
    """Another case of the same customer, or one that stands behind this one."""

    receipt: str
    summary: str
    state: str
    opened_at: datetime
    is_behind: bool

    @property
    def shown_receipt(self) -> str:
        return shown(self.receipt)


@dataclass(frozen=True, slots=True)
class Keeping:
    """The right side of a case page. `can` holds the verbs that make sense now and are this person's."""

    held_since: datetime
    cover: Employee | None
    ours: list[Promise]
    papers: list[Promise]
    served: list[Provision]
    offer: Offer | None
    contacts: list[Contact]
    others: list[OtherCase]
    behind: list[OtherCase]
    can: frozenset[str]

    def promised_at(self, due_at: datetime | None) -> datetime | None:
        """When the promise that is due then was made."""
        return next((each.made_at for each in self.ours if each.due_at == due_at), None)


def keeping_of(case: Case, who: Employee, *, at: datetime, story: Timeline) -> Keeping:
    """Read it all in few queries. What no fact of the story tells of (an offer, say) was never there, and is not
    asked for; unless the story is too long to be read whole.
    """
    promises = _promises(case=case.pk)
    cover = covered_by(case.guardian, at)
    keeps = _keeps(case, who, at, cover)
    offer = _offer(case, who, keeps=keeps) if story.may_tell("own.HandOffOffered") else None
    related = _related(case, who)
    return Keeping(
        held_since=_held_since(case, story),
        cover=cover,
        ours=[each for each in promises if each.owed_by == Promise.OwedBy.US],
        papers=[each for each in promises if each.owed_by == Promise.OwedBy.CUSTOMER],
        served=list(Provision.objects.filter(case=case)) if story.may_tell("own.ServedFirst") else [],
        offer=offer,
        contacts=_contacts(customer=case.customer_id),
        others=[each for each in related if not each.is_behind],
        behind=[each for each in related if each.is_behind],
        can=_can(case, who, offer=offer, keeps=keeps),
    )


def what_can(case: Case, who: Employee, *, at: datetime) -> frozenset[str]:
    """The verbs this person may try on the case as it stands: the table of states, less what is others' to do."""
    keeps = _keeps(case, who, at, covered_by(case.guardian, at))
    return _can(case, who, offer=_offer(case, who, keeps=keeps), keeps=keeps)


def _can(case: Case, who: Employee, *, offer: Offer | None, keeps: bool) -> frozenset[str]:
    can = set(rules.STEPS[case.state])
    is_cvi = who.is_a(Role.CVI)
    if offer is not None or not keeps:
        can.discard("hand_over")
    if offer is not None:
        can -= {"merge", "close", "close_unreached"}
    if who.pk == case.holder_id or not (
        who.department_id == case.department_id or who.pk == case.guardian_id or is_cvi
    ):
        can.discard("take")
    if not may_move_guardian(who, case):
        can.discard("move_guardian")
    if may(who, "see contact"):
        can.add("see_contact")
    if case.state == Case.State.CLOSED and may(who, "erase"):
        can.add("erase")
    return frozenset(can)


def present_at(case: Case, *, but: Employee, at: datetime) -> list[Presence]:
    """Who else has the case open now, writers first."""
    return list(
        Presence.objects.filter(case=case, seen_at__gt=at - HERE_FOR)
        .exclude(employee=but)
        .select_related("employee")
        .order_by("-is_writing", "employee__name_ko")
    )


def promise_on(case: Case, pk: int) -> Promise:
    """A promise of this case. Raises NotFound for any other."""
    found = Promise.objects.filter(case=case, pk=pk).first()
    if found is None:
        raise NotFound(ko="이 건에 그런 약속이 없습니다.", en="This case has no such promise.")
    return found


def _held_since(case: Case, story: Timeline) -> datetime:
    if story.held_since is None and not story.is_whole:
        return held_since([case.pk]).get(case.pk, case.opened_at)
    return story.held_since or case.opened_at


def _keeps(case: Case, who: Employee, at: datetime, cover: Employee | None) -> bool:
    if who.pk in (case.holder_id, case.guardian_id) or who.department_id == case.department_id:
        return True
    return who.is_a(Role.CVI) or who in (cover, covered_by(case.holder, at))


def _offer(case: Case, who: Employee, *, keeps: bool) -> Offer | None:
    waiting = _offered.first(case=case.pk)
    if waiting is None:
        return None
    language, named = reading_language(), names()
    is_mine = who.department_id == waiting.to_department_id
    return Offer(
        pk=waiting.pk,
        to_department=str(waiting.to_department),
        giver=named.get(("employee", waiting.giver_id), NOBODY).into(language),
        reason=waiting.reason,
        offered_at=waiting.offered_at,
        due_at=waiting.due_at,
        is_mine_to_decide=is_mine,
        is_mine_to_withdraw=keeps,
        may_bounce=is_mine and not waiting.to_department.is_cvi,
    )


def _related(case: Case, who: Employee) -> list[OtherCase]:
    """Others of the same customer and those behind this one; a department sees only its own of the former."""
    if sees_every_case(who):
        found = _of_all(customer=case.customer_id, case=case.pk)
    else:
        found = _of_mine(customer=case.customer_id, case=case.pk, me=who.pk, department=who.department_id)
    return [
        OtherCase(receipt, summary, state, opened_at, is_behind=into == case.pk)
        for receipt, summary, state, opened_at, into in found
    ]


def _columns(wanted: Q, but: Any) -> QuerySet[Case, Any]:
    columns = ("receipt", "voice__summary", "state", "opened_at", "merged_into_id")
    return Case.objects.filter(wanted).exclude(pk=but).order_by("-id").values_list(*columns)[:MOST_OTHERS]
