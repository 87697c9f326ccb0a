"""What people fill in about an improvement. Forms only read; whether it may be done is the verbs' to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText
from gwidam.own.forms import NamesSomebody, words

from .. import rules
from ..models import Method, Ruling
from ..verbs.proposing import LONGEST_TITLE

NAMES_IMPROVEMENT = {"data-suggest": "/improvements/suggestions", "autocomplete": "off"}


class WordsForm(forms.Form):
    """What the public reads, in one language or both, and what colleagues should know."""

    title_ko = PlainText(
        longest=LONGEST_TITLE,
        label=_("Title in Korean"),
        required=False,
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "lang": "ko"}),
        help_text=_("As a customer would say it: what will be better for them."),
    )
    text_ko = words(_("Text in Korean"), rows=3, required=False, lang="ko")
    title_en = PlainText(
        longest=LONGEST_TITLE,
        label=_("Title in English"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "lang": "en"}),
    )
    text_en = words(_("Text in English"), rows=2, required=False, lang="en")
    internal = words(_("For colleagues"), rows=3, required=False, help_text=_("The public never sees this."))


class ScoreForm(forms.Form):
    """The parts of a method that somebody sets."""

    def __init__(self, *args: Any, method: str, initial: Mapping[str, float], **kwargs: Any) -> None:
        super().__init__(*args, initial=dict(initial), **kwargs)
        for part in rules.METHODS[method]:
            if not part.is_counted:
                self.fields[part.code] = _part_field(part)


def _part_field(part: rules.Part) -> forms.Field:
    if not part.values:
        return forms.FloatField(
            label=str(part.name), help_text=str(part.says), min_value=0.1, max_value=999, widget=_number_input()
        )
    return forms.TypedChoiceField(
        label=str(part.name),
        help_text=str(part.says),
        coerce=float,
        choices=[(value, f"{value:g}") for value in sorted(part.values)],
        widget=forms.RadioSelect,
    )


def _number_input() -> forms.NumberInput:
    return forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"})


class MethodForm(forms.Form):
    """By which method the house weighs."""

    method = forms.ChoiceField(label=_("Method"), widget=forms.RadioSelect, choices=Method.Code.choices)


class MustForm(forms.Form):
    """The law or duty behind it."""

    ground = PlainText(
        longest=300,
        label=_("Which law or duty"),
        required=False,
        widget=forms.TextInput(attrs={"autofocus": True}),
        help_text=_("Empty: it is no longer a must."),
    )


class TablingForm(forms.Form):
    """What the executives should know."""

    says = words(_("What the executives should know"), rows=3, required=False, autofocus=True)


class RulingForm(NamesSomebody):
    """Yes, no because, or more by a date from a named person."""

    verdict = forms.ChoiceField(label=_("Ruling"), widget=forms.RadioSelect, choices=Ruling.Verdict.choices)
    reason = words(_("Why"), rows=2, required=False, help_text=_("Colleagues read this."))
    public_ko = words(_("Why not, for the public, in Korean"), rows=2, required=False, lang="ko")
    public_en = words(_("Why not, for the public, in English"), rows=2, required=False, lang="en")
    asked_until = forms.DateField(
        label=_("Until when"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    field_order = ("verdict", "person", "asked_until", "reason", "public_ko", "public_en", "person_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label = _("Who does it")
        self.fields["person"].help_text = _("Yes: who carries it out. More: who finds out.")


class SaysForm(forms.Form):
    """One text, for whatever needs nothing else. `label` says what for."""

    says = words("")

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["says"].label = label
        self.fields["says"].widget.attrs["autofocus"] = True


class IntoForm(forms.Form):
    """Behind which improvement this one goes, and why they are one."""

    into = PlainText(
        longest=200, label=_("Which one stands in front"), widget=forms.TextInput(attrs=NAMES_IMPROVEMENT)
    )
    why = words(_("Why are they one?"), rows=2)


class AskForm(forms.Form):
    """An improvement that a voice asks for: one that is there, or the title of a new one."""

    improvement = PlainText(
        longest=200, label=_("An improvement"), widget=forms.TextInput(attrs=NAMES_IMPROVEMENT)
    )


class VoiceForm(forms.Form):
    """A voice by its receipt number."""

    receipt = PlainText(
        longest=30,
        label=_("Receipt number of the voice"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
