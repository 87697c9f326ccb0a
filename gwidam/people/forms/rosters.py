"""The week of a duty roster: who is on, on which day, from when until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText
from gwidam.core.hours import WeekWindow

from ..models import Employee, Roster, Shift
from ..queries import active_employees
from .hours import WEEKDAY_NAMES, spans_of

Turn = tuple[Employee, int, int]
_DAYS = [(str(number), name) for number, name in enumerate(WEEKDAY_NAMES)]
_PEOPLE_AT_ONCE = 60  # seven fields each, and a form may have 500


def turns_on(employee: Employee, day: int, written: str) -> list[Turn]:
    """The spans of one day as turns of a person. Raises ValidationError."""
    turns = []
    for start, end in spans_of(written):
        try:
            window = WeekWindow.on(day, start, end)
        except ValueError:
            raise ValidationError(_now("Write hours such as 09:00-12:00, 13:00-18:00."), code="hours") from None
        turns.append((employee, window.start, window.end - window.start))
    return turns


def shown_on(shifts: Iterable[Shift], day: int) -> str:
    """The turns that begin on a day, as they are written."""
    pieces = []
    for shift in sorted(shifts, key=lambda each: each.starts_minute):
        if shift.starts_minute // 1440 == day:
            (_first, start), (_last, end) = WeekWindow(
                shift.starts_minute, shift.starts_minute + shift.minutes
            ).shown
            pieces.append(f"{start}-{end}")
    return ", ".join(pieces)


class RosterForm(forms.Form):
    """A new roster."""

    name_ko = PlainText(label=_("Name in Korean"), longest=80)
    name_en = PlainText(label=_("Name in English"), longest=80)
    code = forms.CharField(
        label=_("Short code"),
        max_length=50,
        validators=[validate_slug],
        help_text=_("Latin letters, digits and hyphens; it stays."),
    )

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if Roster.objects.filter(code=code).exists():
            raise ValidationError(_now("There is a roster with this code."), code="taken")
        return code


class ShiftForm(forms.Form):
    """Put somebody on a roster: the same hours on some days."""

    employee = forms.ModelChoiceField(Employee.objects.none(), label=_("Person"))
    days = forms.MultipleChoiceField(label=_("Days"), choices=_DAYS, widget=forms.CheckboxSelectMultiple)
    hours = PlainText(
        label=_("Hours"),
        longest=80,
        initial="09:00-18:00",
        help_text=_("Such as 09:00-12:00, 13:00-18:00; 22:00-06:00 runs into the next day."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["employee"].queryset = active_employees()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Adds `turns`."""
        said = super().clean() or {}
        said["turns"] = []
        if not self.errors:
            try:
                for day in said["days"]:
                    said["turns"] += turns_on(said["employee"], int(day), said["hours"])
            except ValidationError as error:
                self.add_error("hours", error)
        return said


@dataclass(frozen=True, slots=True)
class GridRow:
    """One person's week."""

    employee: Employee
    cells: list[forms.BoundField]


class RosterGrid(forms.Form):
    """The whole week of a roster: a row for each person, a field for each day."""

    def __init__(self, *args: Any, people: Sequence[Employee], shifts: Sequence[Shift], **more: Any) -> None:
        super().__init__(*args, **more)
        self.people = people[:_PEOPLE_AT_ONCE]
        for person in self.people:
            theirs = [each for each in shifts if each.employee_id == person.pk]
            for day, name in enumerate(WEEKDAY_NAMES):
                field = PlainText(label=name, required=False, longest=80, initial=shown_on(theirs, day))
                field.widget.attrs["aria-label"] = f"{person.name}, {name}"
                self.fields[f"{person.pk}-{day}"] = field

    @property
    def rows(self) -> list[GridRow]:
        return [GridRow(each, [self[f"{each.pk}-{day}"] for day in range(7)]) for each in self.people]

    def turns(self) -> list[Turn]:
        """Everybody's turns; empty fields are days off."""
        return [
            turn
            for person in self.people
            for day in range(7)
            for turn in turns_on(person, day, self.cleaned_data[f"{person.pk}-{day}"])
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        for person in self.people:
            for day in range(7):
                name = f"{person.pk}-{day}"
                try:
                    turns_on(person, day, said.get(name, ""))
                except ValidationError as error:
                    self.add_error(name, error)
        return said
