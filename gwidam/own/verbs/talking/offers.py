"""A running talk is handed over by the words of every hand-over: offered, accepted, bounced, expired, withdrawn."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import record, verb
from gwidam.people.models import Department, Employee

from ... import events, rules, talk_words
from ...models import Talk, TalkLine, TalkOffer
from ...rules.talks import OFFER_FOR
from ..moves import safe
from ..offering import decide, must_receive
from .moves import add_line, locked, move_talk, must_keep_talk


@verb
def offer_talk(*, talk: Talk, to: Department, reason: str, by: Employee, at: datetime) -> TalkOffer:
    """Offer a running talk to a department; until somebody there accepts, its keeper goes on: TalkOffered.

    Raises NotValid without a reason, NotYours for anybody but its keeper, NotNow while another offer waits.
    """
    if not reason.strip():
        raise NotValid(ko="왜 건네는지 적어 주세요.", en="Say why you hand it over.", field="reason")
    now = locked(talk)
    rules.talk_step(now.state, "offer")
    must_keep_talk(now, by)
    if TalkOffer.objects.filter(talk=now, state=TalkOffer.State.OFFERED).exists():
        raise NotNow(ko="이미 건네 둔 대화입니다.", en="It is already offered.")
    offer = TalkOffer.objects.create(
        talk=now,
        giver=by,
        to_department=to,
        reason=safe(reason),
        offered_at=at,
        due_at=at + OFFER_FOR,
    )
    record(
        events.TalkOffered(
            talk_id=now.pk,
            offer_id=offer.pk,
            giver_employee_id=by.pk,
            to_department_id=to.pk,
            reason=offer.reason,
        ),
        by=by,
        at=at,
        about=now.about,
    )
    return offer


@verb
def accept_talk(*, offer: TalkOffer, by: Employee, at: datetime) -> TalkOffer:
    """Take over a talk that was offered to one's department: TalkAccepted, and the customer is told who came.

    Raises NotYours for another department, NotNow when somebody was faster (naming them).
    """
    must_receive(offer, by)
    decide(offer, "accept", by=by, at=at)
    talk = Talk.objects.get(pk=offer.talk_id)
    move_talk(talk, "accept", keeper_id=by.pk)
    now = locked(talk)
    record(
        events.TalkAccepted(
            talk_id=now.pk,
            offer_id=offer.pk,
            giver_employee_id=offer.giver_id,
            taker_employee_id=by.pk,
            to_department_id=offer.to_department_id,
        ),
        by=by,
        at=at,
        about=now.about,
    )
    text = talk_words.came(by, now.language)
    add_line(now, side=TalkLine.Side.HOUSE, text=text, key=f"came:{now.said + 1}", by=by, at=at)
    return offer


@verb
def bounce_talk(*, offer: TalkOffer, reason: str, by: Employee, at: datetime) -> TalkOffer:
    """Refuse with a reason; its keeper goes on: TalkBounced. Raises like `accept_talk`, NotValid without a reason."""
    if not reason.strip():
        raise NotValid(ko="되돌리는 이유를 적어 주세요.", en="Say why you bounce it.", field="reason")
    must_receive(offer, by)
    decide(offer, "bounce", by=by, at=at, bounce_reason=safe(reason))
    record(
        events.TalkBounced(
            talk_id=offer.talk_id,
            offer_id=offer.pk,
            giver_employee_id=offer.giver_id,
            to_department_id=offer.to_department_id,
            reason=offer.bounce_reason,
        ),
        by=by,
        at=at,
        about=f"talk:{offer.talk_id}",
    )
    return offer


@verb
def withdraw_talk(*, offer: TalkOffer, by: Employee, at: datetime) -> TalkOffer:
    """Take an offer back before it is decided: TalkOfferWithdrawn. Raises NotYours for anybody but the keeper."""
    must_keep_talk(Talk.objects.get(pk=offer.talk_id), by)
    decide(offer, "withdraw", by=by, at=at)
    _record_undecided(events.TalkOfferWithdrawn, offer, by=by, at=at)
    return offer


@verb
def expire_talk_offer(*, offer: TalkOffer, by: Actor, at: datetime) -> None:
    """Nobody decided in time; its keeper goes on and is told: TalkOfferExpired."""
    decide(offer, "expire", by=None, at=at)
    _record_undecided(events.TalkOfferExpired, offer, by=by, at=at)


def _record_undecided(
    kind: type[events.TalkOfferExpired | events.TalkOfferWithdrawn],
    offer: TalkOffer,
    *,
    by: Actor,
    at: datetime,
) -> None:
    told = kind(
        talk_id=offer.talk_id,
        offer_id=offer.pk,
        giver_employee_id=offer.giver_id,
        to_department_id=offer.to_department_id,
    )
    record(told, by=by, at=at, about=f"talk:{offer.talk_id}")
