"""Calls that ring at somebody's telephone, and the page that says whose telephone is whose."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gwidam.core.acting import tried
from gwidam.core.asked import sent
from gwidam.core.errors import NotFound
from gwidam.core.forms import PlainText
from gwidam.core.text import number_in
from gwidam.listen import verbs
from gwidam.listen.models import Channel, Extension
from gwidam.people.door import door, who
from gwidam.people.models import Employee
from gwidam.people.queries import active_employees

from .ringing import ringing_for

ASIDE = "calls_aside"  # in the session: calls that this person wants to see no more
MOST_ASIDE = 20


class ExtensionForm(forms.Form):
    """Whose telephone an extension is."""

    number = PlainText(
        label=gettext_lazy("Extension"),
        longest=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("As the telephone system calls it; in Asterisk the name of the endpoint."),
    )
    employee = forms.ModelChoiceField(Employee.objects.none(), label=gettext_lazy("Whose it is"))

    def __init__(self, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["employee"].queryset = active_employees()  # type: ignore[attr-defined]


@door("hear")
@never_cache
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """The calls at my telephone, as a part."""
    return _calls(request)


@door("hear")
@require_POST
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    """Show this call no more, to me alone."""
    request.session[ASIDE] = [*request.session.get(ASIDE, []), pk][-MOST_ASIDE:]
    return _calls(request)


def _calls(request: HttpRequest) -> HttpResponse:
    """All but those set aside, and the one that is being taken down on the page that asks."""
    _page, _mark, query = request.headers.get("HX-Current-URL", "").partition("?")
    here = [number_in(each) for each in QueryDict(query).getlist("call")]
    rings = ringing_for(who(request), at=timezone.now(), but=[*request.session.get(ASIDE, []), *here])
    return render(request, "desks/phone/calls.html", {"rings": rings})


@door("edit channels")
@require_http_methods(["GET", "HEAD", "POST"])
def phone(request: HttpRequest) -> HttpResponse:
    """Whose telephone is whose, and giving one."""
    form = ExtensionForm(sent(request))
    status = 200
    if request.method == "POST":
        by, at = who(request), timezone.now()
        status = tried(form, lambda given: verbs.give_extension(**given, by=by, at=at))
        if status == 302:
            messages.success(request, _("Calls at this extension are shown to them from now on."))
            return redirect("desks:phone")
    context = {
        "form": form,
        "extensions": list(Extension.objects.select_related("employee__department")),
        "channels": list(Channel.objects.filter(kind=Channel.Kind.PHONE)),
    }
    return render(request, "desks/phone/phone.html", context, status=status)


@door("edit channels")
@require_POST
def extension_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Nobody's any more."""
    found = Extension.objects.filter(pk=pk).first()
    if found is None:
        raise NotFound(ko="그런 내선이 없습니다.", en="There is no such extension.")
    verbs.drop_extension(extension=found, by=who(request), at=timezone.now())
    messages.success(request, _("Calls at this extension are shown to nobody now."))
    return redirect("desks:phone")
