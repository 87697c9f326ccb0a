"""Letters: words put into a form in the reader's language, and mail made of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.template import Context, Engine
from django.utils import timezone
from django.utils.translation import override

from gwidam.core.sealed import fingerprint

from . import rules
from .carriers.base import Leaving, Saying
from .tokens import mute_url

if TYPE_CHECKING:
    from .models import Line, Message

_FOLDER = Path(__file__).parent / "templates"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
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
    line = " ".join(_CONTROLS.sub(" ", text).split())
    return line if len(line) <= _SUBJECT_LENGTH else line[: _SUBJECT_LENGTH - 1] + "…"


def mailbox(address: str | None) -> str | None:
    """The address when one mailbox can be reached by it, its domain in ASCII; otherwise None."""
    if not address or address != address.strip() or _CONTROLS.search(address):
        return None
    try:
        parsed = Address(addr_spec=address)
        domain = parsed.domain.encode("idna").decode("ascii")
    except (MessageError, ValueError, IndexError):
        return None
    if not parsed.username or "." not in domain.strip(".") or len(address) > 254:  # RFC 5321, 4.5.3.1.3
        return None
    return Address(username=parsed.username, domain=domain).addr_spec


def message_id(key: str) -> str:
    """The Message-ID of a notice: the same at every try, so that a mailbox folds what arrives twice."""
    return f"<{fingerprint(key, purpose='post.message-id')}@{_own_domain()}>"


def thread_id(*, reader: str, about: str) -> str:
    """A Message-ID that never was: mails to one reader about one thing refer to it and so stand together."""
    return f"<{fingerprint(f'{reader} {about}', purpose='post.thread')}@{_own_domain()}>"


def letter(message: Message, *, at: datetime) -> EmailMessage:
    """The mail of a message that has an address: text and HTML, every header in place."""
    template = rules.TEMPLATES[message.template]
    mail = EmailMessage()
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = message.message_id
    name, address = sender_name()
    mail["From"] = Address(display_name=name, addr_spec=address)
    mail["To"] = message.address
    mail["Subject"] = message.subject
    if message.reply_to:
        mail["Reply-To"] = message.reply_to
    mail["References"] = mail["In-Reply-To"] = thread_id(reader=message.reader, about=message.about)
    mail["Content-Language"] = message.language
    if not template.is_personal:
        # RFC 3834, 5; the second is what Exchange listens to.
        mail["Auto-Submitted"] = "auto-generated"
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


def sender_name() -> tuple[str, str]:
    """(name, address) of who the mail is from; the house's name where the setting has none."""
    name, address = parseaddr(settings.MAIL_FROM)
    return name or settings.HOUSE_NAME, address


def _own_domain() -> str:
    return sender_name()[1].rpartition("@")[2] or "localhost"
