"""What people fill in about work-out meetings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gwidam.own.forms import NamesSomebody, words
from gwidam.people.models import Employee, Role
from gwidam.people.queries import active_employees

from .. import rules
from ..models import Improvement, MeetingItem, MeetingTeam, Ruling
from .campaigns import Names, day, line


def executives() -> list[tuple[int, str]]:
    """Executives by id, for a choice."""
    return [(each.pk, str(each)) for each in active_employees().filter(roles__contains=[Role.EXECUTIVE])]


class MeetingForm(NamesSomebody):
    """The frame of a meeting."""

    title = line(_("Name of the meeting"))
    goal = words(_("Goal"), rows=2, help_text=_("So that one can say afterwards whether it was reached."))
    scope = words(_("Scope"), rows=2, required=False, help_text=_("What belongs to it, and what does not."))
    ground_rules = words(_("Ground rules"), rows=3, required=False)
    sponsor = forms.TypedChoiceField(
        label=_("Who rules on the spot"), coerce=int, choices=executives, help_text=_("An executive.")
    )
    starts_at = forms.DateTimeField(
        label=_("When"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )
    place = line(_("Room"), longest=120, required=False)
    votes_each = forms.IntegerField(label=_("Votes for each in the gallery"), min_value=1, max_value=20, initial=4)
    minutes_each = forms.IntegerField(label=_("Minutes for an item"), min_value=1, max_value=60, initial=5)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].label = _("Who facilitates")
        self.order_fields(["title", "goal", "scope", "ground_rules", "sponsor", "person", "person_id"])

    def clean_sponsor(self) -> Employee:
        return active_employees().get(pk=self.cleaned_data["sponsor"])


class TeamForm(forms.Form):
    """A team and its people."""

    name = line(_("Name of the team"), longest=60)
    people = Names(label=_("Who is in it"), help_text=_("Names with commas: Jun Lee, Sora Jung"))


class ItemForm(NamesSomebody):
    """An item: an improvement by its number, or a new one by its title."""

    what = line(
        _("What is brought"), help_text=_("The number of an improvement, like G-12, or the title of a new one.")
    )
    team = forms.TypedChoiceField(label=_("Team"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, teams: list[MeetingTeam], **more: Any) -> None:
        super().__init__(*args, **more)
        self.teams = {each.pk: each for each in teams}
        self.fields["team"].choices = [("", "—"), *((pk, str(each)) for pk, each in self.teams.items())]  # type: ignore[attr-defined]
        self.fields["person"].label = _("Who will own it")
        self.fields["person"].help_text = _("At the latest before it is presented.")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        typed = cleaned.get("what", "")
        number = rules.number_of(typed)
        cleaned["improvement"] = Improvement.objects.filter(pk=number).first() if number else None
        if number and cleaned["improvement"] is None:
            self.add_error("what", _("There is no improvement of that number."))
        cleaned["team"] = self.teams.get(cleaned.get("team") or 0)
        return cleaned


class OwnerForm(NamesSomebody):
    """Who will own an item."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].label = _("Who will own it")
        self.fields["person"].required = True


NEEDED = {
    Ruling.Verdict.YES.value: (),
    Ruling.Verdict.NO.value: ("public_ko", "public_en"),
    Ruling.Verdict.MORE.value: ("person", "person_id", "asked_until"),
}


class RulingForm(NamesSomebody):
    """The sponsor's ruling, as it is spoken."""

    verdict = forms.ChoiceField(label=_("Ruling"), choices=Ruling.Verdict.choices, widget=forms.RadioSelect)
    public_ko = words(_("No, because (in Korean)"), rows=2, required=False)
    public_en = words(_("No, because (in English)"), rows=2, required=False)
    asked_until = day(_("More information by"), required=False)
    reason = words(_("What was said about it"), rows=2, required=False)

    def __init__(self, *args: Any, item: MeetingItem, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].label = _("More information from")
        chosen = str(self["verdict"].value() or "")
        if chosen in NEEDED:  # by its key, or sent: only what this ruling needs is asked
            self.fields["verdict"].widget = forms.HiddenInput()
            for name in set(self.fields) - {"verdict", "reason", *NEEDED[chosen]}:
                del self.fields[name]
        self.order_fields(["verdict", "public_ko", "public_en", "person", "person_id", "asked_until", "reason"])


class ResultForm(forms.Form):
    """What has come of it."""

    result = words(_("What has come of it"), rows=3)
