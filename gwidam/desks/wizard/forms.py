"""The forms that only the set-up has; the others are the rooms' own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText
from gwidam.listen.models import Channel
from gwidam.moments.verbs import SEEDS
from gwidam.people.models import Department, Employee, Roster
from gwidam.people.queries import active_employees

_SEED_NAMES = {"telco": _("A telephone company"), "generic": _("Any company")}


class FoundingForm(forms.Form):
    """Who runs this house."""

    name_ko = PlainText(label=_("Your name"), longest=60)
    email = forms.EmailField(label=_("E-mail"), help_text=_("You sign in with it."))
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=128,
        help_text=_("At least 12 characters; four words you like make a good one."),
    )
    again = forms.CharField(
        label=_("The same once more"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=128,
    )
    language = forms.ChoiceField(label=_("Language of letters"), choices=[("ko", "한국어"), ("en", "English")])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        password = said.get("password", "")
        if password and password != said.get("again"):
            self.add_error("again", _now("The two are not the same."))
        if password:
            somebody = Employee(email=said.get("email", ""), name_ko=said.get("name_ko", ""))
            try:
                validate_password(password, somebody)
            except ValidationError as error:
                self.add_error("password", error)
        return said

    def told(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in ("name_ko", "email", "password", "language")}


class SeedForm(forms.Form):
    """Which journeys to begin with."""

    seed = forms.ChoiceField(
        label=_("Journeys to begin with"),
        choices=[(seed, _SEED_NAMES[seed]) for seed in SEEDS],
        widget=forms.RadioSelect,
        initial="telco",
    )


class ChannelsForm(forms.Form):
    """Which doors to open, and the process behind them."""

    kinds = forms.MultipleChoiceField(
        label=_("Doors to open"), choices=Channel.Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    owner = forms.ModelChoiceField(
        Employee.objects.none(), label=_("Who owns them"), help_text=_("Guards what comes when nobody is on duty.")
    )
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department behind them"))
    roster = forms.ModelChoiceField(Roster.objects.none(), label=_("Duty roster"), empty_label=None)

    def __init__(self, *args: Any, **more: Any) -> None:
        more["initial"] = {"kinds": ["web", "phone", "portal", "import", "api"], **more.get("initial", {})}
        super().__init__(*args, **more)
        self.fields["owner"].queryset = active_employees()  # type: ignore[attr-defined]
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]
        self.fields["roster"].queryset = Roster.objects.order_by("name_ko")  # type: ignore[attr-defined]
