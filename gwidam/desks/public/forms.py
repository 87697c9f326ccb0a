"""The forms of the public pages."""

from __future__ import annotations

import itertools
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gwidam.core.errors import NotValid
from gwidam.core.forms import Files, PlainText, show_on
from gwidam.core.text import LONGEST_TEXT
from gwidam.listen.store import MOST_FILES, TYPES
from gwidam.moments.models import Touchpoint
from gwidam.moments.queries import touchpoints
from gwidam.own.models import Outcome
from gwidam.own.tracking import receipt_in
from gwidam.people import contacts

ACCEPT = ",".join(ending for endings, _beginnings in TYPES.values() for ending in endings)
PRESS_AGAIN = _("Please press send once more, so that we know you are a person.")


class SpeakForm(forms.Form):
    """What somebody wants to tell us. Only the words are needed."""

    text = PlainText(
        label=_("What do you want to tell us?"),
        longest=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Please write what you want to say.")},
    )
    touchpoint = forms.ChoiceField(label=_("Where did it happen?"), required=False)
    files = Files(
        label=_("Photos or files"),
        required=False,
        most=MOST_FILES,
        help_text=_("Up to 8 files of 25 MB: photos, PDF, documents, recordings, videos."),
    )
    name = PlainText(
        label=_("Name"),
        required=False,
        longest=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PlainText(
        label=_("Phone"),
        required=False,
        longest=60,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    email = PlainText(
        label=_("E-mail"), required=False, longest=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, is_trapped: bool = False, **more: Any) -> None:
        """`is_trapped`: a field that people never see was filled, as programs do that fill everything."""
        super().__init__(*args, **more)
        self.is_trapped = is_trapped
        self.fields["touchpoint"].choices = _touchpoint_choices()  # type: ignore[attr-defined]
        self.fields["files"].widget.attrs["accept"] = ACCEPT

    def clean(self) -> dict[str, Any]:
        """Adds `reaches`: the contacts, written one way."""
        said = super().clean() or {}
        said["reaches"] = []
        for kind, read in (("phone", contacts.phone), ("email", contacts.email)):
            given = said.get(kind, "")
            try:
                said["reaches"] += [read(given)] if given else []
            except NotValid as refused:
                show_on(self, refused)
        if self.is_trapped:
            # A person whose browser filled it loses nothing by one more tap.
            self.add_error(None, PRESS_AGAIN)
        return said

    @property
    def place(self) -> Touchpoint | None:
        """The touchpoint that was chosen."""
        code = self.cleaned_data.get("touchpoint")
        return next((each for each in touchpoints() if each.code == code), None)


class FixForm(SpeakForm):
    """An idea for a campaign: a line, more if they like, and how to answer them."""

    title = PlainText(label=_("What should be fixed?"), longest=160, help_text=_("In one line."))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["text"].label = _("Tell us more")
        self.fields["text"].required = False
        del self.fields["touchpoint"], self.fields["files"]


class AgreeForm(forms.Form):
    """They have read what is kept when they take part (PIPA art. 15)."""

    agree = forms.BooleanField(
        label=_("I have read it and agree"), error_messages={"required": _("Tick this if you agree.")}
    )


class TakePartForm(AgreeForm):
    """An address that the link is sent to, whoever typed it."""

    email = PlainText(label=_("E-mail"), longest=254, widget=forms.EmailInput(attrs={"autocomplete": "email"}))

    field_order = ("email", "agree")

    def __init__(self, *args: Any, is_trapped: bool = False, **more: Any) -> None:
        """`is_trapped`: a field that people never see was filled, as programs do that fill everything."""
        super().__init__(*args, **more)
        self.is_trapped = is_trapped

    def clean(self) -> dict[str, Any]:
        """Adds `reach`: the address, written one way."""
        said = super().clean() or {}
        try:
            said["reach"] = contacts.email(said["email"]) if said.get("email") else None
        except NotValid as refused:
            show_on(self, refused)
        if self.is_trapped:
            self.add_error(None, PRESS_AGAIN)
        return said


class RemarkForm(forms.Form):
    """A few words about an idea of somebody else's."""

    text = PlainText(
        label=_("What do you think of it?"),
        longest=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write what you want to say.")},
    )


class LookForm(forms.Form):
    """Receipt number and something only the customer knows; a code of ours is both in one."""

    receipt = PlainText(
        label=_("Receipt number"), longest=64, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    proof = PlainText(
        label=_("Last 4 digits of your phone, or your e-mail address"),
        longest=254,
        required=False,
        help_text=_("As you left them with us. With a code of letters and digits it stays empty."),
    )

    def clean(self) -> dict[str, Any]:
        """A number alone proves nothing."""
        said = super().clean() or {}
        if said.get("receipt") and not said.get("proof") and not receipt_in(said["receipt"]):
            self.add_error("proof", self.fields["proof"].error_messages["required"])
        return said


class DigitsForm(forms.Form):
    """The last four digits of the customer's phone."""

    digits = PlainText(
        label=_("Last 4 digits of your phone"),
        longest=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 6}),
    )


class MoreForm(forms.Form):
    """Something to add."""

    text = PlainText(
        label=_("Anything to add?"),
        longest=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write what you want to say.")},
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)


class OutcomeForm(forms.Form):
    """The customer's own word on how it ended."""

    word = forms.ChoiceField(
        label=_("Is it done?"),
        choices=[
            (Outcome.Word.FIXED, _("Yes, it is done")),
            (Outcome.Word.HALF, _("Partly")),
            (Outcome.Word.NOT, _("No, not yet")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    words = PlainText(
        label=_("In your words"), required=False, longest=20_000, widget=forms.Textarea(attrs={"rows": 3})
    )


def _touchpoint_choices() -> list[Any]:
    grouped = itertools.groupby(touchpoints(), key=lambda each: each.journey)
    return [
        ("", _("Anywhere, or I am not sure")),
        *((str(journey.name), [(each.code, str(each.name)) for each in group]) for journey, group in grouped),
    ]
