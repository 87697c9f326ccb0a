"""The page of issue trackers, and the door for their webhooks."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from gwidam.core.acting import tried
from gwidam.core.asked import sent
from gwidam.core.calls import read_json
from gwidam.core.errors import NotFound, NotValid, NotYours, Refused
from gwidam.people.door import PUBLIC, door, who

from ..forms.trackers import TrackerForm
from ..models import Tracker
from ..rules.trackers import FAILURES
from ..trackers import asking, polling
from ..trackers.shapes import is_signed
from ..verbs import trackers as verbs

MOST_BYTES = 2_000_000  # of a webhook; GitHub sends larger ones for pushes, which are no issues


@door("connect trackers")
@require_http_methods(["GET", "HEAD", "POST"])
def trackers(request: HttpRequest) -> HttpResponse:
    """The trackers that are connected, and connecting one; its secret is shown this once."""
    form = TrackerForm(sent(request), initial={"kind": Tracker.Kind.GITHUB})
    made: list[Tracker] = []
    status = 200
    if request.method == "POST":
        now = timezone.now()
        status = tried(form, lambda given: made.append(verbs.connect_tracker(**given, by=who(request), at=now)))
        if made:
            asking.look(made[0], at=now)
            is_new = made[0].made_at == now
            return _page(request, TrackerForm(), shown=made[0].secret if is_new else "", about=made[0])
    return _page(request, form, status=status)


def _page(
    request: HttpRequest, form: TrackerForm, *, shown: str = "", about: Tracker | None = None, status: int = 200
) -> HttpResponse:
    """shown: a secret, and `about` whose it is."""
    found = Tracker.objects.defer("token", "secret").order_by("ended_at", "pk")
    lines = [(each, request.build_absolute_uri(reverse("change:tracker-hook", args=[each.pk]))) for each in found]
    context = {"form": form, "lines": lines, "secret": shown, "about": about}
    page = render(request, "change/trackers/trackers.html", context, status=status)
    page["Cache-Control"] = "no-store"
    return page


@door("connect trackers")
@require_POST
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Try address, project and token now."""
    failure = asking.look(_tracker(pk), at=timezone.now())
    if failure:
        messages.error(request, str(FAILURES[failure]))
    else:
        messages.success(request, _("It answers, and knows the project."))
    return redirect("change:trackers")


@door("connect trackers")
@require_POST
def secret(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret for its webhook, shown this once."""
    found = _tracker(pk)
    return _page(
        request,
        TrackerForm(initial={"kind": Tracker.Kind.GITHUB}),
        shown=verbs.renew_secret(tracker=found, by=who(request), at=timezone.now()),
        about=found,
    )


@door("connect trackers")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Disconnect it."""
    verbs.end_tracker(tracker=_tracker(pk), by=who(request), at=timezone.now())
    messages.success(request, _("It is disconnected."))
    return redirect("change:trackers")


# The signature is the permission: a tracker posts without cookies.
@csrf_exempt
@door(PUBLIC)
@require_POST
def hook(request: HttpRequest, pk: int) -> JsonResponse:
    """What a tracker tells us, signed with its secret. It is kept, and moves nothing."""
    try:
        return JsonResponse({"happened": _heard(request, pk)})
    except Refused as refused:
        return JsonResponse({"refused": refused.slug}, status=refused.status)


def _heard(request: HttpRequest, pk: int) -> list[str]:
    if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
        raise NotValid(ko="너무 깁니다.", en="That is too long.")
    tracker = Tracker.objects.filter(pk=pk, ended_at__isnull=True).first()
    if tracker is None:
        raise NotFound(ko="그런 트래커가 없습니다.", en="There is no such tracker.")
    if not is_signed(tracker.secret, request.body, request.headers.get(tracker.shape.signature, "")):
        raise NotYours(ko="서명이 맞지 않습니다.", en="The signature is wrong.")
    now = timezone.now()
    try:
        event = request.headers.get(tracker.shape.event, "") if tracker.shape.event else ""
        heard = tracker.shape.heard(tracker.place, event, read_json(request.body))
    except ValueError:
        raise NotValid(ko="알아들을 수 없습니다.", en="That makes no sense.") from None
    polling.rang(tracker, at=now)
    if heard.is_bell:
        polling.ring(tracker, at=now)
    return verbs.hear_issue(tracker=tracker, seen=heard.seen, at=now) if heard.seen else []


def _tracker(pk: int) -> Tracker:
    found = Tracker.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(ko="그런 트래커가 없습니다.", en="There is no such tracker.")
    return found
