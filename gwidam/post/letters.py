"""Letters: words put into a form in the reader's language, and mail made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template import Context, Engine
from django.utils import timezone
from django.utils.translation import override

from gwidam.core.sealed import fingerprint

from . import rules, tokens
from .addresses import CONTROLS
from .carriers.base import Leaving, Saying
from .identifiers import POLICY, bounded
from .senders import house_sender, sender_of
from .tokens import mute_url

if TYPE_CHECKING:
    from .models import Line, Message

_FOLDER = Path(__file__).parent / "templates"
_SUBJECT_LENGTH = 150  # characters; phones show about 40
_FORMS = Engine(dirs=[str(_FOLDER)])
# Letters that have a form as a text message.
TEXTED = frozenset(each.name.split(".")[0] for each in (_FOLDER / "post" / "text").iterdir())


@dataclass(frozen=True, slots=True)
class Words:
    """A letter's words: one line, plain text, the same as HTML."""

    subject: str
    body: str
    page: str


def written(template: str, places: Mapping[str, object], *, language: str, reader: str, topic: str) -> Words:
    """The words of a letter in 'ko' or 'en', with moments in the time zone of the house."""
    stem = f"post/mail/{template}.{language}"
    can_be_muted = rules.TOPICS[topic].can_be_muted
    context = {
        **places,
        "language": language,
        "house": settings.HOUSE_NAME,
        "topic": rules.TOPICS[topic].name.into(language),
        "mute_url": mute_url(reader=reader, topic=topic) if can_be_muted else "",
        "foot": f"post/mail/foot.{language}.html",
    }
    with override(language), timezone.override(ZoneInfo(settings.TIME_ZONE)):
        plain, marked_up = Context(context, autoescape=False), Context(context, autoescape=True)
        subject = _FORMS.get_template(f"{stem}.subject").render(plain)
        body = _FORMS.get_template(f"{stem}.txt").render(plain)
        foot = _FORMS.get_template(f"post/mail/foot.{language}.txt").render(plain)
        page = _FORMS.get_template(f"{stem}.html").render(marked_up)
    return Words(subject=one_line(subject), body=f"{body.strip()}\n\n{foot.strip()}\n", page=page)


def spoken(template: str, places: Mapping[str, object], *, language: str, reader: str, topic: str) -> Words:
    """The words of a letter for a line that carries no mail: what is said, without the manners of a letter.

    Everybody may read them there, so that they hold no link that opens anything. Raises TemplateDoesNotExist for a
    letter that has no such form.
    """
    return _plain("said", template, places, language)


def as_text(template: str, places: Mapping[str, object], *, language: str, reader: str, topic: str) -> Words:
    """The words of a letter as a text message: short, for one telephone, with the link to the reader's own page.

    Raises TemplateDoesNotExist for a letter that is none of TEXTED.
    """
    return _plain("text", template, places, language)


def form_for(line: Line | None) -> Callable[..., Words]:
    """How words are put for what they leave by: as a mail, as a text message, or as what is said."""
    if line is None or line.shape.is_mail:
        return written
    return as_text if line.shape.is_texting else spoken


def _plain(folder: str, template: str, places: Mapping[str, object], language: str) -> Words:
    with override(language), timezone.override(ZoneInfo(settings.TIME_ZONE)):
        plain = Context({**places, "language": language, "house": settings.HOUSE_NAME}, autoescape=False)
        body = _FORMS.get_template(f"post/{folder}/{template}.{language}.txt").render(plain)
    return Words(subject="", body=body.strip(), page="")


def one_line(text: str) -> str:
    """Text that can stand in a header: no line breaks or other controls, not too long."""
    line = " ".join(CONTROLS.sub(" ", text).split())
    return line if len(line) <= _SUBJECT_LENGTH else line[: _SUBJECT_LENGTH - 1] + "…"


def message_id(key: str, *, reader: str = "", about: str = "") -> str:
    """The Message-ID of a notice: the same at every try, so that a mailbox folds what arrives twice.

    To a customer about a case it carries the mark of the case, by which their answer comes home.
    """
    own = fingerprint(key, purpose="post.message-id")
    return tokens.message_id(own=own, domain=_own_domain(), case=tokens.case_to_mark(reader=reader, about=about))


def thread_id(*, reader: str, about: str) -> str:
    """A Message-ID that never was: mails to one reader about one thing refer to it and so stand together."""
    return f"<{fingerprint(f'{reader} {about}', purpose='post.thread')}@{_own_domain()}>"


def letter(message: Message, *, at: datetime) -> EmailMessage:
    """The mail of a message that has an address: text and HTML, every header in place."""
    template = rules.TEMPLATES[message.template]
    theirs = answered_by(message)
    mail = EmailMessage(policy=POLICY)
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message.message_id
    sender = sender_of(message)
    mail["From"] = Address(display_name=sender.name, addr_spec=sender.address)
    mail["To"] = message.address
    mail["Subject"] = message.subject
    if sender.reply_to:
        mail["Reply-To"] = sender.reply_to
    # The first reference holds the letters of a case together once their own mails are forgotten.
    references = [thread_id(reader=message.reader, about=message.about), *(f"<{each}>" for each in theirs)]
    mail["In-Reply-To"], mail["References"] = references[-1], " ".join(references)
    mail["Content-Language"] = message.language
    if not template.is_personal:
        # RFC 3834, 5: a receipt answers the mail it is for. The second is what Exchange listens to.
        mail["Auto-Submitted"] = "auto-replied" if theirs and template.is_receipt else "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
    if rules.TOPICS[message.topic].can_be_muted:
        # RFC 8058: the mail program offers one tap, and posts without cookies.
        mail["List-Unsubscribe"] = f"<{mute_url(reader=message.reader, topic=message.topic)}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.body, cte="base64" if message.language == "ko" else "quoted-printable")
    mail.add_alternative(
        message.page, subtype="html", cte="base64" if message.language == "ko" else "quoted-printable"
    )
    return mail


def leaving(message: Message, *, at: datetime) -> Leaving:
    """What the carrier of a message takes: a mail, or what its line says."""
    if message.line is None or message.line.shape.is_mail:
        return letter(message, at=at)
    return Saying(
        key=message.key,
        to=message.address,
        text=message.body,
        language=message.language,
        thread={**(message.thread or {}), "is_public": message.is_public},
        is_again=message.attempts > 1,
        written_at=message.queued_at,
    )


def answered_by(message: Message) -> Sequence[str]:
    """What a mail answers, without brackets, newest last; empty where its reader did not write by mail."""
    is_mail = message.line is None or message.line.shape.is_mail
    return bounded((message.thread or {}).get("references", ())) if is_mail else ()


def _own_domain() -> str:
    return house_sender()[1].rpartition("@")[2] or "localhost"
