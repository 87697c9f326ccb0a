"""Who answers for what, and the departments behind it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText

from ..models import Calendar, Department, Employee, Responsibility
from ..queries import active_employees


class SeekForm(forms.Form):
    """What somebody types to find who answers."""

    q = PlainText(required=False, longest=200)


class LineForm(forms.Form):
    """A line of the directory. Give `line` to change one that is there."""

    says_ko = PlainText(
        label=_("What they answer for, in Korean"),
        longest=500,
        help_text=_("In the words a colleague would type."),
    )
    says_en = PlainText(label=_("In English"), longest=500, required=False)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"))
    person = forms.ModelChoiceField(Employee.objects.none(), label=_("Person"), required=False)
    topic = PlainText(label=_("Topic"), longest=80, required=False)
    product = PlainText(label=_("Product"), longest=60, required=False)
    service = PlainText(label=_("Service"), longest=60, required=False)
    region = PlainText(label=_("Region"), longest=60, required=False)

    def __init__(self, *args: Any, line: Responsibility | None = None, **more: Any) -> None:
        if line is not None:
            shown = {name: getattr(line, name) for name in self.base_fields}
            more["initial"] = {**shown, **more.get("initial", {})}
        super().__init__(*args, **more)
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]
        self.fields["person"].queryset = active_employees()  # type: ignore[attr-defined]


class DepartmentForm(forms.Form):
    """A department. Give `department` to change one that is there; its code stays."""

    name_ko = PlainText(label=_("Name in Korean"), longest=80)
    name_en = PlainText(label=_("Name in English"), longest=80, required=False)
    code = forms.CharField(
        label=_("Short code"),
        max_length=50,
        validators=[validate_slug],
        help_text=_("Latin letters, digits and hyphens; it stays."),
    )
    parent = forms.ModelChoiceField(Department.objects.none(), label=_("Part of"), required=False)
    calendar = forms.ModelChoiceField(Calendar.objects.none(), label=_("Working hours"), empty_label=None)
    is_cvi = forms.BooleanField(
        label=_("This is the customer value innovation team"),
        required=False,
        help_text=_("A case that was bounced twice comes to them."),
    )

    def __init__(self, *args: Any, department: Department | None = None, **more: Any) -> None:
        if department is not None:
            shown = {name: getattr(department, name) for name in self.base_fields}
            more["initial"] = {**shown, **more.get("initial", {})}
        super().__init__(*args, **more)
        self.department = department
        if department is not None:
            del self.fields["code"]
        parents = Department.objects.exclude(pk=department.pk if department else None)
        self.fields["parent"].queryset = parents  # type: ignore[attr-defined]
        self.fields["calendar"].queryset = Calendar.objects.order_by("name_ko")  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if Department.objects.filter(code=code).exists():
            raise ValidationError(_now("There is a department with this code."), code="taken")
        return code

    def clean_is_cvi(self) -> bool:
        wanted = bool(self.cleaned_data["is_cvi"])
        others = Department.objects.filter(is_cvi=True)
        if wanted and others.exclude(pk=self.department.pk if self.department else None).exists():
            raise ValidationError(_now("Another department is this team already."), code="taken")
        return wanted
