"""What people fill in about themes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText

from ..models import Theme

NAME = 80  # letters


class NameForm(forms.Form):
    """A person's name for a theme; empty gives naming back to the night."""

    name = PlainText(
        longest=NAME,
        label=_("Name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("Your name stays, whatever voices come. Empty: named after its words again."),
    )


class IntoForm(forms.Form):
    """The theme another one is put under."""

    into = forms.ChoiceField(label=_("Under which theme"))

    def __init__(self, *args: Any, choices: list[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].choices = [("", "—"), *((str(each.pk), each.name) for each in choices)]  # type: ignore[attr-defined]


class MoveForm(forms.Form):
    """Voices that were chosen, and where they go: to a theme there is, or to a new one."""

    voices = forms.TypedMultipleChoiceField(coerce=int)
    to = forms.ChoiceField(label=_("Move to"), required=False)
    name = PlainText(longest=NAME, label=_("Name of a new theme"), required=False, widget=forms.TextInput())

    def __init__(self, *args: Any, choices: list[Theme], voices: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["voices"].choices = [(number, number) for number in voices]  # type: ignore[attr-defined]
        named = ((str(each.pk), each.name) for each in choices)
        self.fields["to"].choices = [("", _("a new theme")), *named]  # type: ignore[attr-defined]
