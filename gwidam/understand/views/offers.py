"""The catalogue of services that answer needs."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gwidam.core.errors import NotFound
from gwidam.people.door import door, who

from ..forms import OfferForm
from ..models import Offer
from ..names import name_of
from ..queries.offers import catalogue
from ..verbs import set_offer


@door("edit understanding")
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """What can be offered, by need, and how often it was."""
    listed = [(name_of("needs", each.offer.need), each) for each in catalogue()]
    return render(request, "understand/offers.html", {"listed": listed})


@door("edit understanding")
@require_http_methods(["GET", "HEAD", "POST"])
def offer(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a service into the catalogue, or change one."""
    found = _offer(pk) if pk else None
    form = OfferForm(request.POST or None, offer=found)
    if form.is_valid():
        set_offer(offer=found, by=who(request), at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The catalogue knows it now."))
        return redirect("understand:offers")
    return render(
        request, "understand/offer.html", {"form": form, "offer": found}, status=422 if form.is_bound else 200
    )


def _offer(pk: int) -> Offer:
    found = Offer.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(ko="그런 서비스가 없습니다.", en="There is no such service.")
    return found
