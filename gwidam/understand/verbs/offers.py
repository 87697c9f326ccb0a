"""Services that answer needs: the catalogue, and what colleagues made of a suggestion."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.errors import NotValid
from gwidam.core.ledger import record, verb
from gwidam.listen.models import Voice
from gwidam.moments.models import Touchpoint
from gwidam.people.models import Employee

from .. import events, rules
from ..models import Offer, Offering
from ..names import VALUES


@verb
def set_offer(
    *,
    need: str,
    says_ko: str,
    by: Actor,
    at: datetime,
    says_en: str = "",
    link: str = "",
    touchpoint: Touchpoint | None = None,
    is_active: bool = True,
    offer: Offer | None = None,
) -> Offer:
    """Write a service into the catalogue, or change `offer`. Raises NotValid for an unknown need or no words.

    An offer is never deleted: what was told customers of it stays true. It is put away by `is_active`.
    """
    if need not in rules.OPTIONS["needs"]:
        raise NotValid(ko="그런 요구는 없습니다.", en="There is no such need.", field="need")
    if not says_ko.strip():
        raise NotValid(ko="무엇을 알려 드릴지 적어 주세요.", en="Say what is offered.", field="says_ko")
    offer = offer or Offer()
    offer.need, offer.says_ko, offer.says_en = need, says_ko.strip(), says_en.strip()
    offer.link, offer.touchpoint, offer.is_active = link, touchpoint, is_active
    offer.save()
    named = VALUES["needs"][need]
    record(
        events.OfferSet(
            offer_id=offer.pk,
            need_ko=named.ko,
            need_en=named.en,
            says=offer.says_ko,
            is_active=is_active,
        ),
        by=by,
        at=at,
        about=f"offer:{offer.pk}",
    )
    return offer


@verb
def note_offering(*, voice: Voice, offer: Offer, came: str, by: Employee, at: datetime) -> Offering:
    """Say what became of an offer for a voice: told the customer, or not fitting. Said again, it changes nothing.

    1. The last word stands. 2. OfferMade, or OfferUnfit. Raises NotValid for another word.
    """
    if came not in Offering.Came.values:
        raise NotValid(ko="고를 수 없는 값입니다.", en="This value cannot be chosen.", field="came")
    Voice.objects.select_for_update(no_key=True).get(pk=voice.pk)  # two colleagues at once take turns
    known = Offering.objects.filter(voice=voice, offer=offer).first()
    if known is not None and known.came == came:
        return known
    noted, _ = Offering.objects.update_or_create(
        voice=voice, offer=offer, defaults={"came": came, "by": by, "at": at}
    )
    fact = events.OfferMade if came == Offering.Came.OFFERED else events.OfferUnfit
    record(
        fact(voice_id=voice.pk, offer_id=offer.pk, says_ko=offer.says_ko, says_en=offer.says_en or offer.says_ko),
        by=by,
        at=at,
        about=f"voice:{voice.pk}",
    )
    return noted
