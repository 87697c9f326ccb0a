"""People: the list, one person, joining, a link to sign in, the organisation chart."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gwidam.core.errors import NotFound, Refused
from gwidam.core.forms import show_on
from gwidam.core.tables import Refused as RefusedRow
from gwidam.core.tables import write_refused
from gwidam.core.words import reading_language

from .. import queries, verbs
from ..chart import read_chart
from ..door import door, who
from ..forms import ChartForm, EmployeeForm, SeekForm
from ..models import Employee
from ..verbs import ChartReport
from .me import absences_page

A_PAGE = 50


@door("edit people")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, or those whose name, address or department has the words; those who left at the end."""
    form = SeekForm(request.GET)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    found = Employee.objects.select_related("department", "deputy").order_by("-is_active", "name_ko", "id")
    if words:
        found = found.filter(
            Q(name_ko__icontains=words)
            | Q(name_en__icontains=words)
            | Q(email__icontains=words)
            | Q(department__name_ko__icontains=words)
            | Q(department__name_en__icontains=words)
        )
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    places = {
        "words": words,
        "page": page,
        "absent": queries.away(timezone.now()),
        "newer": {"page": page.previous_page_number()} if page.has_previous() else None,
        "older": {"page": page.next_page_number()} if page.has_next() else None,
    }
    return render(request, "people/people.html", places)


@door("edit people")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Take somebody in; they get a link to set their password."""
    form = EmployeeForm(request.POST or None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            employee = verbs.join(by=who(request), at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("%(name)s is here now. Give them their link.") % {"name": employee.name})
            return redirect("people:person", pk=employee.pk)
        except Refused as refused:
            show_on(form, refused)
            status = refused.status
    return render(request, "people/join.html", {"form": form}, status=status)


@door("edit people")
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One employee: their facts, their absences; POST of the first form changes them."""
    employee = _employee(pk)
    is_change = "email" in request.POST
    form = EmployeeForm(request.POST if is_change else None, employee=employee)
    if is_change and form.is_valid():
        try:
            verbs.change_employee(employee=_employee(pk), by=who(request), at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("Saved."))
            return redirect("people:person", pk=pk)
        except Refused as refused:
            show_on(form, refused)
    page = absences_page(request, employee, "people/person.html", form=form)
    if is_change:
        page.status_code = 422
    return page


@door("edit people")
@require_POST
def invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """A link to set a password, shown once on the page that answers."""
    employee = _employee(pk)
    url = verbs.invite(employee=employee, by=who(request), at=timezone.now())
    page = render(request, "people/invitation.html", {"person": employee, "url": url})
    page["Cache-Control"] = "no-store"
    return page


@door("edit people")
@require_http_methods(["GET", "HEAD", "POST"])
def chart(request: HttpRequest) -> HttpResponse:
    """Take over an organisation chart, and tell of every line that could not be."""
    form = ChartForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "people/chart.html", {"form": form}, status=422 if form.is_bound else 200)
    report = take_chart(form, by=who(request))
    return render(request, "people/chart.html", {"form": ChartForm(), **told(report)})


def take_chart(form: ChartForm, *, by: Employee) -> ChartReport:
    """Read the uploaded file and take its lines over."""
    known = set(Employee.objects.filter(is_active=True).values_list("email", flat=True))
    with tempfile.TemporaryDirectory(prefix="gwidam-chart-") as folder:
        path = Path(folder) / f"chart{_ending(form.cleaned_data['file'])}"
        with path.open("wb") as file:
            for piece in form.cleaned_data["file"].chunks():
                file.write(piece)
        return verbs.import_chart(
            rows=read_chart(path, known_emails=known),
            calendar=form.cleaned_data["calendar"],
            by=by,
            at=timezone.now(),
        )


def told(report: ChartReport) -> dict[str, Any]:
    """A report for its page: the counts, the refused lines with their reasons, and these as a file."""
    language = reading_language()
    lines = [(each.line, each.reason.into(language), each.raw) for each in report.refused[:500]]
    return {"report": report, "refused": lines, "refused_file": _as_file(report.refused)}


def _as_file(refused: Iterable[RefusedRow]) -> str:
    """The refused lines as a `data:` address, so that nothing of them is kept."""
    with tempfile.TemporaryDirectory(prefix="gwidam-chart-") as folder:
        path = Path(folder) / "refused.csv"
        write_refused(path, refused, language=reading_language())
        return "data:text/csv;charset=utf-8;base64," + base64.b64encode(path.read_bytes()).decode()


def _ending(given: UploadedFile) -> str:
    ending = Path(given.name or "").suffix.lower()
    return ending if ending in (".csv", ".tsv", ".xlsx", ".txt") else ".csv"


def _employee(pk: int) -> Employee:
    found = Employee.objects.select_related("department", "deputy").filter(pk=pk).first()
    if found is None:
        raise NotFound(ko="그런 직원이 없습니다.", en="There is no such employee.")
    return found
