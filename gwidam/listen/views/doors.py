"""The page of doors: which ears listen, which lines are connected, how each goes; and a line's own settings."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwidam.core.acting import tried
from gwidam.core.asked import sent
from gwidam.core.errors import NotFound, NotValid
from gwidam.core.failing import FAILURES
from gwidam.people.door import door, who
from gwidam.post import lines
from gwidam.post import verbs as post
from gwidam.post.models import Line
from gwidam.post.verbs.lines import REPORT_SECRET

from .. import verbs
from ..forms import EarForm, LineForm
from ..models import Ear


@door("edit channels")
@require_http_methods(["GET", "HEAD", "POST"])
def doors(request: HttpRequest) -> HttpResponse:
    """Every ear and line with how it goes; and opening an ear."""
    form = EarForm(sent(request))
    status = 200
    if request.method == "POST":
        now = timezone.now()
        status = tried(form, lambda given: verbs.open_ear(**form.told(given), by=who(request), at=now))
        if status == 302:
            messages.success(request, _("The ear is open."))
            return redirect("listen:doors")
    there = Ear.objects.select_related("channel", "line").defer("secret", "cursor", "line__secrets")
    context = {
        "ears": there.filter(ended_at__isnull=True).order_by("channel__code", "pk"),
        "lines": Line.objects.defer("secrets").filter(ended_at__isnull=True).order_by("name", "pk"),
        "kinds": lines.kinds().values(),
        "form": form if form.fields["ear"].choices else None,  # type: ignore[attr-defined]
    }
    return render(request, "listen/doors/doors.html", context, status=status)


@door("edit channels")
@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: HttpRequest, kind: str) -> HttpResponse:
    """Connect an account of this kind; it is tried at once."""
    if kind not in lines.kinds():
        raise NotFound(ko="그런 연결은 없습니다.", en="There is no such kind of line.")
    shape = lines.kind_of(kind)
    form = LineForm(sent(request), shape=shape)
    made: list[Line] = []

    def do(given: dict[str, str]) -> None:
        name = given.pop("name")
        made.append(post.connect_line(kind=kind, name=name, given=given, by=who(request), at=timezone.now()))

    status = tried(form, do) if request.method == "POST" else 200
    if made:
        _tell(request, shape.look(made[0]))
        return redirect("listen:line", pk=made[0].pk)
    return render(request, "listen/doors/line.html", {"form": form, "shape": shape}, status=status)


@door("edit channels")
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """The settings of a line. What is secret is never shown again, and stays where nothing new is given."""
    found = _line(pk)
    form = LineForm(sent(request), shape=found.shape, line=found)

    def do(given: dict[str, str]) -> None:
        name = given.pop("name")
        post.change_line(line=found, name=name, given=given, by=who(request), at=timezone.now())

    status = tried(form, do) if request.method == "POST" else 200
    if status == 302:
        _tell(request, found.shape.look(found))
        return redirect("listen:line", pk=pk)
    return _line_page(request, found, form, status=status)


@door("edit channels")
@require_POST
def report_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret for the reports of a line, shown this once."""
    found = _line(pk)
    try:
        secret = post.turn_report_secret(line=found, by=who(request), at=timezone.now())
    except NotValid:
        raise NotFound(ko="보고를 받지 않는 연결입니다.", en="This line takes no reports.") from None
    return _line_page(request, found, LineForm(shape=found.shape, line=found), report_secret=secret)


@door("edit channels")
@require_POST
def ear_address(request: HttpRequest, pk: int) -> HttpResponse:
    """A new address at which a gateway tells of text messages, shown this once."""
    ear = _ear(pk)
    if ear.line is None or not ear.line.shape.is_texting:
        raise NotFound(ko="그런 귀는 없습니다.", en="There is no such ear.")
    secret = verbs.turn_address(ear=ear, by=who(request), at=timezone.now())
    form = LineForm(shape=ear.line.shape, line=ear.line)
    return _line_page(request, ear.line, form, address=f"{_reports_at(ear.line)}/{secret}")


def _line_page(
    request: HttpRequest, found: Line, form: LineForm, *, status: int = 200, **shown: str
) -> HttpResponse:
    """The page of a line; of one for text messages also what the gateway is to call. shown: secrets, this once."""
    context = {"form": form, "shape": found.shape, "line": found, **shown}
    if found.shape.is_texting:
        ears = Ear.objects.select_related("channel").filter(line=found, ended_at__isnull=True).order_by("pk")
        takes_reports = found.shape.field(REPORT_SECRET) is not None
        context |= {
            "texts_ears": list(ears),
            "reports_at": _reports_at(found) if takes_reports else "",
            "has_report_secret": bool(found.secrets.get(REPORT_SECRET)),
        }
    page = render(request, "listen/doors/line.html", context, status=status)
    if shown:
        page["Cache-Control"] = "no-store"
    return page


def _reports_at(found: Line) -> str:
    return f"{settings.PUBLIC_URL}/texts/{found.pk}"


@door("edit channels")
@require_POST
def try_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Try address and key now."""
    found = _line(pk)
    _tell(request, found.shape.look(found))
    return redirect("listen:line", pk=pk)


@door("edit channels")
@require_POST
def end_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Disconnect it."""
    post.end_line(line=_line(pk), by=who(request), at=timezone.now())
    messages.success(request, _("It is disconnected."))
    return redirect("listen:doors")


@door("edit channels")
@require_POST
def try_ear(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a test through the door, or ask the other side; how that went is kept with the ear."""
    found, now = _ear(pk), timezone.now()
    failure = _trial_of(found)(found)
    if failure:
        verbs.ear_failed(ear=found, failure=failure, rest_until=None, at=now)
    else:
        verbs.ear_answered(ear=found, at=now)
    _tell(request, failure)
    return redirect("listen:doors")


@door("edit channels")
@require_POST
def end_ear(request: HttpRequest, pk: int) -> HttpResponse:
    """Let it listen no more."""
    verbs.end_ear(ear=_ear(pk), by=who(request), at=timezone.now())
    messages.success(request, _("The ear is closed. What it heard stays."))
    return redirect("listen:doors")


def _trial_of(ear: Ear) -> Callable[[Ear], str]:
    if ear.shape.trial is not None:
        return ear.shape.trial
    its_line = ear.line
    if its_line is None:
        raise NotFound(ko="이 귀는 시험할 수 없습니다.", en="This ear cannot be tried.")
    return lambda _ear: its_line.shape.look(its_line)


def _tell(request: HttpRequest, failure: str) -> None:
    if failure:
        messages.error(request, str(FAILURES[failure]))
    else:
        messages.success(request, _("It answers, and knows us."))


def _line(pk: int) -> Line:
    found = Line.objects.filter(pk=pk, ended_at__isnull=True).first()
    if found is None or found.kind not in lines.kinds():
        raise NotFound(ko="그런 연결은 없습니다.", en="There is no such line.")
    return found


def _ear(pk: int) -> Ear:
    found = Ear.objects.select_related("channel", "line").filter(pk=pk, ended_at__isnull=True).first()
    if found is None:
        raise NotFound(ko="그런 귀는 없습니다.", en="There is no such ear.")
    return found
