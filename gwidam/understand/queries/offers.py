"""The catalogue of services that answer needs, and what was suggested for a voice."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from gwidam.core.memory import remembered

from ..models import Offer, Offering
from ..names import HEARD_NEEDS, IN_THEME


@dataclass(frozen=True, slots=True)
class Suggested:
    """A service to tell the customer of. `heard`: why, in words; `came`: what a colleague made of it, or ''."""

    offer: Offer
    heard: str
    came: str
    by: str


def offers_for(needs: Collection[str]) -> tuple[Offer, ...]:
    """Active offers that answer any of these needs, in order of need."""
    return tuple(each for each in _active() if each.need in needs)


def suggested(
    voice_id: int, needs: Collection[str], *, theme: str = "", linked: Sequence[Offer] = ()
) -> tuple[Suggested, ...]:
    """What may be offered to whoever spoke; at most one query, and none where nothing fits.

    needs: heard in the voice. linked: what answers the need behind its theme, which is called `theme`; a need that
    was heard says more than a theme, so an offer that fits both is told by the need.
    """
    why = {offer: str(IN_THEME).format(theme=theme) for offer in linked}
    why |= {offer: str(HEARD_NEEDS[offer.need]) for offer in offers_for(needs)}
    offers = sorted(why, key=lambda offer: (offer.need, offer.pk))
    if not offers:
        return ()
    noted = Offering.objects.filter(voice_id=voice_id, offer__in=offers).select_related("by")
    known = {each.offer_id: each for each in noted}
    return tuple(
        Suggested(
            offer=offer,
            heard=why[offer],
            came=known[offer.pk].came if offer.pk in known else "",
            by=str(known[offer.pk].by.name) if offer.pk in known else "",
        )
        for offer in offers
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """An offer in the catalogue, and how often it was told customers, and found not fitting."""

    offer: Offer
    offered: int
    unfit: int


def catalogue() -> list[Listed]:
    """All offers, put away ones last. One query."""
    counted = {came: Count("offerings", filter=Q(offerings__came=came)) for came in Offering.Came.values}
    found = Offer.objects.select_related("touchpoint").annotate(**counted).order_by("-is_active", "need", "id")
    return [Listed(each, each.offered, each.unfit) for each in found]


@remembered
def _active() -> tuple[Offer, ...]:
    return tuple(Offer.objects.filter(is_active=True).select_related("touchpoint").order_by("need", "id"))
