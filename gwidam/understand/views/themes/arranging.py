"""What a person does with a theme: one address a verb, each goes back to the page of the theme."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gwidam.core.errors import NotNow, NotValid
from gwidam.core.forms import show_on
from gwidam.core.text import number_in
from gwidam.people.door import door, who

from ... import verbs
from ...forms import IntoForm, MoveForm, NameForm
from ...models import Theme, ThemeVoice
from ...queries.themes.one import choices, theme_of_number
from ...verbs.themes import MOST_MOVED
from .seeing import theme_page


@door("arrange themes")
@require_POST
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a theme, or give naming back to the night."""
    found = theme_of_number(pk)
    form = NameForm(request.POST)

    def do(given: dict[str, Any]) -> Theme:
        return verbs.rename_theme(theme=found, name=given["name"], by=who(request), at=timezone.now())

    return _done(request, found, form, do, _("It is called so from now on."), "name_form")


@door("arrange themes")
@require_POST
def under(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a theme under another one; one goes on to that one."""
    found = theme_of_number(pk)
    form = IntoForm(request.POST, choices=choices(found))

    def do(given: dict[str, Any]) -> Theme:
        into = theme_of_number(int(given["into"]))
        verbs.put_under(theme=found, into=into, by=who(request), at=timezone.now())
        return into

    return _done(request, found, form, do, _("They are shown together now."), "into_form")


@door("arrange themes")
@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a theme by itself again."""
    found = theme_of_number(pk)

    def do(_given: dict[str, Any]) -> Theme:
        return verbs.take_out(theme=found, by=who(request), at=timezone.now())

    return _done(request, found, forms.Form(request.POST), do, _("It stands by itself again."), "into_form")


@door("arrange themes")
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move chosen voices of a theme to another one, or to a new one."""
    found = theme_of_number(pk)
    form = MoveForm(request.POST, choices=choices(found), voices=_of(found, request))

    def do(given: dict[str, Any]) -> Theme:
        to = theme_of_number(int(given["to"])) if given["to"] else None
        return verbs.move_voices(
            voice_ids=given["voices"], to=to, name=given["name"], by=who(request), at=timezone.now()
        )

    return _done(request, found, form, do, _("They are here now, and stay."), "move_form")


@door("arrange themes")
@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Put chosen voices back to where they were sorted."""
    found = theme_of_number(pk)
    form = MoveForm(request.POST, choices=[], voices=_of(found, request))

    def do(given: dict[str, Any]) -> Theme:
        verbs.put_back(voice_ids=given["voices"], by=who(request), at=timezone.now())
        return found

    return _done(request, found, form, do, _("They were put back."), "move_form")


def _of(theme: Theme, request: HttpRequest) -> list[int]:
    """Those of the voices asked for that are of this theme, or of one under it."""
    asked = [number_in(each) for each in request.POST.getlist("voices")[: MOST_MOVED + 1]]
    rows = ThemeVoice.objects.filter(pk__in=asked).filter(theme__in=[theme, *theme.merged.all()])
    return list(rows.values_list("pk", flat=True))


def _done(
    request: HttpRequest,
    theme: Theme,
    form: forms.Form,
    do: Callable[[dict[str, Any]], Theme],
    said: str,
    place: str,
) -> HttpResponse:
    """Run the verb and go to the theme it leaves one with; a refusal is said on the page."""
    status = 422
    if form.is_valid():
        try:
            then = do(form.cleaned_data)
        except (NotValid, NotNow) as refusal:
            show_on(form, refusal)
            status = refusal.status
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("understand:theme", args=[then.pk]))
    return theme_page(request, theme, status=status, **{place: form})
