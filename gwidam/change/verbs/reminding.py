"""The link to all that somebody has said, sent to the address they left."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.ledger import verb
from gwidam.people.models import Contact, Customer
from gwidam.people.queries import live_contacts
from gwidam.post import verbs as post
from gwidam.post.models import Message

from ..tracking import said_url


@verb
def send_said_link(*, customer: Customer, by: Actor, at: datetime) -> Message | None:
    """Write it to their mail address, once a day however often it is asked for; None where they left none."""
    address = next((each for each in live_contacts(customer) if each.kind == Contact.Kind.EMAIL), None)
    if address is None:
        return None
    return post.write(
        key=f"said:{customer.pk}:{at.date().isoformat()}",
        reader=customer.actor,
        address=str(address.value),
        language=customer.language,
        template="said_link",
        places={"all_url": said_url(customer.pk), **({"name": customer.name} if customer.name else {})},
        about=customer.actor,
        is_verified=address.verified_at is not None,
        by=by,
        at=at,
    )
