"""What somebody writes who gives no name."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText
from gwidam.core.text import LONGEST_TEXT


class UnnamedForm(forms.Form):
    """Words alone. No file: a photo tells where, when and with what it was taken. No draft: that is a person's."""

    text = PlainText(
        label=_("What should be fixed?"),
        longest=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7, "autocomplete": "off"}),
        error_messages={"required": _("Please write what you want to say.")},
    )
    day = forms.CharField(widget=forms.HiddenInput, max_length=64)
    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
