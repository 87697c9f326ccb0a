"""Opening hours as people write them: a line of spans for each weekday."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from gwidam.core.forms import PlainText
from gwidam.core.hours import ALWAYS, WEEKDAYS, Hours

WEEKDAY_NAMES = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
_SPAN = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*[-–~]\s*(\d{1,2})(?::(\d{2}))?")


def spans_of(written: str) -> list[tuple[str, str]]:
    """`"9-12, 13:00–18:00"` as `[("09:00", "12:00"), ("13:00", "18:00")]`. Raises ValidationError."""
    found = []
    for piece in filter(None, (each.strip() for each in re.split(r"[,;/]", written))):
        match = _SPAN.fullmatch(piece)
        if match is None:
            raise ValidationError(_now("Write hours such as 09:00-12:00, 13:00-18:00."), code="hours")
        first, first_minute, last, last_minute = match.groups()
        found.append((f"{int(first):02d}:{first_minute or '00'}", f"{int(last):02d}:{last_minute or '00'}"))
    return found


def written(windows: list[list[str]]) -> str:
    """The other way round, for a form that is opened again."""
    return ", ".join(f"{start}-{end}" for start, end in windows)


class HoursForm(forms.Form):
    """Around the clock, or by the week, with or without public holidays."""

    is_always = forms.BooleanField(label=_("Around the clock, every day"), required=False)
    mon = PlainText(label=WEEKDAY_NAMES[0], required=False, longest=80)
    tue = PlainText(label=WEEKDAY_NAMES[1], required=False, longest=80)
    wed = PlainText(label=WEEKDAY_NAMES[2], required=False, longest=80)
    thu = PlainText(label=WEEKDAY_NAMES[3], required=False, longest=80)
    fri = PlainText(label=WEEKDAY_NAMES[4], required=False, longest=80)
    sat = PlainText(label=WEEKDAY_NAMES[5], required=False, longest=80)
    sun = PlainText(label=WEEKDAY_NAMES[6], required=False, longest=80)
    rests = forms.BooleanField(label=_("Closed on Korean public holidays"), required=False)

    @staticmethod
    def initial_of(hours: Hours) -> dict[str, Any]:
        """What the form shows for these hours."""
        shape = hours.to_dict()
        shown = {day: written(shape["weekly"].get(day, [])) for day in WEEKDAYS}
        is_always = hours.weekly == ALWAYS.weekly and hours.region is None
        return {"is_always": is_always, "rests": hours.region == "KR"} | ({} if is_always else shown)

    @property
    def days(self) -> list[forms.BoundField]:
        """The seven weekday fields."""
        return [self[day] for day in WEEKDAYS]

    def clean(self) -> dict[str, Any]:
        """Adds `hours`; the sentence of whatever does not fit goes above the form."""
        said = super().clean() or {}
        said["hours"] = None
        weekly: dict[str, list[tuple[str, str]]] = {}
        for day in WEEKDAYS:
            try:
                weekly[day] = spans_of(said.get(day, ""))
            except ValidationError as error:
                self.add_error(day, error)
        if self.errors:
            return said
        if said.get("is_always"):
            weekly = {day: [("00:00", "24:00")] for day in WEEKDAYS}
        elif not any(weekly.values()):
            raise ValidationError(_now("Give at least one day some hours."), code="closed")
        try:
            said["hours"] = Hours.from_dict(
                {
                    "zone": settings.TIME_ZONE,
                    "weekly": {day: [list(span) for span in spans] for day, spans in weekly.items()},
                    "region": "KR" if said.get("rests") else None,
                }
            )
        except ValueError as error:
            raise ValidationError(
                _now("These hours do not fit together: %(why)s") % {"why": error}, code="hours"
            ) from None
        return said


class CalendarForm(HoursForm):
    """A calendar of departments: a name and its hours."""

    code = forms.CharField(
        label=_("Short code"),
        max_length=50,
        validators=[validate_slug],
        help_text=_("Latin letters, digits and hyphens; it stays."),
    )
    name_ko = PlainText(label=_("Name in Korean"), longest=80)
    name_en = PlainText(label=_("Name in English"), longest=80)
    field_order = ("code", "name_ko", "name_en", "is_always")
