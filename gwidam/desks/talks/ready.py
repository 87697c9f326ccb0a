"""Ready answers, which an operator writes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gwidam.core.acting import tried
from gwidam.core.errors import NotFound
from gwidam.own import verbs
from gwidam.own.models import ReadyAnswer
from gwidam.people.door import door, who

from .forms import ReadyAnswerForm

FIELDS = ("title_ko", "text_ko", "title_en", "text_en")


@door("edit channels")
@require_safe
def ready_answers(request: HttpRequest) -> HttpResponse:
    """All of them."""
    return render(request, "desks/talks/ready.html", {"answers": ReadyAnswer.objects.all()})


@door("edit channels")
@require_http_methods(["GET", "HEAD", "POST"])
def ready_answer(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write one, or change it."""
    found = _ready(pk) if pk is not None else None
    initial = {name: getattr(found, name) for name in FIELDS} if found else None
    form = ReadyAnswerForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = tried(
            form, lambda given: verbs.set_ready_answer(ready=found, by=who(request), at=timezone.now(), **given)
        )
        if status == 302:
            messages.success(request, _("%(name)s is saved.") % {"name": form.cleaned_data["title_ko"]})
            return redirect("desks:ready-answers")
    return render(request, "desks/talks/ready_form.html", {"form": form, "answer": found}, status=status)


@door("edit channels")
@require_POST
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one away."""
    found = _ready(pk)
    verbs.drop_ready_answer(ready=found, by=who(request), at=timezone.now())
    messages.success(request, _("%(name)s is gone.") % {"name": found.title_ko})
    return redirect("desks:ready-answers")


def _ready(pk: int) -> ReadyAnswer:
    found = ReadyAnswer.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(ko="그런 준비된 답이 없습니다.", en="There is no such ready answer.")
    return found
