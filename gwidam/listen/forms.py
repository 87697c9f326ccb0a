"""The forms of the room."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gwidam.core.errors import NotValid
from gwidam.core.forms import PlainText
from gwidam.moments.models import Touchpoint
from gwidam.people.forms import HoursForm
from gwidam.people.models import Department, Employee, Roster
from gwidam.people.queries import active_employees
from gwidam.post.lines import Field as LineField
from gwidam.post.lines import LineKind
from gwidam.post.models import Line

from .ears import kinds
from .models import Channel
from .rules import origin

RESERVED = frozenset({"heard"})  # addresses under /speak


class ChannelForm(HoursForm):
    """A channel and the process behind it. Give `channel` to change one; its code and kind stay."""

    name_ko = PlainText(label=_("Name in Korean"), longest=80)
    name_en = PlainText(label=_("Name in English"), longest=80)
    kind = forms.ChoiceField(label=_("Kind of channel"), choices=Channel.Kind.choices)
    code = forms.CharField(
        label=_("Short code"),
        max_length=50,
        validators=[validate_slug],
        help_text=_("Latin letters, digits and hyphens; it stays."),
    )
    owner = forms.ModelChoiceField(
        Employee.objects.none(),
        label=_("Who owns it"),
        required=False,
        help_text=_("Guards what comes when nobody is on duty."),
    )
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department behind it"), required=False)
    roster = forms.ModelChoiceField(Roster.objects.none(), label=_("Duty roster"), required=False)
    touchpoint = forms.ModelChoiceField(Touchpoint.objects.none(), label=_("Touchpoint"), required=False)
    place = PlainText(label=_("Place"), longest=120, required=False, help_text=_("Shop or region, for a counter."))
    origins = PlainText(
        label=_("Web sites that show the chat window"),
        longest=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "https://www.example.com", "spellcheck": "false"}),
        help_text=_("One address a line. No other site can show it."),
    )
    skills = PlainText(
        label=_("Skills that talks ask for"),
        longest=400,
        required=False,
        help_text=_("With commas between them. Talks come first to whoever has them and speaks the language."),
    )
    needs_answer = forms.BooleanField(
        label=_("What comes here needs an answer, unless it says otherwise"), required=False, initial=True
    )

    def __init__(self, *args: Any, channel: Channel | None = None, **more: Any) -> None:
        if channel is not None:
            shown = {name: getattr(channel, name) for name in OWN_FIELDS}
            shown["origins"] = "\n".join(channel.origins)
            shown["skills"] = ", ".join(channel.skills)
            more["initial"] = {**shown, **self.initial_of(channel.hours), **more.get("initial", {})}
        else:
            more["initial"] = {"is_always": True, **more.get("initial", {})}
        super().__init__(*args, **more)
        self.channel = channel
        if channel is not None:
            self.fields["code"].disabled = self.fields["kind"].disabled = True
        for name, rows in (
            ("owner", active_employees()),
            ("department", Department.objects.all()),
            ("roster", Roster.objects.order_by("name_ko")),
            ("touchpoint", Touchpoint.objects.select_related("journey")),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if self.channel is None and (code in RESERVED or Channel.objects.filter(code=code).exists()):
            raise ValidationError(_now("There is a channel with this code."), code="taken")
        return code

    def clean_origins(self) -> list[str]:
        lines = str(self.cleaned_data["origins"]).split()
        try:
            return list(dict.fromkeys(origin(line) for line in lines))
        except NotValid as refused:
            raise ValidationError(str(refused), code="origin") from None

    def clean_skills(self) -> list[str]:
        return [each.strip()[:40] for each in self.cleaned_data["skills"].split(",") if each.strip()]

    def told(self) -> dict[str, Any]:
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in (*OWN_FIELDS, "hours")}


OWN_FIELDS = (
    "name_ko",
    "name_en",
    "kind",
    "code",
    "owner",
    "department",
    "roster",
    "touchpoint",
    "place",
    "needs_answer",
    "origins",
    "skills",
)


class ClosingForm(forms.Form):
    """Why a channel closes."""

    why = PlainText(label=_("Why it closes"), longest=300)


class EarForm(forms.Form):
    """By what a channel listens: each kind that is told, and each kind with each line that it can use."""

    channel = forms.ModelChoiceField(Channel.objects.none(), label=_("Channel"))
    ear = forms.ChoiceField(label=_("What listens"))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["channel"].queryset = Channel.objects.order_by("code")  # type: ignore[attr-defined]
        self._lines = {
            each.pk: each for each in Line.objects.defer("secrets").filter(ended_at__isnull=True).order_by("name")
        }
        self.fields["ear"].choices = [*self._choices()]  # type: ignore[attr-defined]

    def _choices(self) -> list[tuple[str, str]]:
        told = [(code, str(kind.name)) for code, kind in kinds.kinds().items() if not kind.line]
        by_line = [
            (f"{code}:{line.pk}", f"{kind.name} · {line.name}")
            for code, kind in kinds.kinds().items()
            for line in self._lines.values()
            if kind.line == line.kind
        ]
        return [*told, *by_line]

    def told(self, given: dict[str, Any]) -> dict[str, Any]:
        """What the verb takes."""
        kind, _colon, line = given["ear"].partition(":")
        return {"channel": given["channel"], "kind": kind, "line": self._lines[int(line)] if line else None}


class LineForm(forms.Form):
    """What a kind of line asks for. Give `line` to change one: an empty secret stays as it is."""

    name = PlainText(label=_("Name"), longest=80, help_text=_("How colleagues call it."))

    def __init__(self, *args: Any, shape: LineKind, line: Line | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        for each in shape.fields:
            kept = line.secrets.get(each.name) if line and each.is_secret else None
            hint = _("It is kept sealed; leave it empty and it stays.") if kept else (each.hint or "")
            self.fields[each.name] = _field(
                each, label=str(each.label), help_text=str(hint), required=each.is_required and not kept
            )
        if line is not None:
            self.initial = {**line.spec, "name": line.name, "url": line.url, "account": line.account}
        for each in shape.fields:  # what may be left unsaid is the first of its choices
            if each.choices and not each.is_required and not self.initial.get(each.name):
                self.initial[each.name] = each.choices[0][0]


def _field(asked: LineField, **more: Any) -> forms.Field:
    if asked.choices:
        choices = [(value, str(label)) for value, label in asked.choices]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **more)
    widget = forms.PasswordInput(attrs={"autocomplete": "off"}) if asked.is_secret else forms.TextInput()
    return forms.CharField(max_length=4000 if asked.is_secret else 254, widget=widget, **more)
