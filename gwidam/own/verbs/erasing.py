"""Erasure: the person goes, what they taught us stays (PIPA art. 36; erased data must not be recoverable)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow
from gwidam.core.ledger import record, verb
from gwidam.core.models import Fact
from gwidam.listen.models import Attachment, Voice
from gwidam.listen.store import path_of
from gwidam.listen.verbs import erase_voice
from gwidam.people.models import Customer
from gwidam.people.verbs import erase_contacts
from gwidam.post import verbs as post
from gwidam.understand.verbs import erase_readings

from .. import events
from ..models import (
    Answer,
    Case,
    Closure,
    HandOff,
    Incident,
    Merge,
    Note,
    Outcome,
    Promise,
    Provision,
    Reopening,
    Talk,
    TalkFile,
    TalkLine,
    TalkOffer,
)
from .forgetting import clear_searches, traces_of

GONE = "(지움 · erased)"


@verb
def erase_customer(*, customer: Customer, ground: str, by: Actor, at: datetime) -> None:
    """Take away everything that says who somebody was, in every room.

    1. Their words, files and sealed originals, and all that was said in talks with them. 2. Words written to or
    about them. 3. Letters that left for them. 4. The personal part of every fact about them. 5. Searches that
    colleagues saved with their name, number or receipt; whose search it was is told. 6. Name and contacts.
    `ground` is one of `ErasureGround`.
    What stays: when, through which door, how long, who answered, cause and recurrence decision, the outcome.

    Raises NotNow while a case of theirs is still in keeping, or a talk goes on: they are answered first.
    """
    cases = Case.objects.filter(customer=customer)
    if cases.exclude(state=Case.State.CLOSED).exists():
        raise NotNow(
            ko="아직 챙기고 있는 건이 있습니다. 답하고 마친 뒤에 지울 수 있습니다.",
            en="A case of theirs is still in keeping; it is answered and closed first.",
        )
    talks = Talk.objects.filter(customer=customer)
    if talks.exclude(state=Talk.State.ENDED).exists():
        raise NotNow(
            ko="아직 대화하고 있는 고객입니다. 대화를 마친 뒤에 지울 수 있습니다.",
            en="A talk with them is still going on; it is ended first.",
        )
    voices = Voice.objects.filter(customer=customer, erased_at__isnull=True)
    files = list(Attachment.objects.filter(voice__customer=customer).values_list("sha256", flat=True))
    files += TalkFile.objects.filter(line__talk__in=talks).values_list("sha256", flat=True)
    about = [
        customer.actor,
        *(f"voice:{pk}" for pk in Voice.objects.filter(customer=customer).values_list("pk", flat=True)),
    ]
    about += [f"case:{pk}" for pk in cases.values_list("pk", flat=True)]
    about += [each.about for each in talks]
    for voice in voices:
        erase_voice(voice=voice, by=by, at=at)
        erase_readings(voice=voice, by=by, at=at)
    _erase_words(cases)
    _erase_talks(talks, by=by, at=at)
    post.erase(reader=customer.actor, by=by, at=at)
    Fact.objects.filter(about__in=about, personal__isnull=False).update(personal=None)
    clear_searches(traces=traces_of(customer), by=by, at=at)
    erase_contacts(customer=customer, by=by, at=at)
    record(
        events.LifeErased(customer_id=customer.pk, cases=cases.count(), ground=ground),
        by=by,
        at=at,
        about=customer.actor,
    )
    drop_files(files)


def _erase_words(cases: QuerySet[Case]) -> None:
    theirs = Q(case__in=cases)
    Answer.objects.filter(theirs).update(text=GONE, failed_because="")
    Note.objects.filter(theirs).update(text=GONE)
    HandOff.objects.filter(theirs).update(reason=GONE)
    HandOff.objects.filter(theirs).exclude(bounce_reason="").update(bounce_reason=GONE)
    Promise.objects.filter(theirs).exclude(says="").update(says=GONE)
    Promise.objects.filter(theirs).exclude(released_because="").update(released_because=GONE)
    Provision.objects.filter(theirs).update(served=GONE)
    Closure.objects.filter(theirs).update(anything_else=GONE)
    Closure.objects.filter(theirs).exclude(unreached_because="").update(unreached_because=GONE)
    Outcome.objects.filter(closure__case__in=cases).update(words="")
    Reopening.objects.filter(theirs).update(why=GONE)
    Merge.objects.filter(theirs).update(why=GONE)
    Incident.objects.filter(theirs).update(what=GONE, notice=GONE)


def _erase_talks(talks: QuerySet[Talk], *, by: Actor, at: datetime) -> None:
    """What was said goes, on both sides; when, how long and who kept it stay. The key opens nothing any more."""
    for talk in talks:
        TalkLine.objects.filter(talk=talk).update(text=GONE)
        TalkFile.objects.filter(line__talk=talk).update(name="", erased_at=at)
        TalkOffer.objects.filter(talk=talk).update(reason=GONE)
        TalkOffer.objects.filter(talk=talk).exclude(bounce_reason="").update(bounce_reason=GONE)
        Talk.objects.filter(pk=talk.pk).update(key=talk.about)
        record(events.TalkErased(talk_id=talk.pk), by=by, at=at, about=talk.about)


def drop_files(hashes: list[str]) -> None:
    """Delete the bytes that no other voice or talk still has. Done last: a file cannot be rolled back."""
    for sha256 in set(hashes):
        is_kept = Q(sha256=sha256, erased_at__isnull=True)
        if not (Attachment.objects.filter(is_kept).exists() or TalkFile.objects.filter(is_kept).exists()):
            path_of(sha256).unlink(missing_ok=True)
