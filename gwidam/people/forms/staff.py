"""Employees, their absences, and the chart they come from."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText

from ..models import Absence, Calendar, Department, Employee, Role
from ..queries import active_employees

_LIST = re.compile(r"\s*[,;\n]\s*")


class EmployeeForm(forms.Form):
    """Everything an operator writes down about a person. Give `employee` to change one who is there."""

    name_ko = PlainText(label=_("Name in Korean"), longest=60)
    name_en = PlainText(label=_("Name in English"), longest=60, required=False)
    email = forms.EmailField(label=_("E-mail"), help_text=_("They sign in with it."))
    phone = PlainText(label=_("Phone"), longest=40, required=False)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"))
    roles = forms.MultipleChoiceField(label=_("Roles"), choices=Role.choices, widget=forms.CheckboxSelectMultiple)
    skills = PlainText(
        label=_("Skills"),
        longest=400,
        required=False,
        help_text=_("With commas between them. Voices that ask for a skill find its people."),
    )
    deputy = forms.ModelChoiceField(
        Employee.objects.none(),
        label=_("Deputy"),
        required=False,
        help_text=_("Covers when this person is away; the guardian stays the guardian."),
    )
    language = forms.ChoiceField(
        label=_("Language of letters"), choices=[("ko", "한국어"), ("en", "English")], initial="ko"
    )

    def __init__(self, *args: Any, employee: Employee | None = None, **more: Any) -> None:
        if employee is not None:
            shown = {name: getattr(employee, name) for name in self.base_fields if name != "skills"}
            more["initial"] = {**shown, "skills": ", ".join(employee.skills), **more.get("initial", {})}
        super().__init__(*args, **more)
        self.employee = employee
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]
        others = active_employees().exclude(pk=employee.pk if employee else None)
        self.fields["deputy"].queryset = others  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        email = str(self.cleaned_data["email"]).strip().lower()
        known = Employee.objects.filter(email__iexact=email)
        if known.exclude(pk=self.employee.pk if self.employee else None).exists():
            raise ValidationError(_now("Somebody already has this address."), code="taken")
        return email

    def clean_skills(self) -> list[str]:
        return [each[:40] for each in _LIST.split(self.cleaned_data["skills"]) if each]


class AbsenceForm(forms.Form):
    """From which day to which day, why, and who covers."""

    starts_on = forms.DateField(label=_("First day away"), widget=forms.DateInput(attrs={"type": "date"}))
    ends_on = forms.DateField(label=_("Last day away"), widget=forms.DateInput(attrs={"type": "date"}))
    why = forms.ChoiceField(
        label=_("Why"), choices=[each for each in Absence.Why.choices if each[0] != Absence.Why.COOL_OFF]
    )
    deputy = forms.ModelChoiceField(Employee.objects.none(), label=_("Who covers"))

    def __init__(self, *args: Any, employee: Employee, **more: Any) -> None:
        super().__init__(*args, **more)
        others = active_employees().exclude(pk=employee.pk)
        self.fields["deputy"].queryset = others  # type: ignore[attr-defined]
        self.fields["deputy"].initial = employee.deputy_id

    def times(self) -> dict[str, datetime]:
        """Both ends as moments: the last day counts whole."""
        midnight = time(0, tzinfo=timezone.get_current_timezone())
        return {
            "starts_at": datetime.combine(self.cleaned_data["starts_on"], midnight),
            "ends_at": datetime.combine(self.cleaned_data["ends_on"] + timedelta(days=1), midnight),
        }


class ChartForm(forms.Form):
    """The company's organisation chart as a spreadsheet."""

    file = forms.FileField(
        label=_("Organisation chart"),
        help_text=_("CSV, TSV or XLSX with a line for each person: name, e-mail, department."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    calendar = forms.ModelChoiceField(
        Calendar.objects.none(), label=_("Working hours of new departments"), empty_label=None
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["calendar"].queryset = Calendar.objects.order_by("name_ko")  # type: ignore[attr-defined]
