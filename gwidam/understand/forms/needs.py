"""What people fill in about the need behind a theme."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText

from ..models import Offer

LONGEST = 500  # letters


def sentence(label: Any, **more: Any) -> PlainText:
    """A field for a sentence or two."""
    return PlainText(longest=LONGEST, label=label, widget=forms.Textarea(attrs={"rows": 2}), **more)


class NeedForm(forms.Form):
    """The step from complaint to need. `linked`: offers that are linked already, also where they were put away."""

    job = sentence(
        _("What they are trying to do"),
        help_text=_(
            "Not the complaint, but what they want to get done, such as: come home safely from a night shift."
        ),
    )
    cause = sentence(_("Why it does not work out"), required=False)
    prevention = sentence(_("What would have prevented it"), required=False)
    offers = forms.ModelMultipleChoiceField(
        Offer.objects.none(),
        label=_("Services that answer it"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are suggested to the colleague on the case of every voice of this theme."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    def __init__(self, *args: Any, linked: tuple[int, ...] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        offers = Offer.objects.filter(Q(is_active=True) | Q(pk__in=linked))
        self.fields["offers"].queryset = offers  # type: ignore[attr-defined]
