"""What one mailbox can be reached by."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.headerregistry import Address

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def mailbox(address: str | None) -> str | None:
    """The address when one mailbox can be reached by it, its domain in ASCII; otherwise None."""
    if not address or address != address.strip() or CONTROLS.search(address):
        return None
    try:
        parsed = Address(addr_spec=address)
        domain = parsed.domain.encode("idna").decode("ascii")
    except (MessageError, ValueError, IndexError):
        return None
    if not parsed.username or "." not in domain.strip(".") or len(address) > 254:  # RFC 5321, 4.5.3.1.3
        return None
    return Address(username=parsed.username, domain=domain).addr_spec
