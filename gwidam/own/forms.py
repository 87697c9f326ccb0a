"""What people fill in about a case. Forms only read; whether it may be done is the verbs' to say."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText
from gwidam.core.words import reading_language
from gwidam.people.models import Employee
from gwidam.people.queries import active_employees, departments, find_people

from .models import Answer, Case, Closure, ErasureGround, Incident, Promise

LONGEST = 20_000  # letters of an answer, a note or a reason


def words(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "", **attrs: Any) -> Any:
    """A field for a few sentences; Ctrl+Enter sends its form."""
    area = forms.Textarea(attrs={"rows": rows, "data-enter-sends": "", **attrs})
    return PlainText(longest=LONGEST, label=label, widget=area, required=required, help_text=help_text)


class DepartmentField(forms.TypedChoiceField):
    """One of the departments, by id, named in the reader's language; cleans to the Department or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=department_choices, coerce=lambda pk: departments()[int(pk)], empty_value=None, **kwargs
        )


def department_choices() -> list[tuple[str, str]]:
    """All departments by name, after an empty choice."""
    language = reading_language()
    named = sorted(
        ((each.name_en or each.name_ko) if language == "en" else each.name_ko, str(pk))
        for pk, each in departments().items()
    )
    return [("", "—"), *((pk, name) for name, pk in named)]


class NamesSomebody(forms.Form):
    """A colleague, typed by name and chosen from suggestions; `person` cleans to the Employee or None."""

    person = PlainText(
        longest=120,
        label=_("Colleague"),
        required=False,
        widget=forms.TextInput(
            attrs={
                "data-suggest": "/suggestions/people",
                "data-suggest-into": "#id_person_id",
                "autocomplete": "off",
            }
        ),
    )
    person_id = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_person(self) -> str:
        return str(self.cleaned_data["person"]).strip()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed, chosen = cleaned.get("person", ""), cleaned.get("person_id")
        cleaned["person"] = self._somebody(typed, chosen) if typed or chosen else None
        return cleaned

    def _somebody(self, typed: str, chosen: int | None) -> Employee | None:
        if chosen:
            found = list(active_employees().filter(pk=chosen))
        else:
            found = find_people(typed, limit=3)
            exact = [each for each in found if typed in (each.name_ko, each.name_en)]
            found = exact or found
        if len(found) == 1:
            return found[0]
        self.add_error(
            "person", _("Nobody of that name.") if not found else _("Several are called that; choose one.")
        )
        return None


IN_PUBLIC = "in_public"  # by the line they used, where everybody reads it


class AnswerForm(forms.Form):
    """What is said to the customer, and how. The page of a case draws it by hand."""

    text = PlainText(longest=LONGEST)
    door = forms.ChoiceField(choices=[*Answer.Door.choices, (IN_PUBLIC, IN_PUBLIC)], required=False)
    last_seen = forms.IntegerField(required=False)


class NoteForm(forms.Form):
    """Words among colleagues. The page of a case draws it by hand."""

    text = PlainText(longest=LONGEST)


class HandOffForm(NamesSomebody):
    """Which department is asked to take it, and why."""

    to = DepartmentField(label=_("Department"))
    reason = words(_("Why, and what they should know"), autofocus=True)
    field_order = ("to", "person", "reason", "person_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].help_text = _("Empty: whoever of the department is first.")


class BounceForm(forms.Form):
    """Why it is not for us, and whose it is."""

    reason = words(_("Why it is not yours"), autofocus=True)
    better = DepartmentField(label=_("Who is the better owner?"), required=False)


class PromiseForm(forms.Form):
    """What is promised to the customer."""

    kind = forms.ChoiceField(
        label=_("What"),
        widget=forms.RadioSelect,
        choices=[
            (Promise.Kind.CALLBACK, Promise.Kind.CALLBACK.label),
            (Promise.Kind.WORK, Promise.Kind.WORK.label),
            (Promise.Kind.ANSWER, Promise.Kind.ANSWER.label),
        ],
        initial=Promise.Kind.CALLBACK,
    )
    says = PlainText(
        label=_("In the customer's words"),
        longest=300,
        required=False,
        widget=forms.TextInput(attrs={"autofocus": True}),
        help_text=_("The customer reads this."),
    )
    sooner = forms.DateTimeField(
        label=_("Sooner than the standard"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: by the standard. A promise can be earlier, never later."),
    )


class ReasonForm(forms.Form):
    """One reason, for whatever needs nothing else. `label` says what for."""

    why = words("")

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"].label = label
        self.fields["why"].widget.attrs["autofocus"] = True


class ErasureForm(forms.Form):
    """On what ground, and the number of the case once more: what is erased does not come back."""

    ground = forms.ChoiceField(
        label=_("Why?"), widget=forms.RadioSelect, choices=ErasureGround.choices, initial=ErasureGround.ASKED
    )
    number = forms.CharField(
        label=_("The number of this case, to be sure"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._case = case

    def clean_number(self) -> str:
        """The receipt, however it was written."""
        number = re.sub(r"[\s-]", "", str(self.cleaned_data["number"]))
        if number != self._case.receipt:
            raise forms.ValidationError(_("That is not the number of this case."))
        return number


class ProvisionForm(forms.Form):
    """What was served first, and which papers the customer still owes."""

    served = words(_("What we did for them already"), rows=2, autofocus=True)
    papers = words(_("Papers still missing"), help_text=_("One a line. The customer has seven days for them."))

    def clean_papers(self) -> list[str]:
        return [line.strip() for line in str(self.cleaned_data["papers"]).splitlines() if line.strip()]


class CauseForm(forms.Form):
    """Why it happened, and how it is kept from happening again."""

    cause = words(_("Cause"), rows=2)
    recurrence = forms.ChoiceField(
        label=_("So that it does not happen again"),
        widget=forms.RadioSelect,
        choices=Closure.Recurrence.choices,
        initial=Closure.Recurrence.NONE,
    )
    improvement = PlainText(
        longest=160,
        label=_("Which improvement"),
        required=False,
        widget=forms.TextInput(attrs={"data-suggest": "/improvements/suggestions", "autocomplete": "off"}),
        help_text=_("Only with “improvement”: choose one of those shown, or give a new one its title."),
    )
    recurrence_why = words(_("What was decided, and why"), rows=2)


class ClosureForm(CauseForm):
    """What a case needs to end."""

    anything_else = words(_("“Is there anything else?” What did the customer say?"), rows=2, autofocus=True)
    field_order = ("anything_else", "cause", "recurrence", "improvement", "recurrence_why")


class UnreachedForm(CauseForm):
    """What a case needs to end whose customer could not be reached."""

    because = words(_("Why could they not be reached?"), rows=2, autofocus=True)
    field_order = ("because", "cause", "recurrence", "improvement", "recurrence_why")


class MergeForm(forms.Form):
    """Behind which case this one goes, and why they belong together."""

    into = PlainText(
        label=_("Receipt number of the case in front"),
        longest=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    why = words(_("Why do they belong together?"), rows=2)


class AbuseForm(NamesSomebody):
    """What happened, what was done, and who covers meanwhile."""

    kind = forms.ChoiceField(label=_("What was it?"), widget=forms.RadioSelect, choices=Incident.Kind.choices)
    step = forms.ChoiceField(
        label=_("What did you do?"),
        widget=forms.RadioSelect,
        choices=Incident.Step.choices,
        initial=Incident.Step.STOPPED,
    )
    what = words(_("What happened"), rows=3)
    notice = words(_("What you told the customer"), rows=2)
    field_order = ("kind", "step", "what", "notice", "person", "person_id")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label = _("Who covers for you while you rest")
        self.fields["person"].help_text = _("Empty: your deputy.")


class GuardianForm(NamesSomebody):
    """Who guards from now on, and why."""

    why = words(_("Why"), rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].label = _("New guardian")
        self.fields["person"].required = True
