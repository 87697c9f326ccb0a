"""The steps of the set-up: each a page, each calling one verb, none needed twice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gwidam.core.errors import NotFound, Refused
from gwidam.core.forms import show_on
from gwidam.listen.models import Channel
from gwidam.listen.queries import lacks_of
from gwidam.moments.queries import standards_in_force
from gwidam.moments.verbs import plant_journeys
from gwidam.people import verbs as people
from gwidam.people.door import PUBLIC, door, who
from gwidam.people.forms import CalendarForm, ChartForm, DepartmentForm, LineForm, ShiftForm
from gwidam.people.models import Calendar, Department, Employee, Responsibility, Roster
from gwidam.people.views.staff import take_chart, told

from . import links, progress, verbs
from .forms import ChannelsForm, FoundingForm, SeedForm

Done = dict[str, Any] | None


@door(PUBLIC)
@require_http_methods(["GET", "HEAD", "POST"])
def founding(request: HttpRequest, token: str) -> HttpResponse:
    """The first operator, by the link that the start of an empty house printed."""
    if not links.is_good(token):
        raise NotFound(
            ko="이 링크는 쓰였거나 기한이 지났습니다. 운영자가 있으면 로그인해 주세요.",
            en="This link was used, or its time has passed. If there is an operator, please sign in.",
        )
    form = FoundingForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})  # type: ignore[attr-defined]
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            verbs.found_house(at=timezone.now(), **form.told())
            messages.success(request, _("Sign in with it now; the set-up goes on from there."))
            return redirect(f"{reverse('account_login')}?next={reverse('desks:wizard')}")
        except Refused as refused:
            show_on(form, refused)
            status = refused.status
    page = render(request, "desks/wizard/founding.html", {"form": form}, status=status)
    page["Cache-Control"], page["Referrer-Policy"] = "no-store", "same-origin"
    return page


@door("set up")
@require_safe
def wizard(request: HttpRequest) -> HttpResponse:
    """Go on where it was left: at the first step whose things are not there yet."""
    first = next((each.slug for each in progress.steps() if not each.done), "end")
    return redirect("desks:wizard-step", slug=first)


@door("set up")
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, slug: str) -> HttpResponse:
    """One step: what is there already, and the form that adds to it."""
    if slug not in STEPS:
        raise NotFound(ko="그런 단계가 없습니다.", en="There is no such step.")
    form, take, more = STEPS[slug](request)
    status = 422 if form is not None and form.is_bound else 200
    if form is not None and form.is_valid():
        try:
            report = take(form, who(request))
            if report is None:
                return redirect("desks:wizard-step", slug=slug)
            more, status = {**more(), **report}, 200
            return _page(request, slug, type(form)(), more, status)
        except Refused as refused:
            show_on(form, refused)
            status = refused.status
    return _page(request, slug, form, more(), status)


def _page(request: HttpRequest, slug: str, form: Form | None, more: dict[str, Any], status: int) -> HttpResponse:
    places = {
        "form": form,
        "steps": progress.steps(slug),
        "slug": slug,
        "next": progress.after(slug) if slug != "end" else "",
        **more,
    }
    return render(request, f"desks/wizard/{slug}.html", places, status=status)


def _house(request: HttpRequest) -> Any:
    return None, None, dict


def _journeys(request: HttpRequest) -> Any:
    def take(form: Form, by: Employee) -> Done:
        planted = plant_journeys(seed=form.cleaned_data["seed"], by=by, at=timezone.now())
        messages.success(request, _("%(n)s touchpoints are there, each with its standards.") % {"n": len(planted)})
        return None

    def more() -> dict[str, Any]:
        house = [each for each in standards_in_force().values() if each.touchpoint_id is None]
        return {"standards": sorted(house, key=lambda each: each.pk)}

    return SeedForm(request.POST or None), take, more


def _people(request: HttpRequest) -> Any:
    is_by_hand = "name_ko" in request.POST
    by_hand = DepartmentForm(request.POST if is_by_hand else None)
    sheet = ChartForm(request.POST if request.POST and not is_by_hand else None, request.FILES or None)

    def take(form: Form, by: Employee) -> Done:
        if isinstance(form, ChartForm):
            return told(take_chart(form, by=by))
        people.set_department(by=by, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("%(name)s is saved.") % {"name": form.cleaned_data["name_ko"]})
        return None

    def more() -> dict[str, Any]:
        return {
            "by_hand": by_hand if is_by_hand else DepartmentForm(),
            "sheet": ChartForm() if is_by_hand else sheet,
            "departments": Department.objects.count(),
            "people": Employee.objects.filter(is_active=True).count(),
        }

    return (by_hand if is_by_hand else sheet), take, more


def _hours(request: HttpRequest) -> Any:
    office = Calendar.objects.filter(code="office").first()
    initial: dict[str, Any] = {"code": "office", "rests": True}
    if office:
        initial |= {"name_ko": office.name_ko, "name_en": office.name_en} | CalendarForm.initial_of(office.hours)
    form = CalendarForm(request.POST or None, initial=initial)
    form.fields["code"].disabled = True

    def take(form: Form, by: Employee) -> Done:
        told = {name: form.cleaned_data[name] for name in ("code", "name_ko", "name_en", "hours")}
        people.set_calendar(by=by, at=timezone.now(), **told)
        messages.success(request, _("Saved."))
        return None

    return form, take, lambda: {"calendars": Calendar.objects.order_by("name_ko")}


def _duty(request: HttpRequest) -> Any:
    roster = Roster.objects.order_by("pk").first()

    def take(form: Form, by: Employee) -> Done:
        kept = [
            (each.employee, each.starts_minute, each.minutes)
            for each in (roster.shifts.select_related("employee") if roster else ())
            if each.employee.is_active
        ]
        people.set_roster(
            code=roster.code if roster else "desk",
            name_ko=roster.name_ko if roster else "상담 근무",
            name_en=roster.name_en if roster else "Desk",
            shifts=list(dict.fromkeys([*kept, *form.cleaned_data["turns"]])),
            by=by,
            at=timezone.now(),
        )
        messages.success(request, _("The roster is saved."))
        return None

    def more() -> dict[str, Any]:
        shifts = roster.shifts.select_related("employee").order_by("employee__name_ko") if roster else []
        return {"roster": roster, "on_it": sorted({str(each.employee) for each in shifts})}

    return ShiftForm(request.POST or None), take, more


def _channels(request: HttpRequest) -> Any:
    def take(form: Form, by: Employee) -> Done:
        made = verbs.set_up_channels(by=by, at=timezone.now(), **form.cleaned_data)
        opened = [str(each.name) for each in made if each.is_open]
        if opened:
            messages.success(request, _("Open now: %(names)s") % {"names": ", ".join(opened)})
        return None

    def more() -> dict[str, Any]:
        found = Channel.objects.select_related("owner", "department", "roster")
        return {"channels": [(each, lacks_of(each)) for each in found]}

    initial = {"owner": who(request).pk, "department": who(request).department_id}
    return ChannelsForm(request.POST or None, initial=initial), take, more


def _directory(request: HttpRequest) -> Any:
    def take(form: Form, by: Employee) -> Done:
        people.answer_for(by=by, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The directory knows it now."))
        return None

    def more() -> dict[str, Any]:
        return {"lines": Responsibility.objects.select_related("department", "person").order_by("-pk")[:20]}

    return LineForm(request.POST or None), take, more


def _end(request: HttpRequest) -> Any:
    web = Channel.objects.filter(kind=Channel.Kind.WEB, opened_at__isnull=False).first()
    return None, None, lambda: {"web": web}


STEPS = {
    "house": _house,
    "journeys": _journeys,
    "people": _people,
    "hours": _hours,
    "duty": _duty,
    "channels": _channels,
    "directory": _directory,
    "end": _end,
}
