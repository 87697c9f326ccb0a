"""One's own account: who I am here, when I am away, how I sign in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwidam.core.errors import NotFound, Refused
from gwidam.core.forms import show_on

from .. import verbs
from ..door import door, may, who
from ..forms import AbsenceForm
from ..models import Absence, Employee


@door("own account")
@require_http_methods(["GET", "HEAD", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """My page; POST enters an absence of mine."""
    return absences_page(request, who(request), "people/me.html")


@door("own account")
@require_POST
def come_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an absence back, or end it now: one's own, or anybody's for an operator."""
    absence = Absence.objects.select_related("employee").filter(pk=pk).first()
    if absence is None or not (absence.employee_id == who(request).pk or may(who(request), "edit people")):
        raise NotFound(ko="그런 부재가 없습니다.", en="There is no such absence.")
    verbs.come_back(absence=absence, by=who(request), at=timezone.now())
    messages.success(request, _("The absence is over."))
    if absence.employee_id == who(request).pk:
        return redirect("people:me")
    return redirect("people:person", pk=absence.employee_id)


def absences_page(request: HttpRequest, employee: Employee, template: str, **more: object) -> HttpResponse:
    """A page of a person with the form of their absences; POST enters one."""
    # An id of its own: the page of a person has another form with a deputy.
    given = request.POST if "starts_on" in request.POST else None
    form = AbsenceForm(given, employee=employee, auto_id="id_absence_%s")
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            said = form.cleaned_data
            try:
                verbs.be_absent(
                    employee=employee,
                    deputy=said["deputy"],
                    why=said["why"],
                    by=who(request),
                    at=timezone.now(),
                    **form.times(),
                )
                messages.success(request, _("Noted. %(name)s covers.") % {"name": said["deputy"].name})
                return redirect(request.path)
            except Refused as refused:
                show_on(form, refused)
                status = refused.status
    coming = employee.absences.filter(ends_at__gt=timezone.now()).select_related("deputy").order_by("starts_at")
    places = {"person": employee, "absence_form": form, "absences": coming, **more}
    return render(request, template, places, status=status)
