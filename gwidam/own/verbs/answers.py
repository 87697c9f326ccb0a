"""Answers and notes: what leaves the house, what reached the customer, what stays among colleagues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import record, verb
from gwidam.core.prepared import Prepared
from gwidam.core.texting import LMS_BYTES
from gwidam.listen.queries import answerable
from gwidam.people.models import Contact, Employee
from gwidam.people.queries import live_contacts

from .. import events
from ..models import Answer, Case, Note, Promise
from ..reaching import by_text as texted_to
from ..reaching import is_by_text
from ..wording import answer_as_text
from .moves import freshen_due, move, safe
from .promising import keep_all, owe_answer_again

# Asked for every answer. Grams are thousands of numbers that no answer needs.
_case = Prepared(lambda pk: Case.objects.filter(pk=pk))
_behind = Prepared(
    lambda front: (
        Case.objects.filter(merged_into=front)
        .select_related("voice__channel", "customer", "guardian")
        .defer("voice__grams")
    )
)

SPEAKS = (Promise.Kind.FIRST_WORD, Promise.Kind.CALLBACK)


@verb
def answer(
    *,
    case: Case,
    text: str,
    by: Employee,
    at: datetime,
    is_spoken: bool = False,
    on_page: bool = False,
    by_mail: bool = False,
    by_text: bool = False,
    is_public: bool = False,
    last_seen: int | None = None,
) -> Answer:
    """Answer the customer through the door they left open; cases standing behind this one are answered too.

    1. `is_spoken`: said on the phone or at the counter, so it has reached them. Else by the line through which they
       wrote, else (or where `by_mail` asks for it) by e-mail where an address works, else (or where `by_text` asks
       for it) by text message where a mobile number does, else (or where `on_page` asks for it) on their follow page,
       where it has reached them once they read it. `is_public`: on purpose where
       everybody reads it, which only who spoke in public is answered.
    2. AnswerGiven is recorded; the loop lets the words leave and tells this room whether they arrived.
    3. The first word is kept with it; the answer is kept only when it has arrived.

    `last_seen` is the id of the last answer its writer saw (0: none). Raises NotValid without words, and for more
    than a text message holds; NotNow
    where a colleague answered after that: two answers that do not know of each other confuse a customer.
    """
    words = safe(text)
    if not words:
        raise NotValid(ko="답을 적어 주세요.", en="Write the answer.", field="text")
    way = _way(case, is_spoken=is_spoken, on_page=on_page, by_mail=by_mail, by_text=by_text, is_public=is_public)
    ways = [(case, way), *((each, _way(each)) for each in _behind(front=case.pk))]
    for each, its_way in ways:
        _must_fit(each, words, its_way)
    given, *_others = [_give(each, words, its_way, by=by, at=at) for each, its_way in ways]
    if last_seen is not None:  # asked once the case's row is locked by its move, so that nobody slips between
        _must_be_next(given, last_seen)
    return given


def _must_be_next(given: Answer, last_seen: int) -> None:
    between = (
        Answer.objects.filter(case=given.case_id, pk__gt=last_seen, pk__lt=given.pk)
        .exclude(by=given.by_id)
        .select_related("by")
        .first()
    )
    if between is not None:
        raise NotNow(
            ko=f"쓰시는 동안 {between.by.name_ko} 님이 먼저 답했습니다. 그 답을 보고 다시 보내 주세요.",
            en=f"While you were writing, {between.by} answered. Read that answer, then send yours again.",
            answer=between.pk,
        )


@dataclass(frozen=True, slots=True)
class Way:
    """By which door an answer goes; the address of a mail; whether everybody may read it, and whether it is one text
    message."""

    door: str
    contact: Contact | None = None
    is_public: bool = False
    is_text: bool = False


def _way(
    case: Case,
    *,
    is_spoken: bool = False,
    on_page: bool = False,
    by_mail: bool = False,
    by_text: bool = False,
    is_public: bool = False,
) -> Way:
    if is_spoken:
        return Way(Answer.Door.SPOKEN)
    hearing = None if on_page or by_mail or by_text else answerable(case.voice)
    if is_public and (hearing is None or not hearing.is_public):
        raise NotValid(
            ko="고객이 공개된 곳에 쓴 글이 아니어서, 공개로 답할 수 없습니다.",
            en="The customer did not write in public, so the answer cannot be public.",
            field="door",
        )
    if hearing is not None:
        return Way(Answer.Door.LINE, is_public=is_public, is_text=is_by_text(hearing))
    if on_page:
        return Way(Answer.Door.PAGE)
    contacts = live_contacts(case.customer)
    if contacts and contacts[0].kind == Contact.Kind.EMAIL:
        return Way(Answer.Door.EMAIL, contacts[0])
    texting = texted_to(contacts)
    return Way(Answer.Door.TEXT, texting[0], is_text=True) if texting else Way(Answer.Door.PAGE)


def _must_fit(case: Case, words: str, way: Way) -> None:
    if not way.is_text:
        return
    size = answer_as_text(case, words).size
    if size > LMS_BYTES:
        raise NotValid(
            ko=f"문자 한 통은 {LMS_BYTES:,}바이트까지인데, 이 답은 앞뒤 글까지 {size:,}바이트입니다.",
            en=f"A text message holds {LMS_BYTES:,} bytes, and this answer has {size:,} with what stands around it.",
            field="text",
        )


def _give(case: Case, words: str, way: Way, *, by: Employee, at: datetime) -> Answer:
    move(case, "answer")
    given = Answer.objects.create(
        case=case, text=words, door=way.door, contact=way.contact, is_public=way.is_public, by=by, at=at
    )
    record(
        events.AnswerGiven(case_id=case.pk, answer_id=given.pk, answer_door=way.door),
        by=by,
        at=at,
        about=case.about,
    )
    if keep_all(case, kinds=[Promise.Kind.FIRST_WORD], by=by, at=at):
        freshen_due(case)
    if way.door == Answer.Door.SPOKEN:
        answer_reached(answer=given, by=by, at=at)
        given.refresh_from_db()
    return given


@verb
def answer_reached(*, answer: Answer, by: Actor, at: datetime) -> None:
    """The words have arrived: the case is answered and the promise of an answer is kept. Idempotent."""
    if not Answer.objects.filter(pk=answer.pk, delivered_at__isnull=True, failed_at__isnull=True).update(
        delivered_at=at
    ):
        return
    answer.delivered_at = at
    case = _case(pk=answer.case_id)[0]
    move(case, "deliver", answered_at=case.answered_at or at)
    record(events.AnswerDelivered(case_id=case.pk, answer_id=answer.pk), by=by, at=at, about=case.about)
    kinds = [Promise.Kind.ANSWER, Promise.Kind.FIRST_WORD]
    if answer.door == Answer.Door.SPOKEN:
        kinds.append(Promise.Kind.CALLBACK)
    keep_all(case, kinds=kinds, by=by, at=at)
    freshen_due(case)


@verb
def answer_failed(*, answer: Answer, because: str, by: Actor, at: datetime) -> None:
    """The words did not arrive, or came back: the customer was not answered, and is owed an answer again.

    Unless another answer did arrive, the case goes back to open at its guardian. Idempotent.
    """
    if not Answer.objects.filter(pk=answer.pk, failed_at__isnull=True).update(
        failed_at=at, failed_because=because[:300]
    ):
        return
    case = Case.objects.select_related("voice__channel", "department__calendar").get(pk=answer.case_id)
    reached = Answer.objects.filter(case=case, delivered_at__isnull=False, failed_at__isnull=True).exists()
    if not reached:
        was_closed = case.state == Case.State.CLOSED
        also = {"holder_id": case.guardian_id, "department_id": case.guardian.department_id} if was_closed else {}
        move(case, "undeliver", answered_at=None, closed_at=None, **also)
        owe_answer_again(case, by=by, at=at)
    record(
        events.AnswerFailed(
            case_id=case.pk,
            answer_id=answer.pk,
            guardian_employee_id=case.guardian_id,
            because=because[:300],
        ),
        by=by,
        at=at,
        about=case.about,
    )
    freshen_due(case)


@verb
def say_first_word(*, case: Case, by: Employee, at: datetime) -> None:
    """Somebody has spoken with the customer: the first word and any call-back are kept."""
    record(events.FirstWordSaid(case_id=case.pk), by=by, at=at, about=case.about)
    if keep_all(case, kinds=SPEAKS, by=by, at=at):
        freshen_due(case)


@verb
def leave_note(*, case: Case, text: str, by: Employee, at: datetime, mentions: Sequence[Employee] = ()) -> Note:
    """Words among colleagues; whoever is mentioned is told."""
    words = safe(text)
    if not words:
        raise NotValid(ko="메모를 적어 주세요.", en="Write the note.", field="text")
    move(case, "note")
    note = Note.objects.create(case=case, text=words, by=by, at=at, mentions=[each.pk for each in mentions])
    record(
        events.NoteLeft(case_id=case.pk, note_id=note.pk, mentions=note.mentions),
        by=by,
        at=at,
        about=case.about,
        wakes=tuple(each.actor for each in mentions),
    )
    return note
