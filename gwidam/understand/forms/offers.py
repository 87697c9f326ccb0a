"""What people fill in about services that help."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText
from gwidam.moments.models import Touchpoint

from .. import rules
from ..models import Offer
from ..names import name_of


class OfferForm(forms.Form):
    """A service that answers a need. Give `offer` to change one that is there."""

    need = forms.ChoiceField(label=_("Which need it answers"))
    says_ko = PlainText(
        label=_("What to tell the customer, in Korean"),
        longest=120,
        help_text=_("As a colleague would say it, such as: tell them of the safety phone."),
    )
    says_en = PlainText(label=_("In English"), longest=120, required=False)
    link = forms.URLField(label=_("Where to read about it"), required=False, max_length=300, assume_scheme="https")
    touchpoint = forms.ModelChoiceField(Touchpoint.objects.none(), label=_("Where it is given"), required=False)
    is_active = forms.BooleanField(label=_("Suggest it"), required=False, initial=True)

    def __init__(self, *args: Any, offer: Offer | None = None, **more: Any) -> None:
        if offer is not None:
            shown = {name: getattr(offer, name) for name in self.base_fields}
            more["initial"] = {**shown, **more.get("initial", {})}
        super().__init__(*args, **more)
        self.fields["need"].choices = [(code, name_of("needs", code)) for code in rules.OPTIONS["needs"]]  # type: ignore[attr-defined]
        self.fields["touchpoint"].queryset = Touchpoint.objects.all()  # type: ignore[attr-defined]
