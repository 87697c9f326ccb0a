"""The forms of telling: how fast, what the public reads, photos."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText

from ..models import Photo
from ..rules.telling import FASTEST_PACE


class PaceForm(forms.Form):
    """How many people a minute."""

    pace = forms.IntegerField(
        label=_("People a minute"),
        min_value=1,
        max_value=FASTEST_PACE,
        help_text=_("As many as your mail server bears."),
    )


class AloudForm(forms.Form):
    """How somebody was told by word of mouth."""

    says = PlainText(label=_("When and how were they told?"), longest=300)


def _line(label: Any, longest: int, **more: Any) -> PlainText:
    return PlainText(label=label, longest=longest, required=False, **more)


class PublicForm(forms.Form):
    """What stands on the public board beside title and text."""

    theme_ko = _line(_("Theme, in Korean"), 60)
    theme_en = _line(_("Theme, in English"), 60)
    quote_ko = _line(
        _("What you said, in Korean"),
        300,
        help_text=_("So that nobody can be told by it: no name, place or date."),
    )
    quote_en = _line(_("What you said, in English"), 300)
    next_ko = _line(_("What is next, in Korean"), 300)
    next_en = _line(_("What is next, in English"), 300)
    next_on = forms.DateField(
        label=_("Until when"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PhotoForm(forms.Form):
    """A photo of before or after."""

    when = forms.ChoiceField(label=_("When"), choices=Photo.When.choices)
    file = forms.FileField(
        label=_("Photo"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/gif,image/webp"}),
    )
    says_ko = _line(_("What it shows, in Korean"), 200)
    says_en = _line(_("What it shows, in English"), 200)
