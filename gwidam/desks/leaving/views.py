"""The page on which somebody leaves, in one act."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from gwidam.core.errors import NotFound, Refused
from gwidam.core.forms import show_on
from gwidam.own.verbs import re_home_and_leave
from gwidam.people.door import door, may, who
from gwidam.people.models import Employee

from .homes import Homes, homes_for


class LeavingForm(forms.Form):
    """Who takes the rest; a choice for a single case comes as `home-<case id>`, for others as `home-<their key>`."""

    rest_to = forms.ModelChoiceField(
        Employee.objects.none(),
        label=_("Who takes everything not chosen below"),
        help_text=_("Also the channels they own, and whatever comes in until this is done."),
    )

    def __init__(self, *args: object, leaving: Employee, colleagues: list[Employee], **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self._colleagues = {str(each.pk): each for each in colleagues}
        others = Employee.objects.filter(is_active=True).exclude(pk=leaving.pk)
        self.fields["rest_to"].queryset = others  # type: ignore[attr-defined]
        self.fields["rest_to"].initial = leaving.deputy_id

    def chosen(self, homes: Homes) -> dict[int, Employee]:
        """{case id: who takes it} as far as somebody was chosen."""
        asked = {each.case.pk: str(self.data.get(f"home-{each.case.pk}", "")) for each in homes.kept}
        return {pk: self._colleagues[choice] for pk, choice in asked.items() if choice in self._colleagues}

    def chosen_for_others(self, homes: Homes) -> dict[str, Employee]:
        """{key: who takes it} as far as somebody was chosen."""
        asked = {each.kept.key: str(self.data.get(f"home-{each.kept.key}", "")) for each in homes.others}
        return {key: self._colleagues[choice] for key, choice in asked.items() if choice in self._colleagues}


@door("rehome")
@require_http_methods(["GET", "HEAD", "POST"])
def leaving(request: HttpRequest, pk: int) -> HttpResponse:
    """All they guard, hold, own and owe, a suggestion for each; POST moves everything and closes the account."""
    person = Employee.objects.select_related("department", "deputy").filter(pk=pk, is_active=True).first()
    if person is None:
        raise NotFound(
            ko="그런 직원이 없거나 이미 떠났습니다.", en="There is no such employee, or they have left."
        )
    homes = homes_for(person)
    form = LeavingForm(request.POST or None, leaving=person, colleagues=homes.colleagues)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            moved = re_home_and_leave(
                leaving=person,
                homes=form.chosen(homes),
                more=form.chosen_for_others(homes),
                rest_to=form.cleaned_data["rest_to"],
                by=who(request),
                at=timezone.now(),
            )
            said = _now("%(name)s has left; %(n)s cases have a new home.") % {"name": person.name, "n": moved}
            messages.success(request, said)
            is_operator = may(who(request), "edit people")
            return redirect(reverse("people:person", args=[pk]) if is_operator else reverse("people:directory"))
        except Refused as refused:
            show_on(form, refused)
            status = refused.status
    return render(
        request, "desks/leaving/leaving.html", {"person": person, "homes": homes, "form": form}, status=status
    )
