"""The need behind a theme, and the services that answer it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import record, verb
from gwidam.core.masking import mask
from gwidam.core.text import clean
from gwidam.people.models import Employee

from .. import events
from ..models import Need, Offer, Theme
from .themes.arranging import live

LONGEST = 500  # letters of each of its three sentences


@verb
def write_need(
    *,
    theme: Theme,
    job: str,
    by: Employee,
    at: datetime,
    cause: str = "",
    prevention: str = "",
    offers: Sequence[Offer] = (),
    seen: int = 0,
) -> Need:
    """Say what the customers of a theme try to do, why it fails, and what would have prevented it.

    `offers` are suggested from then on for every voice of the theme. A theme that stands under another one has the
    need of that one. `seen`: the version its writer knew, 0 for none. Written again alike, it changes nothing.

    1. One version more. 2. NeedWritten. Raises NotValid without a job or for words that are too long, NotNow for a
    theme that is no more, and where somebody else wrote meanwhile.
    """
    theme = live(theme)  # two writers take turns
    theme = live(theme.under) if theme.under is not None else theme
    said = _said(job=job, cause=cause, prevention=prevention)
    chosen = sorted(offers, key=lambda offer: offer.pk)
    need = Need.objects.filter(theme=theme).first() or Need(theme=theme, version=0)
    if need.version and _stands(need, said, chosen):
        return need
    if need.version != seen:
        raise NotNow(
            ko="그사이 다른 동료가 먼저 적었습니다. 읽어 보고 그래도 바꾸려면 다시 저장해 주세요.",
            en="A colleague wrote meanwhile. Read it, and save again to replace it.",
        )
    need.job, need.cause, need.prevention = said["job"], said["cause"], said["prevention"]
    need.version, need.by, need.at = need.version + 1, by, at
    need.save()
    need.offers.set(chosen)
    record(
        events.NeedWritten(
            theme_id=theme.pk,
            need_version=need.version,
            offer_ids=[offer.pk for offer in chosen],
            offers=[offer.says_ko for offer in chosen],
            **said,
        ),
        by=by,
        at=at,
        about=theme.about,
    )
    return need


def _said(**sentences: str) -> dict[str, str]:
    """The sentences as they are kept: cleaned, and masked like a voice."""
    kept = {field: mask(clean(text).text).text.strip() for field, text in sentences.items()}
    if not kept["job"]:
        raise NotValid(
            ko="고객이 무엇을 하려고 했는지 적어 주세요.", en="Say what the customer tries to do.", field="job"
        )
    for field, text in kept.items():
        if len(text) > LONGEST:
            raise NotValid(ko=f"{LONGEST}자까지 쓸 수 있습니다.", en=f"At most {LONGEST} letters.", field=field)
    return kept


def _stands(need: Need, said: dict[str, str], offers: Sequence[Offer]) -> bool:
    linked = set(need.offers.values_list("pk", flat=True))
    return all(getattr(need, field) == text for field, text in said.items()) and linked == {
        offer.pk for offer in offers
    }
