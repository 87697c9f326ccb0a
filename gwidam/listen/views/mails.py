"""Mails as they came: what became of each and why, those that are no voice first; and their raw bytes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gwidam.core.errors import NotFound, Refused
from gwidam.core.sealed import unseal
from gwidam.people.door import door, who

from ..framed import framed
from ..models import Mail
from ..queries import mails_aside, mails_waiting

SHOWN = 50


@door("see mails")
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """Mails that no voice was made of, newest first, and how many still wait to be read."""
    before = request.GET.get("before", "")
    found = list(mails_aside(before=int(before) if before.isdecimal() else None)[: SHOWN + 1])
    context = {
        "mails": found[:SHOWN],
        "older": found[SHOWN - 1].pk if len(found) > SHOWN else None,
        "waiting": mails_waiting(),
    }
    return render(request, "listen/mails/mails.html", context)


@door("see mails")
@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """What each filter decided of a mail, what was wrong with it, and its words while they are nobody's voice."""
    found = _mail(pk)
    context = {
        "mail": found,
        "is_aside": found.is_aside,
        "ko": get_language() == "ko",
        "frame_path": reverse("listen:mail-page", args=[found.pk]),
        "has_original": found.raw is not None,
    }
    return render(request, "listen/mails/mail.html", context)


@door("see mails")
@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of a mail that was set aside, for its frame. Its pictures were never taken out of the original."""
    found = _mail(pk)
    if found.voice_id is not None or found.page is None:
        raise NotFound(
            ko="이 메일에는 보여 드릴 화면이 없습니다.", en="There is no page of this mail to show here."
        )
    return framed(found, pictures={}, pictures_from="")


@door("see mails")
@require_POST
def raw(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes as they came, as a file; looking is a fact with a reason."""
    from ..verbs.mails import see_raw

    found = _mail(pk)
    try:
        content = see_raw(mail=found, why=request.POST.get("why", ""), by=who(request), at=timezone.now())
    except Refused as no:
        messages.error(request, str(no))
        return redirect("listen:mail", pk=pk)
    answer = HttpResponse(unseal(content), content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="mail-{found.pk}.eml"'
    return answer


@door("see mails")
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """It is a customer's voice after all."""
    from ..ears import polling
    from ..ears.mail.reading import letter_of
    from ..mail import Reader
    from ..verbs.mails import take_mail_as_voice

    found = _mail(pk)
    if found.raw is None:
        messages.error(request, _("Its bytes are gone, so nothing can be made of it."))
        return redirect("listen:mail", pk=pk)
    with Reader() as reader:
        letter = letter_of(found, reader)
    try:
        take_mail_as_voice(mail=found, letter=letter, take=polling.take, by=who(request), at=timezone.now())
    except Refused as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("It is a voice now, and has a guardian."))
    return redirect("listen:mail", pk=pk)


def _mail(pk: int) -> Mail:
    found: Mail | None = Mail.objects.select_related("ear__channel", "voice").filter(pk=pk).first()
    if found is None:
        raise NotFound(ko="그런 메일은 없습니다.", en="There is no such mail.")
    return found
