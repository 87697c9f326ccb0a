"""What is filled in while somebody is speaking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gwidam.core.errors import NotValid
from gwidam.core.forms import PlainText, show_on
from gwidam.core.words import reading_language
from gwidam.listen.models import Channel, Voice
from gwidam.moments.queries import touchpoints
from gwidam.own.forms import DepartmentField, words
from gwidam.people import contacts
from gwidam.people.contacts import Reach

TEXT_LONGEST = 200_000


class SavedSearchForm(forms.Form):
    """A question under a name."""

    name = PlainText(
        label=_("Name of the search"), longest=80, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    question = PlainText(label=_("Question"), longest=400, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    wakes = forms.BooleanField(
        label=_("Tell me of new voices"),
        required=False,
        help_text=_("With the digest, by day. Nobody is woken at night."),
    )


class HearForm(forms.Form):
    """One screen: who speaks, what they say, and what was agreed with them on the spot."""

    channel = forms.ChoiceField(label=_("Where"), widget=forms.RadioSelect)
    phone = PlainText(
        label=_("Phone"),
        longest=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "autofocus": True}),
    )
    email = PlainText(
        label=_("E-mail"),
        longest=260,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
    )
    name = PlainText(
        label=_("Name"), longest=120, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    text = PlainText(
        label=_("What they said, in their words"),
        longest=TEXT_LONGEST,
        widget=forms.Textarea(
            attrs={"rows": 7, "data-enter-sends": "", "data-draft": "/drafts/hear", "data-writing": ""}
        ),
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        widget=forms.RadioSelect,
        required=False,
        choices=[("", _("Leave open")), *Voice.Kind.choices],
        initial="",
    )
    product = PlainText(
        label=_("Product"), longest=60, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    touchpoint = forms.ChoiceField(label=_("Touchpoint"), required=False)
    call_back = forms.BooleanField(label=_("Promise to call back"), required=False)
    call_back_says = PlainText(
        label=_("About what"),
        longest=300,
        required=False,
        help_text=_("The customer reads this."),
    )
    spoken_answer = words(
        _("Answered already, while talking"), rows=2, required=False, help_text=_("What you told them.")
    )
    offer_to = DepartmentField(label=_("Hand over to"), required=False)
    offer_other = DepartmentField(label=_("Or another department"), required=False)
    offer_reason = words(_("What they should know"), rows=2, required=False)
    no_answer = forms.BooleanField(label=_("They want no answer"), required=False)
    key = forms.CharField(max_length=64, widget=forms.HiddenInput)
    after = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)
    call = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, channels: Sequence[Channel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channels = {each.code: each for each in channels}
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            (each.code, str(each.name)) for each in channels
        ]
        language = reading_language()
        self.fields["touchpoint"].choices = [  # type: ignore[attr-defined]
            ("", "—"),
            *((each.code, each.name_en if language == "en" else each.name_ko) for each in touchpoints()),
        ]

    def clean_channel(self) -> Channel:
        return self.channels[self.cleaned_data["channel"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        cleaned["reaches"] = self._reaches(cleaned)
        cleaned["offer_to"] = cleaned.get("offer_to") or cleaned.get("offer_other")
        if cleaned["offer_to"] and not cleaned.get("offer_reason"):
            cleaned["offer_reason"] = str(_("Taken down just now; please see what was said."))
        return cleaned

    def _reaches(self, cleaned: dict[str, Any]) -> list[Reach]:
        try:
            return contacts.reaches(email_=cleaned.get("email", ""), phone_=cleaned.get("phone", ""))
        except NotValid as refused:
            show_on(self, refused)
            return []
