"""Which words leave when: the letters of this room, each with a key of its own so that it leaves once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse

from gwidam.core.actors import POST
from gwidam.core.models import Fact
from gwidam.core.prepared import Prepared
from gwidam.core.receipts import shown
from gwidam.listen.models import Voice
from gwidam.listen.queries import answerable, wants_no_receipt
from gwidam.people.models import Contact, Employee
from gwidam.people.queries import covered_by, live_contacts
from gwidam.post import verbs as post
from gwidam.post.letters import TEXTED
from gwidam.understand.names import named
from gwidam.understand.rules import TO_CVI

from .by_mail import ByMail, by_mail
from .models import Answer, Case, Closure, HandOff, Note, Promise
from .queries.waking import woken
from .reaching import by_text, is_by_text
from .wording import places_of

Answered = Answer  # `answer` below is a letter

# Asked for every voice. Grams are thousands of numbers that no letter needs.
_case_of_voice = Prepared(
    lambda voice: (
        Case.objects.select_related("voice", "customer", "guardian").defer("voice__grams").filter(voice=voice)
    )
)
_first_answer_promised = Prepared(
    lambda case: Promise.objects.filter(case=case, kind="answer").order_by("due_at")[:1]
)
_closure = Prepared(lambda pk: Closure.objects.select_related("case__customer", "case__guardian").filter(pk=pk))
_answered = Prepared(
    lambda pk: Answered.objects.select_related("case__customer", "case__guardian", "contact").filter(pk=pk)
)


def receipt(*, voice_id: int, at: datetime) -> None:
    """Number and link, by mail or by text message; never to a mail that a machine may have sent."""
    case = _case_of_voice.first(voice=voice_id)
    if case is None or wants_no_receipt(case.voice):
        return
    promised = _first_answer_promised.first(case=case.pk)
    _to_customer(
        case,
        key=f"receipt:{voice_id}",
        template="receipt",
        at=at,
        answer_by_at=promised.due_at if promised else None,
    )


def answer(answer: Answered, *, at: datetime) -> None:
    """The answer itself, where it goes by e-mail or by the line they wrote through."""
    if answer.door == Answered.Door.LINE:
        _by_line(answer, at=at)
    if answer.door in (Answered.Door.EMAIL, Answered.Door.TEXT) and answer.contact is not None:
        _to_customer(
            answer.case,
            key=f"answer:{answer.pk}",
            template="answer",
            at=at,
            contact=answer.contact,
            words=answer.text,
        )


def _by_line(answer: Answered, *, at: datetime) -> None:
    """Under the customer's own words. A line that was ended meanwhile leaves the letter without an address."""
    case = answer.case
    hearing = answerable(case.voice)
    is_text = hearing is not None and is_by_text(hearing)
    post.write(
        key=f"answer:{answer.pk}",
        reader=case.customer.actor,
        address=hearing.address if hearing else None,
        language=case.customer.language,
        template="answer",
        places={**places_of(case, is_text=is_text), "words": answer.text},
        about=case.about,
        is_verified=True,  # it goes back to where they spoke
        line=hearing.ear.line if hearing else None,
        thread=hearing.thread if hearing else None,
        is_public=answer.is_public,
        by=POST,
        at=at,
    )


def answer_of(fact: Fact) -> Answered | None:
    """The answer a letter carried, by the letter's key; None for other letters."""
    noun, _, pk = str(fact.body.get("key", "")).partition(":")
    return answer_with(int(pk)) if noun == "answer" else None


def answer_with(pk: int) -> Answered | None:
    """The answer with its case, its customer and its guardian."""
    return _answered.first(pk=pk)


def because_of(fact: Fact) -> str:
    """Why a letter did not arrive, in the words the post recorded."""
    told = fact.all_fields
    return str(told.get("because_ko") or told.get("because") or "?")


def promise_made(promise: Promise, *, at: datetime) -> None:
    """What we promised and by when; what the customer owes is a letter of its own."""
    if promise.owed_by == Promise.OwedBy.CUSTOMER:
        papers(promise, times=0, at=at)
    elif promise.kind != Promise.Kind.WORK:
        _to_customer(
            promise.case,
            key=f"promise:{promise.pk}",
            template="promise_made",
            at=at,
            what=_what(promise, promise.case.customer.language),
            due_at=promise.due_at,
        )


def promise_broken(promise: Promise, *, at: datetime) -> None:
    """Sorry to the customer; a call to act to guardian and holder."""
    case = promise.case
    if promise.kind != Promise.Kind.WORK:
        _to_customer(
            case,
            key=f"broken:{promise.pk}",
            template="promise_broken_sorry",
            at=at,
            what=_what(promise, case.customer.language),
            due_at=promise.due_at,
        )
    _to_keepers(case, key=f"broken:{promise.pk}", template="promise_at_risk", at=at, promise=promise)


def promise_at_risk(promise: Promise, *, at: datetime) -> None:
    """A call to act while it can still be kept."""
    _to_keepers(promise.case, key=f"risk:{promise.pk}", template="promise_at_risk", at=at, promise=promise)


def papers(promise: Promise, *, times: int, at: datetime) -> None:
    """Which papers are still needed, and by when; nothing is cancelled."""
    _to_customer(
        promise.case,
        key=f"papers:{promise.pk}:{times}",
        template="papers_reminder",
        at=at,
        papers=promise.says,
        due_at=promise.due_at,
    )


def closed(*, closure_id: int, at: datetime) -> None:
    """Fixed, half, or not?"""
    closure = _closure(pk=closure_id)[0]
    _to_customer(closure.case, key=f"closed:{closure.pk}", template="closed", at=at)


def danger(*, voice_id: int, dangers: Sequence[str], at: datetime) -> None:
    """Whoever guards the voice, who covers for them, and the CVI team where it is too large for one person.

    A voice that needed no answer has no guardian: the owner of its channel hears of it. The letter names what
    was heard, never the customer's words.
    """
    voice = Voice.objects.select_related("channel__owner").get(pk=voice_id)
    case = Case.objects.select_related("guardian").filter(voice=voice).first()
    guardian = case.guardian if case else voice.channel.owner
    readers = [guardian, covered_by(guardian, at)] if guardian else []
    if not TO_CVI.isdisjoint(dangers):
        readers += Employee.objects.filter(department__is_cvi=True, is_active=True).order_by("id")
    page = reverse("own:case", args=[voice.receipt]) if case else reverse("desks:heard", args=[voice.receipt])
    for reader in _distinct(each for each in readers if each is not None):
        post.write_to_colleague(
            reader,
            key=f"danger:{voice.pk}:{'+'.join(sorted(dangers))}:{reader.pk}",
            template="danger",
            about=f"case:{voice.pk}" if case else f"voice:{voice.pk}",
            at=at,
            receipt=shown(voice.receipt),
            url=settings.PUBLIC_URL + page,
            what=named("dangers", list(dangers), reader.language),
            helpline="109" if "self_harm" in dangers else None,
        )


def rise(told: Mapping[str, Any], *, at: datetime) -> None:
    """The CVI team hears of a theme that really rises, as its fact tells it; never the customers' words."""
    for reader in Employee.objects.filter(department__is_cvi=True, is_active=True).order_by("id"):
        post.write_to_colleague(
            reader,
            key=f"rise:{told['rise_id']}:{reader.pk}",
            template="theme_rising",
            about=f"theme:{told['theme_id']}",
            at=at,
            url=settings.PUBLIC_URL + reverse("understand:theme", args=[told["theme_id"]]),
            theme=told["name"],
            people=str(told["people"]),
            expected=str(told["expected"]),
        )


def reopened(case: Case, *, fact_id: int, at: datetime) -> None:
    """The customer hears that we are on it again; the guardian is asked to act."""
    _to_customer(case, key=f"reopened:{fact_id}", template="reopened", at=at)
    waiting = case.promises.filter(kind=Promise.Kind.ANSWER, kept_at__isnull=True).order_by("-id").first()
    if waiting is not None:
        _to_keepers(case, key=f"reopened:{fact_id}", template="promise_at_risk", at=at, promise=waiting)


def answer_failed(answer: Answered, *, at: datetime) -> None:
    """The guardian hears that the customer was not reached."""
    waiting = answer.case.promises.filter(kind=Promise.Kind.ANSWER, kept_at__isnull=True).order_by("-id").first()
    if waiting is not None:
        _to_keepers(answer.case, key=f"unreached:{answer.pk}", template="promise_at_risk", at=at, promise=waiting)


def offer(handoff: HandOff, *, at: datetime) -> None:
    """Everybody of the department who can accept it, or the one person it is meant for."""
    readers = (
        [handoff.to_person]
        if handoff.to_person
        else Employee.objects.filter(department_id=handoff.to_department_id, is_active=True)
    )
    for reader in readers:
        _to_employee(
            reader,
            handoff.case,
            key=f"offer:{handoff.pk}:{reader.pk}",
            template="offer",
            at=at,
            giver=_name(handoff.giver, reader.language),
            from_department=_name(handoff.from_department, reader.language),
            department=_name(handoff.to_department, reader.language),
            reason=handoff.reason,
            due_at=handoff.due_at,
        )


def came_back(handoff: HandOff, *, at: datetime) -> None:
    """Giver and guardian hear that an offer was bounced, or that nobody decided in time."""
    for reader in _distinct([handoff.giver, handoff.case.guardian]):
        better = handoff.better_department
        _to_employee(
            reader,
            handoff.case,
            key=f"back:{handoff.pk}:{reader.pk}",
            template="bounce_back",
            at=at,
            department=_name(handoff.to_department, reader.language),
            reason=handoff.bounce_reason
            or ("기한 안에 답이 없었습니다." if reader.language == "ko" else "Nobody decided in time."),
            better_department=_name(better, reader.language) if better else None,
        )


def mentioned(*, note_id: int, at: datetime) -> None:
    """Those named in a note."""
    note = Note.objects.select_related("by", "case").get(pk=note_id)
    for reader in Employee.objects.filter(pk__in=note.mentions, is_active=True):
        _to_employee(
            reader,
            note.case,
            key=f"mention:{note.pk}:{reader.pk}",
            template="mention",
            at=at,
            author=_name(note.by, reader.language),
            words=note.text,
        )


def found(*, voice_ids: Sequence[int], at: datetime) -> None:
    """Whoever saved a search and wants to be woken hears of the new voices it finds: one line for all of a batch.

    The letter names the search and how many there are, never the customer's words.
    """
    for search, voices in woken(voice_ids, at=at):
        receipt = voices[0].receipt
        page = reverse("own:case" if voices[0].has_case else "desks:heard", args=[receipt])
        if len(voices) > 1:
            page = f"{reverse('desks:search')}?{urlencode({'q': search.question})}"
        post.write_to_colleague(
            search.owner,
            key=f"search:{search.pk}:{voices[0].pk}",
            template="search_found",
            about=f"search:{search.pk}",
            at=at,
            search=search.name,
            count=len(voices),
            url=settings.PUBLIC_URL + page,
        )


def search_cleared(fact: Fact, *, at: datetime) -> None:
    """Whoever saved a search that named an erased customer; `search` is left out where that named them as well."""
    owner = Employee.objects.get(pk=fact.body["owner_employee_id"])
    if not owner.is_active:
        return
    post.write_to_colleague(
        owner,
        key=f"search-cleared:{fact.body['search_id']}",
        template="search_cleared",
        about=f"search:{fact.body['search_id']}",
        at=at,
        saved_at=datetime.fromisoformat(fact.body["saved_at"]),
        url=settings.PUBLIC_URL + reverse("desks:search"),
        search=fact.all_fields["name"] or None,
    )


def _to_customer(
    case: Case, *, key: str, template: str, at: datetime, contact: Contact | None = None, **places: Any
) -> None:
    """By e-mail, else by text message where the letter has such a form."""
    customer = case.customer
    found = [contact] if contact else live_contacts(customer)
    texting = by_text(found) if template in TEXTED else None
    contact = texting[0] if texting else next((each for each in found if each.kind == Contact.Kind.EMAIL), None)
    if contact is None:
        return
    mail = ByMail(texting[1], None) if texting else by_mail(case)
    post.write(
        key=key,
        reader=customer.actor,
        address=contact.value if contact.dead_at is None else None,
        language=customer.language,
        template=template,
        places={
            **places_of(case, is_text=texting is not None),
            **{name: value for name, value in places.items() if value is not None},
        },
        about=case.about,
        is_verified=contact.verified_at is not None,
        line=mail.line,
        thread=mail.thread,
        by=POST,
        at=at,
    )


def _to_keepers(case: Case, *, key: str, template: str, at: datetime, promise: Promise) -> None:
    """Guardian, holder, and whoever covers for either of them now."""
    keepers = [case.guardian, case.holder]
    keepers += [cover for each in keepers if (cover := covered_by(each, at)) is not None]
    for reader in _distinct(keepers):
        _to_employee(
            reader,
            case,
            key=f"{key}:{reader.pk}",
            template=template,
            at=at,
            what=_what(promise, reader.language),
            due_at=promise.due_at,
        )


def _to_employee(reader: Employee, case: Case, *, key: str, template: str, at: datetime, **places: Any) -> None:
    post.write_to_colleague(
        reader,
        key=key,
        template=template,
        about=case.about,
        at=at,
        receipt=shown(case.receipt),
        url=settings.PUBLIC_URL + reverse("own:case", args=[case.receipt]),
        **places,
    )


def _distinct(people: Iterable[Employee]) -> list[Employee]:
    return list({each.pk: each for each in people}.values())


def _name(named: Any, language: str) -> str:
    return (named.name_en or named.name_ko) if language == "en" else named.name_ko


_WHAT = {
    "answer": ("답변", "an answer"),
    "first_word": ("첫 연락", "a first word"),
    "callback": ("전화드리기", "a call back"),
    "papers": ("서류", "papers"),
    "work": ("담당 부서의 일", "the department's work"),
}


def _what(promise: Promise, language: str) -> str:
    return promise.says or _WHAT[promise.kind][language == "en"]
