"""Taking in: a voice is heard and, where it needs an answer, kept by a named person at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Required, TypedDict, Unpack

from django.db import IntegrityError, connection

from gwidam.core.actors import Actor
from gwidam.core.ledger import part, record, verb
from gwidam.core.memory import forget
from gwidam.core.rows import as_written, insertion, write_rows
from gwidam.listen.models import Channel, Voice
from gwidam.listen.verbs import hear
from gwidam.moments.models import Standard, Touchpoint
from gwidam.moments.queries import standard_for
from gwidam.people.contacts import Reach
from gwidam.people.models import Customer, Employee
from gwidam.people.verbs import recognise

from .. import events, rules
from ..models import Case, Promise
from ..queries.guarding import guardian_for
from .moves import due_by

WARN_BEFORE = timedelta(hours=4)  # the guardian hears of a promise at risk this long before, or at half time


@dataclass(frozen=True, slots=True)
class Taken:
    """What a door needs to give a receipt: the voice, its case if it needs an answer, and whether it is new."""

    voice: Voice
    case: Case | None
    is_new: bool


def take_in(**told: Unpack[Told]) -> Taken:
    """Take in a voice (see `_take_in`); once more when its guardian left the company in this very moment.

    Rosters are remembered for seconds, so that can happen; the database refuses it, and a voice is never lost
    to it.
    """
    try:
        return _take_in(**told)
    except IntegrityError as error:
        broken = getattr(error.__cause__, "diag", None)
        if broken is None or broken.constraint_name != "case_never_nobody":
            raise
    forget()
    heard_by = told.get("heard_by")
    if heard_by is not None and not heard_by.fresh().is_active:
        told["heard_by"] = None
    return _take_in(**told)


def has_left(error: IntegrityError) -> bool:
    """Whether the database refused a case because its guardian is no longer here."""
    told = getattr(error.__cause__, "diag", None)
    return told is not None and told.constraint_name == "case_never_nobody"


class Told(TypedDict, total=False):
    """What `take_in` takes."""

    channel: Required[Channel]
    text: Required[str]
    by: Required[Actor]
    at: Required[datetime]
    name: str
    reaches: Sequence[Reach]
    customer: Customer | None
    colleague: Employee | None
    heard_by: Employee | None
    touchpoint: Touchpoint | None
    kind: str
    product: str
    place: dict[str, Any] | None
    said_at: datetime | None
    needs_answer: bool | None
    language: str
    key: str
    digest: str
    raw: bytes | None
    wanted_skills: Sequence[str]


@verb
def _take_in(
    *,
    channel: Channel,
    text: str,
    by: Actor,
    at: datetime,
    name: str = "",
    reaches: Sequence[Reach] = (),
    customer: Customer | None = None,
    colleague: Employee | None = None,
    heard_by: Employee | None = None,
    touchpoint: Touchpoint | None = None,
    kind: str = "",
    product: str = "",
    place: dict[str, Any] | None = None,
    said_at: datetime | None = None,
    needs_answer: bool | None = None,
    language: str = "",
    key: str = "",
    digest: str = "",
    raw: bytes | None = None,
    wanted_skills: Sequence[str] = (),
) -> Taken:
    """Hear a voice and open its guarded case in one transaction, so that a receipt is never given for less.

    1. The voice is heard (see `listen.hear`): VoiceHeard. A delivery that came before gives what it gave then.
    2. Its customer is recognised by their contacts, or met.
    3. Where it needs an answer a case is opened: CaseOpened, with the promises its standards make.
    """

    def met() -> Customer:
        return part(recognise)(
            name=name, reaches=reaches, language=language or "ko", employee=colleague, by=by, at=at
        )

    heard = part(hear)(
        channel=channel,
        text=text,
        customer=customer or met,
        touchpoint=touchpoint,
        heard_by=heard_by,
        kind=kind,
        product=product,
        place=place,
        said_at=said_at,
        needs_answer=needs_answer,
        language=language,
        key=key,
        digest=digest,
        raw=raw,
        by=by,
        at=at,
    )
    if not heard.is_new:
        return Taken(heard.voice, Case.objects.filter(voice=heard.voice).first(), is_new=False)
    case = None
    if heard.voice.needs_answer:
        case = part(open_case)(voice=heard.voice, channel=channel, wanted_skills=wanted_skills, by=by, at=at)
    return Taken(heard.voice, case, is_new=True)


@verb
def open_case(
    *, voice: Voice, channel: Channel, by: Actor, at: datetime, wanted_skills: Sequence[str] = ()
) -> Case:
    """Give the voice a guardian and its promises. Whoever heard it with their own ears stays its guardian.

    Otherwise it is the one on duty with the skills and the least load, or the channel's owner at an hour
    when nobody is on duty. The customer's clock starts when they spoke to us, not when we got round to it.
    """
    guardian = voice.heard_by or guardian_for(channel, at=at, wanted=wanted_skills)
    row, owed = case_rows(
        voice_id=voice.pk,
        receipt=voice.receipt,
        customer_id=voice.customer_id,
        guardian=guardian,
        promises=first_promises(
            touchpoint_id=voice.touchpoint_id,
            door=channel.kind,
            # To somebody who gave no name nobody can say a first word.
            has_spoken=voice.heard_by_id is not None or channel.is_unnamed,
            since=voice.heard_at,
            at=at,
        ),
        since=voice.heard_at,
        by=by,
    )
    case = as_written(Case, row)
    case.voice, case.guardian, case.holder = voice, guardian, guardian
    _write_opened(row, owed)
    record_opened(row, owed, by=by, at=at)
    return case


Row = dict[str, Any]


def _write_opened(row: Row, owed: Sequence[Row]) -> None:
    """Write a case and what was promised with it, in one statement."""
    if not owed:
        write_rows(Case, [row])
        return
    opened, values = insertion(Case, [row])
    promised, more = insertion(Promise, owed)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH opened AS ({opened}) {promised}", [*values, *more])


def case_rows(
    *,
    voice_id: int,
    receipt: str,
    customer_id: int,
    guardian: Employee,
    promises: Sequence[Row],
    since: datetime,
    by: Actor,
) -> tuple[Row, list[Row]]:
    """The row of a case that opens, and those of what it promises first."""
    first = rules.most_at_risk((each["due_at"], each["kind"]) for each in promises)
    row = {
        "id": voice_id,
        "receipt": receipt,
        "voice_id": voice_id,
        "customer_id": customer_id,
        "guardian_id": guardian.pk,
        "holder_id": guardian.pk,
        "department_id": guardian.department_id,
        "opened_at": since,
        "next_due_at": first.due_at if first else None,
        "next_due_kind": first.kind if first else "",
    }
    return row, [{"case_id": voice_id, "made_by": by.actor, **each} for each in promises]


def record_opened(row: Row, promises: Sequence[Row], *, by: Actor, at: datetime) -> None:
    """CaseOpened: who guards it, and by when an answer is promised."""
    answer = next((each for each in promises if each["kind"] == Promise.Kind.ANSWER), None)
    record(
        events.CaseOpened(
            case_id=row["id"],
            guardian_employee_id=row["guardian_id"],
            holder_department_id=row["department_id"],
            answer_due_at=answer["due_at"].isoformat() if answer else None,
        ),
        by=by,
        at=at,
        about=f"case:{row['id']}",
    )


def first_promises(
    *, touchpoint_id: int | None, door: str, has_spoken: bool, since: datetime, at: datetime
) -> list[Row]:
    """What the standards of this touchpoint and kind of door promise from the first moment on, without a case.

    `has_spoken`: somebody has already spoken with the customer, so that no first word is owed.
    """
    kinds = [Standard.Kind.ANSWER] if has_spoken else [Standard.Kind.ANSWER, Standard.Kind.FIRST_WORD]
    promises = []
    for kind in kinds:
        standard = standard_for(kind, touchpoint_id=touchpoint_id, channel_kind=door)
        if standard is not None:
            due_at = due_by(standard, since)
            promises.append(
                {
                    "kind": kind.value,
                    "standard_id": standard.pk,
                    "made_at": at,
                    "due_at": due_at,
                    "tick_at": warn_at(at, due_at),
                }
            )
    return promises


def warn_at(made_at: datetime, due_at: datetime) -> datetime:
    """When the clock looks first: some time before it is due, so that it can still be kept."""
    return max(due_at - WARN_BEFORE, made_at + (due_at - made_at) / 2)
