"""The gate to the mails of a case, and to the pictures that stand in them."""

from __future__ import annotations

from datetime import datetime

from django.core import signing

from gwidam.core.errors import NotFound
from gwidam.listen.models import Attachment, Mail
from gwidam.listen.queries import mails_of
from gwidam.people.models import Employee

from ..by_mail import voices_of
from ..models import Case
from .cases import case_for
from .timeline import Timeline

SALT = "gwidam.own.picture"
PICTURE_FOR = 600  # seconds an address of a picture is good for: it is asked for as soon as its mail is open


def shown_mails(case: Case, story: Timeline) -> list[Mail]:
    """The mails a case came by whose words are still kept, oldest first; most cases cost no query."""
    voices = voices_of(case) if story.may_tell("own.WordsAdded") else [case.voice_id]
    return [each for each in mails_of(voices) if each.log]


def mail_for(who: Employee, receipt: str, pk: int, *, at: datetime) -> tuple[Case, Mail]:
    """A case and one of its mails. Raises NotFound for anybody who may not see the case, and for any other mail."""
    case = case_for(who, receipt, at=at)
    found = Mail.objects.select_related("ear__channel", "voice").filter(pk=pk, voice__in=voices_of(case)).first()
    if found is None or found.log is None:
        raise NotFound(ko="그런 메일은 없습니다.", en="There is no such mail.")
    return case, found


def pictures_of(mail: Mail, *, case: Case, who: Employee, begin: str) -> dict[str, str]:
    """{content id: address} of the pictures of a mail that lie in the store; `begin` and a token for this reader."""
    kept = {each.sha256: each.pk for each in _pictures(mail)}
    return {
        each["content_id"]: f"{begin}{_token(who, case, mail, kept[each['sha256']])}"
        for each in (mail.log or {})["attachments"]
        if each["content_id"] and each["sha256"] in kept
    }


def picture_for(token: str, *, at: datetime) -> Attachment:
    """The picture behind an address, as long as its reader may see the case. Raises NotFound.

    A sandboxed frame has no origin, so that a browser sends no session with what it asks for: the address itself says
    whom it was made for.
    """
    try:
        who_pk, receipt, mail_pk, pk = signing.loads(token, salt=SALT, max_age=PICTURE_FOR)
    except signing.BadSignature:
        raise _no_picture() from None
    who = Employee.objects.filter(pk=who_pk).first()
    if who is None:
        raise _no_picture()
    _, mail = mail_for(who, receipt, mail_pk, at=at)
    found = next((each for each in _pictures(mail) if each.pk == pk), None)
    if found is None:
        raise _no_picture()
    return found


def _pictures(mail: Mail) -> list[Attachment]:
    """What was kept of a mail that its first bytes say is a picture."""
    there = Attachment.objects.filter(voice=mail.voice_id, erased_at__isnull=True, media_type__startswith="image/")
    return list(there.order_by("pk"))


def _token(who: Employee, case: Case, mail: Mail, pk: int) -> str:
    return signing.dumps([who.pk, case.receipt, mail.pk, pk], salt=SALT)


def _no_picture() -> NotFound:
    return NotFound(ko="그런 그림은 없습니다.", en="There is no such picture.")
