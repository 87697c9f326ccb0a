"""What people fill in about campaigns and ideas. Forms only read; whether it may be done is the verbs' to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText
from gwidam.core.text import number_in
from gwidam.own.forms import NamesSomebody, words
from gwidam.people.models import Department, Employee
from gwidam.people.queries import departments, find_people

from .. import rules
from ..models import Campaign, Improvement

MARKS = [(str(mark), str(mark)) for mark in range(1, 6)]


def day(label: Any, **more: Any) -> forms.DateField:
    """A day, chosen from a calendar."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}), **more)


def line(label: Any, *, longest: int = 160, **more: Any) -> PlainText:
    """One line of text."""
    return PlainText(label=label, longest=longest, **more)


class Names(PlainText):
    """Colleagues by name, with commas between them; cleans to a list of Employees."""

    def __init__(self, **more: Any) -> None:
        super().__init__(longest=1000, widget=forms.TextInput(attrs={"autocomplete": "off"}), **more)

    def clean(self, value: Any) -> list[Employee]:
        typed = [each.strip() for each in str(super().clean(value) or "").split(",")]
        return [self._one(each) for each in typed if each]

    def _one(self, name: str) -> Employee:
        found = find_people(name, limit=3)
        exact = [each for each in found if name in (each.name_ko, each.name_en)] or found
        if len(exact) != 1:
            raise forms.ValidationError(
                _("%(name)s: nobody, or several, are called that.") % {"name": name}, code="nobody"
            )
        return exact[0]


class CampaignForm(NamesSomebody):
    """A campaign: what it asks, when, whom, and what it gives."""

    title_ko = line(_("Title in Korean"), required=False)
    title_en = line(_("Title in English"), required=False)
    text_ko = words(_("What it asks, in Korean"), required=False)
    text_en = words(_("What it asks, in English"), required=False)
    theme_words = line(
        _("About"), longest=200, required=False, help_text=_("A few words with commas: lifts, meetings, forms.")
    )
    opens_on = day(_("First day"))
    last_on = day(_("Last day"))
    audience = forms.ChoiceField(
        label=_("Who is asked"), choices=Campaign.Audience.choices, widget=forms.RadioSelect
    )
    departments = forms.TypedMultipleChoiceField(
        label=_("Which departments"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(pk, str(each)) for pk, each in departments().items()],
    )
    is_anonymous = forms.BooleanField(
        label=_("Without names"),
        required=False,
        help_text=_("No name, no address and no moment but the day is kept. There are no points then."),
    )
    is_open = forms.BooleanField(
        label=_("Customers see each other's ideas"),
        required=False,
        help_text=_(
            "They support and comment on what you let show, once they are known by their link or address."
        ),
    )
    points_submitted = forms.IntegerField(label=_("Points for handing in"), min_value=0, max_value=9999, initial=0)
    points_accepted = forms.IntegerField(label=_("more when accepted"), min_value=0, max_value=9999, initial=0)
    points_done = forms.IntegerField(label=_("more when done"), min_value=0, max_value=9999, initial=0)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["person"].label = _("Who runs it, and guards what comes in")
        self.order_fields(["title_ko", "title_en", "text_ko", "text_en", "theme_words", "person", "person_id"])

    def clean_departments(self) -> list[Department]:
        return [departments()[pk] for pk in self.cleaned_data["departments"] if pk in departments()]


class IdeaForm(forms.Form):
    """An idea: a line, and more if they like."""

    title = line(_("What should be fixed?"), help_text=_("In one line."))
    text = words(
        _("Tell us more"), rows=5, required=False, help_text=_("What happens now, and what would be better?")
    )
    key = forms.CharField(widget=forms.HiddenInput, required=False)


class Chosen(forms.Form):
    """Ideas that were chosen on the board."""

    idea = forms.TypedMultipleChoiceField(coerce=int, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, numbers: list[int], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["idea"].choices = [(each, each) for each in numbers]  # type: ignore[attr-defined]
        self.fields["idea"].initial = numbers


class AcceptForm(Chosen):
    """Accepted: the answer, and the improvement they join."""

    answer = words(_("Official answer"), help_text=_("Everybody who handed one of them in reads this."))
    improvement = line(
        _("Join an improvement"),
        required=False,
        help_text=_("Its number, like G-12. Empty: a new one for each idea."),
    )

    def clean_improvement(self) -> Improvement | None:
        written = self.cleaned_data["improvement"]
        if not written:
            return None
        number = rules.number_of(written)
        found = Improvement.objects.select_related("merged_into").filter(pk=number).first() if number else None
        if found is None:
            raise forms.ValidationError(_("There is no improvement of that number."), code="nothing")
        return found.merged_into or found


class DeclineForm(Chosen):
    """Declined, and why."""

    answer = words(_("Official answer: why not"), help_text=_("Everybody who handed one of them in reads this."))


class FoldForm(Chosen):
    """Folded into another idea of the campaign."""

    into = forms.TypedChoiceField(label=_("Which of them stands in front?"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, into: list[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["into"].choices = into  # type: ignore[attr-defined]


class AskForm(Chosen):
    """Who evaluates, and by when."""

    people = Names(label=_("Who evaluates"), help_text=_("Names with commas: Jun Lee, Sora Jung"))
    due_on = day(_("By"))


class EvaluationForm(forms.Form):
    """Two marks and a note."""

    value = forms.TypedChoiceField(label=_("Value"), coerce=int, choices=MARKS, widget=forms.RadioSelect)
    feasibility = forms.TypedChoiceField(
        label=_("How feasible"), coerce=int, choices=MARKS, widget=forms.RadioSelect
    )
    note = words(_("Why"), rows=2, required=False)


class CommentForm(forms.Form):
    """A few words."""

    text = words(_("Comment"), rows=2)


class WhyForm(forms.Form):
    """A reason."""

    why = words(_("Why"), rows=2)


def numbers_from(given: list[str]) -> list[int]:
    """Numbers of ideas from an address or a form, each once."""
    return list(dict.fromkeys(filter(None, map(number_in, given))))
