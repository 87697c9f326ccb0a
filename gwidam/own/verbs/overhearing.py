"""Taking what an ear heard: more words in a case, a new voice, or words that were taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow
from gwidam.core.ledger import part, record, verb
from gwidam.core.receipts import shown
from gwidam.listen.ears.heard import Gone, Heard
from gwidam.listen.models import Attachment, Channel, Delivery, Ear, Hearing, Voice
from gwidam.listen.verbs import digest_of_text, erase_voice
from gwidam.listen.verbs.ears import LISTENING
from gwidam.listen.verbs.overhearing import is_withdrawn, keep_hearing, name_of, take_turn, withdraw, words_of
from gwidam.people.verbs.customers import customers_of
from gwidam.post.queries import said_as
from gwidam.understand.verbs import erase_readings

from .. import events, rules
from ..models import Case
from .erasing import drop_files
from .following import hear_more
from .taking import Taken, take_in


@verb
def take_heard(*, ear: Ear, item: Heard | Gone, at: datetime) -> Taken | None:
    """Store one thing an ear heard, in one transaction; again, or in another order, it comes to the same.

    1. Words taken back where they were said are erased here, too, or never stored: None.
    2. A reply to a thread of ours by the customer of its case is more words in that case, while it is not closed.
    3. Anything else is a new voice, with its case; where it replies to a thread of ours, both cases are told that
       they may be related. Who is no participant never writes into a case.
    """
    name = name_of(ear, item.key)
    take_turn(name)
    if isinstance(item, Gone):
        _take_back(name, at=at)
        return None
    if is_withdrawn(name):
        return None
    heard = replace(item, text=words_of(item))
    case = _case_in_thread(ear, heard)
    taken = _as_more_words(ear, case, heard, name, at=at) if case and _is_of(case, heard) else None
    if taken is None:
        taken = _as_new_voice(ear, heard, name, at=at)
        if case is not None and taken.is_new and taken.voice.pk != case.voice_id:
            _may_be_related(taken, case, at=at)
    if taken.is_new:
        about = taken.case.about if taken.case else ""
        part(keep_hearing)(voice=taken.voice, ear=ear, heard=heard, about=about, by=LISTENING, at=at)
    return taken


def _case_in_thread(ear: Ear, heard: Heard) -> Case | None:
    """The case whose words it replies to: by our own mark, by what they were delivered as, or by what ours are called
    there."""
    if heard.about and (marked := _case_about(heard.about)) is not None:
        return marked
    for name in heard.replies_to:
        delivery = Delivery.objects.filter(key=name_of(ear, name)).values_list("voice_id", flat=True).first()
        if delivery is not None and (found := _case_with(delivery)) is not None:
            return found
        message = said_as(ear.shape.family, [name])
        if message is not None and (found := _case_about(message.about)) is not None:
            return found
    return None


def _case_with(voice_id: int) -> Case | None:
    """The case of a voice, or to which it was added."""
    about = Hearing.objects.filter(voice=voice_id).values_list("about", flat=True).first() or f"case:{voice_id}"
    return _case_about(about)


def _case_about(about: str) -> Case | None:
    noun, _, number = about.partition(":")
    if noun != "case":
        return None
    return Case.objects.select_related("voice__touchpoint", "customer").filter(pk=int(number)).first()


def _as_more_words(ear: Ear, case: Case, heard: Heard, name: str, *, at: datetime) -> Taken | None:
    """None where the case is closed: then what they say is a voice of its own."""
    try:
        rules.step(case.state, "add_words")
    except NotNow:
        return None
    voice, is_new = hear_more(
        case=case,
        channel=ear.channel,
        text=heard.text,
        key=name,
        digest=digest_of_text(name),
        said_at=heard.said_at,
        raw=heard.raw,
        at=at,
    )
    return Taken(voice, case, is_new=is_new)


def _as_new_voice(ear: Ear, heard: Heard, name: str, *, at: datetime) -> Taken:
    return take_in(
        channel=ear.channel,
        text=f"{heard.title}\n\n{heard.text}" if heard.title else heard.text,
        name=heard.name,
        reaches=[heard.who] if heard.who else [],
        language=heard.language,
        said_at=heard.said_at,
        needs_answer=heard.needs_answer,
        key=name,
        digest=digest_of_text(name),  # edited over there, it is the same delivery
        raw=heard.raw,
        by=LISTENING,
        at=at,
    )


@verb
def say_after_closing(*, case: Case, channel: Channel, text: str, key: str, by: Actor, at: datetime) -> Voice:
    """Words about a closed case that do not ask for it to begin again: a new voice of the same customer, once for its
    key; both cases are told that they may be related."""
    name = f"after:{case.receipt}:{key}"
    taken = take_in(
        channel=channel,
        text=text,
        customer=case.customer,
        touchpoint=case.voice.touchpoint,
        key=name,
        digest=digest_of_text(name),
        by=by,
        at=at,
    )
    if taken.is_new:
        _may_be_related(taken, case, at=at)
    return taken.voice


def _is_of(case: Case, heard: Heard) -> bool:
    """Whether its sender is the customer of the case."""
    if heard.who is None:
        return False
    found = customers_of({(heard.who.kind, heard.who.mark)})
    return found.get((heard.who.kind, heard.who.mark)) == case.customer_id


def _may_be_related(taken: Taken, case: Case, *, at: datetime) -> None:
    """Both sides learn of each other by number alone; whoever may open the other one can."""
    pairs = [(case, taken.voice.receipt)]
    if taken.case is not None:
        pairs.append((taken.case, case.receipt))
    for one, receipt in pairs:
        fact = events.MayBeRelated(case_id=one.pk, other_receipt=shown(receipt))
        record(fact, by=LISTENING, at=at, about=one.about)


def _take_back(name: str, *, at: datetime) -> None:
    if not withdraw(name=name, at=at):
        return
    delivery = Delivery.objects.select_related("voice").filter(key=name).first()
    if delivery is not None and delivery.voice.erased_at is None:
        take_back_voice(voice=delivery.voice, by=LISTENING, at=at)


@verb
def take_back_voice(*, voice: Voice, by: Actor, at: datetime) -> None:
    """The customer deleted what they had said: words, readings and files go here, too; the case stays in keeping.

    WordsTakenBack is told to the case, so that its guardian knows why there is nothing to read.
    """
    files = list(Attachment.objects.filter(voice=voice).values_list("sha256", flat=True))
    erase_voice(voice=voice, by=by, at=at)
    erase_readings(voice=voice, by=by, at=at)
    case = _case_with(voice.pk)
    about = case.about if case else f"voice:{voice.pk}"
    record(events.WordsTakenBack(voice_id=voice.pk), by=by, at=at, about=about)
    drop_files(files)
