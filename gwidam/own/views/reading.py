"""What was read of a voice, as a part of the case page; each label is put right where it stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from gwidam.core.asked import is_part
from gwidam.core.errors import NotFound
from gwidam.listen.models import Voice
from gwidam.people.door import door
from gwidam.understand import rules
from gwidam.understand.models import Offer
from gwidam.understand.queries.readings import shown_reading
from gwidam.understand.verbs import correct, note_offering

from ..queries.voices import voice_for


@door("see cases")
@require_GET
def reading(request: HttpRequest, receipt: str) -> HttpResponse:
    """The customer's words and what was read of them, as a part."""
    return _part(request, voice_for(request.user, receipt, at=timezone.now()))


@door("work cases")
@require_POST
def correction(request: HttpRequest, receipt: str, field: str) -> HttpResponse:
    """A person's word for one field."""
    at = timezone.now()
    voice = voice_for(request.user, receipt, at=at)
    if field not in rules.FIELDS:
        raise NotFound(ko="그런 항목은 없습니다.", en="There is no such field.")
    correct(voice=voice, field=field, value=request.POST.get("value", ""), by=request.user, at=at)
    return _shown_again(request, voice)


@door("work cases")
@require_POST
def offering(request: HttpRequest, receipt: str, pk: int) -> HttpResponse:
    """What became of a service that was suggested for a voice."""
    at = timezone.now()
    voice = voice_for(request.user, receipt, at=at)
    offer = Offer.objects.filter(pk=pk).first()
    if offer is None:
        raise NotFound(ko="그런 서비스가 없습니다.", en="There is no such service.")
    note_offering(voice=voice, offer=offer, came=request.POST.get("came", ""), by=request.user, at=at)
    return _shown_again(request, voice)


def _shown_again(request: HttpRequest, voice: Voice) -> HttpResponse:
    if is_part(request):
        return _part(request, voice)
    is_case = getattr(voice, "case", None) is not None
    return HttpResponseRedirect(reverse("own:case" if is_case else "desks:heard", args=[voice.receipt]))


def _part(request: HttpRequest, voice: Voice) -> HttpResponse:
    context = {"voice": voice, "shown": shown_reading(voice)}
    return render(request, "own/parts/reading.html", context)
