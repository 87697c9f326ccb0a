"""The pass in a confirming letter: whoever opens it reads the mail of the address that was typed."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing

from gwidam.core.errors import NotFound, NotValid
from gwidam.core.sealed import seal, unseal
from gwidam.people.contacts import Reach, email

from .models import Campaign

LASTS = timedelta(days=7)
_SALT = "gwidam.take-part"


def pass_for(campaign: Campaign, reach: Reach) -> str:
    """What stands in the link: the address, sealed, for this campaign and for a week."""
    sealed = seal(f"{campaign.pk} {reach.value}".encode())
    return signing.dumps(sealed.hex(), salt=_SALT)


def address_in(campaign: Campaign, written: str) -> Reach:
    """The address a pass was made for. Raises NotFound for any that is not ours, is another's, or is too old."""
    try:
        sealed = bytes.fromhex(signing.loads(written, salt=_SALT, max_age=LASTS))
        number, _gap, address = unseal(sealed).decode().partition(" ")
        if number == str(campaign.pk):
            return email(address)
    except (signing.BadSignature, ValueError, TypeError, NotValid):
        pass
    raise NotFound(
        ko="오래되었거나 맞지 않는 링크입니다. 새 링크를 받아 주세요.",
        en="This link is too old, or none of ours. Please ask for a new one.",
    )
