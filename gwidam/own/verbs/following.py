"""What a customer does on the follow page: prove who they are, and add to what they said."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta

from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import record, verb
from gwidam.core.models import Fact
from gwidam.core.text import clean
from gwidam.listen.models import Channel, Voice
from gwidam.listen.verbs import hear
from gwidam.people import contacts
from gwidam.people.models import Contact

from .. import events, rules
from ..models import Case

MOST_TRIES = 5
TRIES_WITHIN = timedelta(hours=1)


@verb
def prove_contact(*, voice: Voice, proof: str, at: datetime, takes_email: bool = False) -> bool:
    """Whether `proof` is the last four digits of the customer's phone, or, if taken, their e-mail address.

    Each wrong one is a fact. Raises NotNow after MOST_TRIES wrong ones within TRIES_WITHIN, also for a right
    one; the voice is locked, so that many at once get no more tries than one after the other.
    """
    Voice.objects.select_for_update().only("pk").get(pk=voice.pk)
    about = f"voice:{voice.pk}"
    wrong = Fact.objects.filter(about=about, kind=events.ProofFailed.kind, at__gt=at - TRIES_WITHIN).count()
    if wrong >= MOST_TRIES:
        raise NotNow(
            ko="다섯 번 맞지 않았습니다. 한 시간 뒤에 다시 해 주세요.",
            en="That was wrong five times. Please try again in an hour.",
        )
    if _is_proof(voice, proof, takes_email=takes_email):
        return True
    record(events.ProofFailed(voice_id=voice.pk), by=voice.customer, at=at, about=about)
    return False


def _is_proof(voice: Voice, proof: str, *, takes_email: bool) -> bool:
    given = clean(proof, 300).text.strip()
    if "@" not in given:
        digits = "".join(str(int(letter)) for letter in given if letter.isdecimal())[-4:]
        tails = Contact.objects.filter(customer=voice.customer_id, kind=Contact.Kind.PHONE).values_list(
            "tail", flat=True
        )
        return len(digits) == 4 and any(hmac.compare_digest(digits, tail) for tail in tails)
    if not takes_email:
        return False
    try:
        mark = contacts.email(given).mark
    except NotValid:
        return False
    return Contact.objects.filter(customer=voice.customer_id, kind=Contact.Kind.EMAIL, mark=mark).exists()


@verb
def add_words(*, case: Case, channel: Channel, text: str, key: str, at: datetime) -> Voice:
    """Hear more from the same customer about a case in keeping: a voice of its own that needs no answer of its own.

    1. VoiceHeard, once for a `key` and its words. 2. WordsAdded on the case wakes its guardian and holder.
    Raises NotNow once the case is closed: then "not done" begins it again.
    """
    rules.step(case.state, "add_words")
    name = f"more:{case.receipt}:{key[:64]}:{hashlib.sha256(text.encode()).hexdigest()[:32]}"
    return hear_more(case=case, channel=channel, text=text, key=name, at=at)[0]


@verb
def hear_more(
    *,
    case: Case,
    channel: Channel,
    text: str,
    key: str,
    at: datetime,
    digest: str = "",
    said_at: datetime | None = None,
    raw: bytes | None = None,
) -> tuple[Voice, bool]:
    """The same for any door, once for a `key` at the channel; the voice, and whether it is new."""
    heard = hear(
        channel=channel,
        text=text,
        customer=case.customer,
        touchpoint=case.voice.touchpoint,
        needs_answer=False,
        key=key,
        digest=digest,
        said_at=said_at,
        raw=raw,
        by=case.customer,
        at=at,
    )
    if heard.is_new:
        record(
            events.WordsAdded(
                case_id=case.pk,
                added_voice_id=heard.voice.pk,
                guardian_employee_id=case.guardian_id,
                holder_employee_id=case.holder_id,
            ),
            by=case.customer,
            at=at,
            about=case.about,
        )
    return heard.voice, heard.is_new
