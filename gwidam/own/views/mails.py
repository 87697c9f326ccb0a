"""The mails of a case: as they were sent, in a frame in which nothing runs, and what was decided of each."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from gwidam.core.errors import NotFound
from gwidam.listen import store
from gwidam.listen.framed import framed
from gwidam.listen.models import Mail
from gwidam.people.door import PUBLIC, door, may, who

from ..queries.mails import mail_for, picture_for, pictures_of


@door("see cases")
@require_safe
def mail(request: HttpRequest, receipt: str, pk: int) -> HttpResponse:
    """A mail of a case: whom it is from, its words, and what each filter decided of it."""
    case, found = mail_for(who(request), receipt, pk, at=timezone.now())
    context = {
        "case": case,
        "mail": found,
        "sender": sender_of(found),
        "frame_path": reverse("own:mail-page", args=[case.receipt, found.pk]),
        "ko": get_language() == "ko",
        "may_fetch": may(who(request), "see mails"),
        "has_original": found.raw is not None,
    }
    return render(request, "own/mail.html", context)


@door("see cases")
@require_safe
def page(request: HttpRequest, receipt: str, pk: int) -> HttpResponse:
    """Its HTML, for the frame."""
    case, found = mail_for(who(request), receipt, pk, at=timezone.now())
    if found.page is None:
        raise NotFound(ko="이 메일은 글로만 되어 있습니다.", en="This mail is plain text.")
    begin = request.build_absolute_uri(reverse("own:mail-picture", args=["-"])).removesuffix("-")
    pictures = pictures_of(found, case=case, who=who(request), begin=begin)
    return framed(found, pictures=pictures, pictures_from=begin)


@door(PUBLIC)  # its address is signed for one reader and a few minutes, and asks the policy again
@require_safe
def picture(request: HttpRequest, token: str) -> FileResponse:
    """A picture that stands in a mail."""
    kept = picture_for(token, at=timezone.now())
    try:
        bytes_ = store.path_of(kept.sha256).open("rb")
    except FileNotFoundError:
        raise NotFound(ko="그림이 보관소에 없습니다.", en="The picture is not in the store.") from None
    response = FileResponse(bytes_, content_type=kept.media_type)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def sender_of(found: Mail) -> tuple[str, str]:
    """(name, what may be shown of the address) of whom a mail is from."""
    first = next(iter((found.log or {})["from"]), {"name": "", "address": ""})
    local, at, domain = first["address"].partition("@")
    return first["name"], f"{local[:1]}***{at}{domain}" if local else ""
