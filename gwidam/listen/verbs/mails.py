"""Mails are kept as they came, before anything is made of them; then each is read once and becomes something."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from gwidam.core.actors import Actor
from gwidam.core.errors import NotFound, NotNow, NotValid
from gwidam.core.ledger import part, record, verb
from gwidam.core.masking import mask
from gwidam.core.sealed import seal
from gwidam.people import contacts
from gwidam.people.models import Contact
from gwidam.people.verbs import mark_dead
from gwidam.post.models import Line, Message
from gwidam.post.said import MAIL, mark_of
from gwidam.post.senders import house_sender, own_addresses
from gwidam.post.tokens import thread_secret
from gwidam.post.verbs import bounce

from .. import events
from ..ears.heard import File, Heard
from ..mail import Candidate, Decision, House, candidates, judge, keys, line_of
from ..mail import Mail as Letter
from ..mail.becoming import SAID, becomes, is_quiet, spoken
from ..models import Ear, Mail, Voice
from .ears import LISTENING
from .overhearing import take_turn

CONTENT = "content:"  # how the keys begin that a mail has by what it says
OLDEST = timedelta(days=30)  # a clock that is further behind is wrong, and says nothing of when they wrote


class Taken(Protocol):
    """What the room above makes of what was heard."""

    @property
    def voice(self) -> Voice: ...
    @property
    def case(self) -> Any: ...
    @property
    def is_new(self) -> bool: ...


Takes = Callable[..., Any]  # polling.take, which gives a Taken, or None where words were taken back


@verb
def keep_mail(*, ear: Ear, raw: bytes, key: str, at: datetime) -> Mail:
    """Keep a mail as it came, sealed; the same `key` at one ear again is the same mail. MailKept is recorded.

    Whoever gave it is told only after this has committed: from then on it cannot be lost.
    """
    mail, is_new = Mail.objects.get_or_create(
        ear=ear,
        key=key,
        defaults={
            "sha256": hashlib.sha256(raw).hexdigest(),
            "size": len(raw),
            "raw": seal(raw),
            "came_at": at,
            "read_due_at": at,
        },
    )
    if is_new:
        record(
            events.MailKept(mail_id=mail.pk, channel=ear.channel.code, size=mail.size),
            by=LISTENING,
            at=at,
            about=mail.about,
        )
    return mail


@verb
def settle_mail(*, mail: Mail, letter: Letter, take: Takes, at: datetime) -> str:
    """Make of a mail what it is, in one transaction; returns what it became. Twice is once.

    1. What came back is noted at the message it was, which so did not arrive; nobody has the address any more where
       the other side says that for good.
    2. A voice is taken as any ear's (`take`): more words in a case, or a voice with a case of its own.
    3. Anything else is set aside with the decisions that say why. MailRead is recorded.
    """
    row = Mail.objects.select_for_update(of=("self",)).select_related("ear__channel", "ear__line").get(pk=mail.pk)
    if row.state == Mail.State.READ:
        return str(row.became)
    marks = _marks_of(letter)
    for each in sorted(marks.values()):
        take_turn(f"mail {each}")
    decisions = judge(letter, house(_seen(marks)))
    became, voice = _made_of(row, letter, decisions, take, at)
    row.state, row.became, row.voice = Mail.State.READ, became, voice
    row.is_quiet = is_quiet(decisions)
    row.marks = list(marks.values())
    row.named = mark_of(MAIL, letter.message_id) if letter.message_id else ""
    row.log = _log(letter, decisions)
    row.text = mask(letter.text).text
    row.page = None if letter.html_sanitised is None else mask(letter.html_sanitised).text
    row.save()
    _tell(row, at=at)
    return str(row.became)


@verb
def take_mail_as_voice(*, mail: Mail, letter: Letter, take: Takes, by: Actor, at: datetime) -> Voice:
    """Somebody says that a mail set aside is a customer's voice after all. Raises NotNow where it is one already."""
    row = Mail.objects.select_for_update(of=("self",)).select_related("ear__channel", "ear__line").get(pk=mail.pk)
    if not row.is_aside:
        raise NotNow(ko="이미 고객의 소리로 받은 메일입니다.", en="It is a voice already.")
    taken: Taken | None = take(row.ear, heard_of(row, letter, house({})), at=at)
    if taken is None:
        raise NotNow(ko="보낸 사람이 거두어들인 메일입니다.", en="Its sender took it back.")
    row.became, row.voice, row.is_quiet = Mail.Became.VOICE, taken.voice, True
    row.save(update_fields=["became", "voice", "is_quiet"])
    _tell(row, at=at, by=by)
    return taken.voice


@verb
def see_raw(*, mail: Mail, why: str, by: Actor, at: datetime) -> bytes:
    """The sealed bytes of a mail; looking is a fact with a reason (PIPA safety standard, art. 8). Raises NotValid."""
    if len(why.strip()) < 2:
        raise NotValid(ko="원본을 보는 이유를 적어 주세요.", en="Say why you need the original.", field="why")
    if mail.raw is None:
        raise NotValid(ko="원본은 이미 지워졌습니다.", en="The original is gone.", field="why")
    record(events.MailSeen(mail_id=mail.pk, why=why.strip()[:200]), by=by, at=at, about=mail.about)
    return bytes(mail.raw)


def house(seen: Mapping[str, Any]) -> House:
    """What the filters may know of this house. seen: the keys of mails taken in before."""
    address = house_sender()[1].lower()
    own = {address}
    for line in Line.objects.filter(ended_at__isnull=True).only("account", "spec"):
        own |= {each.lower() for each in own_addresses(line)}
    domain = address.rpartition("@")[2]
    return House(
        secret=thread_secret(),
        mailboxes=frozenset(own),
        domains=frozenset({domain} - {""}),
        seen=frozenset(seen),
    )


def heard_of(row: Mail, letter: Letter, of_house: House) -> Heard:
    """A mail in the shape every ear hears."""
    found = candidates(letter, of_house)
    marked = next((each.case for each in found if each.case.isdecimal()), "")
    sender = letter.from_[0] if letter.from_ else None
    said_at = letter.date if letter.date and letter.date > row.came_at - OLDEST else row.came_at
    known = _known(found)
    return Heard(
        key=key_of(letter),
        title=letter.subject.strip(),
        text=spoken(letter),
        said_at=said_at,
        who=_reach(sender.address) if sender else None,
        name=sender.name[:80] if sender else "",
        about=f"case:{marked}" if marked else "",
        replies_to=(*(f"<{each.message_id}>" for each in found if each.message_id), *known),
        files=tuple(File(each.name, each.content) for each in letter.attachments),
    )


def key_of(letter: Letter) -> str:
    """By what it is delivered once: by what it says, else by its bytes."""
    return next((key for key in keys(letter) if key.startswith(CONTENT)), f"raw:{letter.sha256}")


def _known(found: Sequence[Candidate]) -> tuple[str, ...]:
    """Under which names the mails it answers were delivered, where they came to us."""
    named = [mark_of(MAIL, each.message_id) for each in found if each.message_id]
    rows = Mail.objects.filter(named__in=named, voice__isnull=False).exclude(log=None) if named else []
    return tuple(row.log["key"] for row in rows if row.log)


def _made_of(
    row: Mail, letter: Letter, decisions: Sequence[Decision], take: Takes, at: datetime
) -> tuple[str, Voice | None]:
    became = becomes(decisions)
    if became == "bounce":
        _note_bounce(decisions, at=at)
    if became == "twice":
        return became, _earlier_voice(letter)
    if became in Mail.ASIDE:
        return became, None
    taken: Taken | None = take(row.ear, heard_of(row, letter, house({})), at=at)
    if taken is None:
        return "twice", None
    if not taken.is_new:
        return "twice", taken.voice
    is_more = taken.case is not None and taken.case.voice_id != taken.voice.pk
    return ("more" if is_more else "voice"), taken.voice


def _note_bounce(decisions: Sequence[Decision], *, at: datetime) -> None:
    """What came back is no answer. Only our own message says whose address is dead: anybody can write a report."""
    told = next(each for each in decisions if each.filter == "bounce")
    if told.verdict not in ("hard", "soft"):
        return
    failures: Any = told.found["failures"]
    because = next((each["diagnostic"] or each["status"] for each in failures), "") or told.reason.en
    named: Any = told.found["message_ids"]
    for name in named:
        try:
            message = bounce(message_id=f"<{name}>", because=because, by=LISTENING, at=at)
        except (NotFound, NotNow):
            continue
        if told.verdict == "hard":
            _bury(message, because, at=at)


def _bury(message: Message, because: str, *, at: datetime) -> None:
    noun, _, number = message.reader.partition(":")
    reach = _reach(message.address or "")
    if noun != "customer" or reach is None:
        return
    for contact in Contact.objects.filter(customer=int(number), kind=reach.kind, mark=reach.mark):
        part(mark_dead)(contact=contact, because=because, by=LISTENING, at=at)


def _marks_of(letter: Letter) -> dict[str, str]:
    """Fingerprints of the keys by which it is known again."""
    return {key: mark_of(MAIL, key) for key in keys(letter)}


def _seen(marks: Mapping[str, str]) -> dict[str, str]:
    """Those keys that a mail had that was read before; none where its content is new.

    Programs reuse a Message-ID for letters that say something else, and no voice may be lost to that.
    """
    there = Mail.objects.filter(marks__overlap=list(marks.values())).values_list("marks", flat=True)
    found = {mark for each in there for mark in each}
    seen = {key: mark for key, mark in marks.items() if mark in found}
    return seen if any(key.startswith(CONTENT) for key in seen) else {}


def _earlier_voice(letter: Letter) -> Voice | None:
    mark = _marks_of(letter)[key_of(letter)]
    first = Mail.objects.filter(marks__contains=[mark], voice__isnull=False).select_related("voice").order_by("pk")
    found = first.first()
    return found.voice if found else None


def _reach(address: str) -> contacts.Reach | None:
    try:
        return contacts.email(address)
    except NotValid:
        return None


def _log(letter: Letter, decisions: Sequence[Decision]) -> dict[str, Any]:
    told = line_of(letter, decisions, ())
    left_out = ("text", "folds", "html_sanitised", "headers")
    return {
        **{name: value for name, value in told.items() if name not in left_out},
        "key": key_of(letter),
    }


def _tell(row: Mail, *, at: datetime, by: Actor = LISTENING) -> None:
    said = SAID[row.became]
    fact = events.MailRead(
        mail_id=row.pk,
        channel=row.ear.channel.code,
        became=row.became,
        became_ko=said.ko,
        became_en=said.en,
        voice_id=row.voice_id,
    )
    record(fact, by=by, at=at, about=row.about)
