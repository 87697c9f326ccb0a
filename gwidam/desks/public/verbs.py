"""What a customer does on a public page, each one act."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from gwidam.core.actors import House
from gwidam.core.ledger import verb
from gwidam.listen.models import Channel, Delivery
from gwidam.listen.verbs import attach
from gwidam.listen.verbs.files import GivenFile
from gwidam.moments.models import Touchpoint
from gwidam.own.models import Case
from gwidam.own.verbs import Taken, take_in
from gwidam.people.contacts import Reach
from gwidam.people.models import Employee
from gwidam.people.verbs import recognise

PAGE = House("page")


@verb
def speak(
    *,
    channel: Channel,
    text: str,
    key: str,
    at: datetime,
    language: str,
    name: str = "",
    reaches: Sequence[Reach] = (),
    files: Sequence[GivenFile] = (),
    touchpoint: Touchpoint | None = None,
    colleague: Employee | None = None,
) -> Taken:
    """Take in what somebody wrote on the page, with their files, in one transaction.

    `key` is the page's; together with what was said it names the delivery, so that sending the same twice
    gives the same receipt, and words changed after going back are a voice of their own, never a refusal.
    Raises NotValid on an empty text, a closed channel, or a file that is not taken.
    """
    key = _delivery_key(key, text, name, [each.mark for each in reaches], files)
    earlier = Delivery.objects.select_related("voice__customer").filter(key=Delivery.name_of(channel, key)).first()
    if earlier is not None:
        return Taken(earlier.voice, Case.objects.filter(voice=earlier.voice).first(), is_new=False)
    customer = recognise(
        name=name, reaches=reaches, language=language, employee=colleague, by=colleague or PAGE, at=at
    )
    taken = take_in(
        channel=channel, text=text, customer=customer, touchpoint=touchpoint, key=key, by=customer, at=at
    )
    if taken.is_new and files:
        attach(voice=taken.voice, files=files, by=customer, at=at)
    return taken


def _delivery_key(key: str, text: str, name: str, marks: Sequence[str], files: Iterable[GivenFile]) -> str:
    said = [text, name, *marks, *((each.name, getattr(each, "size", 0)) for each in files)]
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=True).encode()).hexdigest()
    return f"page:{key[:64]}:{digest[:32]}"
