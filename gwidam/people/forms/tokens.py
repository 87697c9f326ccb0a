"""Keys for other systems."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText

from ..models import Employee
from ..queries import active_employees

SCOPES = {
    "voices:write": _("give voices, one or in bulk"),
    "voices:read": _("read voices"),
    "cases:read": _("read cases"),
    "cases:write": _("work on cases: hand over, accept, bounce, promise, answer, close, reopen"),
    "webhooks:read": _("read webhooks and their health"),
    "webhooks:write": _("add webhooks, try them, send again"),
}
_LIVES = [("30", _("30 days")), ("365", _("a year")), ("", _("until it is revoked"))]


class TokenForm(forms.Form):
    """A new key: what it is for, what it may do, in whose name."""

    name = PlainText(label=_("What it is for"), longest=80)
    employee = forms.ModelChoiceField(
        Employee.objects.none(), label=_("In whose name"), help_text=_("It can do what this person may do.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), choices=list(SCOPES.items()), widget=forms.CheckboxSelectMultiple
    )
    lives = forms.ChoiceField(label=_("For how long"), choices=_LIVES, required=False, initial="365")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["employee"].queryset = active_employees()  # type: ignore[attr-defined]

    @property
    def life(self) -> timedelta | None:
        days = self.cleaned_data["lives"]
        return timedelta(days=int(days)) if days else None
