"""The forms of the room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText

from .models import Standard

CHANNEL_KINDS = [
    ("", _("any door")),
    ("web", _("web form")),
    ("phone", _("phone")),
    ("counter", _("shop counter")),
    ("portal", _("colleagues' portal")),
    ("import", _("file import")),
    ("api", _("API")),
    ("campaign", _("“please fix it”")),
    ("open311", _("Open311")),
    ("mail", _("mail")),
]


class StandardForm(forms.Form):
    """A number and a unit, and what they say. Give `standard` to put another in its place."""

    kind = forms.ChoiceField(label=_("What for"), choices=Standard.Kind.choices)
    channel_kind = forms.ChoiceField(label=_("At which door"), choices=CHANNEL_KINDS, required=False)
    value = forms.IntegerField(label=_("Number"), min_value=1, max_value=9999)
    unit = forms.ChoiceField(label=_("Unit"), choices=Standard.Unit.choices)
    says_ko = PlainText(label=_("In words, in Korean"), longest=200)
    says_en = PlainText(label=_("In words, in English"), longest=200)

    def __init__(self, *args: Any, standard: Standard | None = None, **more: Any) -> None:
        if standard is not None:
            shown = {name: getattr(standard, name) for name in self.base_fields}
            more["initial"] = {**shown, **more.get("initial", {})}
        super().__init__(*args, **more)
        for name in ("kind", "channel_kind") if standard is not None else ():
            self.fields[name].disabled = True  # another kind is another standard


class CheckForm(forms.Form):
    """What somebody saw when they looked whether a standard is met."""

    is_met = forms.ChoiceField(
        label=_("Was it met?"), choices=[("yes", _("yes")), ("no", _("no"))], widget=forms.RadioSelect
    )
    measured = forms.DecimalField(
        label=_("Measured"), required=False, min_value=0, max_digits=10, decimal_places=2
    )
    saw = PlainText(
        label=_("What you saw"), longest=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
