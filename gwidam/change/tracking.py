"""Said and done: whoever has this link sees all that one customer has said, and what became of it.

It is not the link of a follow page. That one is shown to whoever fills in the form, and anybody can fill it in with
somebody else's address; this one stands in letters only, so that whoever opens it reads that customer's mail.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from django.conf import settings

from gwidam.core.errors import NotFound
from gwidam.core.text import number_in
from gwidam.people.models import Customer

_MAC_LETTERS = 22  # base64url letters, 6 bits each


def said_token(customer_id: int) -> str:
    """`<number>-<mac>`, the same each time."""
    return f"{customer_id}-{_mac(customer_id)}"


def said_url(customer_id: int) -> str:
    """Absolute address of the page."""
    return f"{settings.PUBLIC_URL}/said/{said_token(customer_id)}"


def customer_of(token: str) -> Customer:
    """The customer a token opens. Raises NotFound for any token that opens none, and after erasure."""
    written, _, mac = token.partition("-")
    number = number_in(written)
    if number and hmac.compare_digest(mac.encode(), _mac(number).encode()):
        found = Customer.objects.filter(pk=number, erased_at__isnull=True).first()
        if found is not None:
            return found
    raise NotFound(ko="이 링크로는 볼 수 있는 것이 없습니다.", en="There is nothing to see under this link.")


def _mac(customer_id: int) -> str:
    key = hmac.new(settings.SECRET_KEY.encode(), b"gwidam/said", hashlib.sha256).digest()
    mac = hmac.new(key, str(customer_id).encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).decode()[:_MAC_LETTERS]
