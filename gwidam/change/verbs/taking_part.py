"""Customers take part in an open campaign: known by their own link, or by an address they have confirmed."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils import timezone

from gwidam.core.actors import House
from gwidam.core.errors import NotFound, NotNow
from gwidam.core.ledger import part, record, verb
from gwidam.people.contacts import Reach
from gwidam.people.models import Customer
from gwidam.people.verbs import recognise
from gwidam.post import verbs as post
from gwidam.post.models import Message

from ..events import campaigns as events
from ..models import Campaign
from ..passes import pass_for

PAGE = House("page")


@verb
def ask_to_take_part(
    *, campaign: Campaign, reach: Reach, language: str, at: datetime, idea_id: int = 0
) -> Message:
    """Send a link to this address; whoever opens it is known by it. Once an hour, however often it is asked for.

    `idea_id`: the idea that the link leads back to; 0: to the whole campaign.

    Nobody is recognised yet, and nothing but the letter is kept of the address: anybody can type one.
    Raises NotNow outside the campaign's days, NotFound where customers see no ideas.
    """
    _must_be_open(campaign, at)
    back = f"?idea={idea_id}" if idea_id else ""
    return post.write(
        key=f"take-part:{campaign.pk}:{reach.mark}:{at:%Y%m%d%H}",
        reader=_reader(reach),
        address=reach.value,
        language=language,
        template="take_part",
        places={
            "title": str(campaign.title),
            "url": f"{settings.PUBLIC_URL}/fix/{campaign.key}/me/{pass_for(campaign, reach)}{back}",
        },
        about=campaign.about,
        is_verified=False,
        by=PAGE,
        at=at,
    )


@verb
def begin_to_take_part(
    *, campaign: Campaign, known: Customer | None, reach: Reach | None, language: str, at: datetime
) -> Customer:
    """They have read what is kept and agree; who they are.

    1. `known`, or whoever `reach` belongs to. 2. The letter that confirmed the address is emptied. 3.
    TakingPartAgreed.
    Raises NotNow outside the campaign's days, NotFound where customers see no ideas, or for nobody.
    """
    _must_be_open(campaign, at)
    if known is None and reach is None:
        raise _nothing()
    customer = known or part(recognise)(
        name="", reaches=[reach] if reach else [], language=language, by=PAGE, at=at
    )
    if customer.erased_at is not None:
        raise _nothing()
    if reach is not None:
        post.erase(reader=_reader(reach), by=PAGE, at=at)
    said = events.TakingPartAgreed(campaign_id=campaign.pk, customer_id=customer.pk)
    record(said, by=customer, at=at, about=campaign.about)
    return customer


def _reader(reach: Reach) -> str:
    """Who reads the letter, as long as nobody knows who that is."""
    return f"address:{reach.mark}"


def _must_be_open(campaign: Campaign, at: datetime) -> None:
    if not campaign.is_open:
        raise _nothing()
    if not campaign.is_running(timezone.localdate(at)):
        raise NotNow(ko="캠페인이 끝났습니다.", en="The campaign is over.")


def _nothing() -> NotFound:
    return NotFound(ko="이 링크로는 볼 수 있는 것이 없습니다.", en="There is nothing to see under this link.")
