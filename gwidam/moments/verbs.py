"""The only writers of the room."""

from __future__ import annotations

import tomllib
from datetime import datetime
from decimal import Decimal
from importlib.resources import files
from typing import Any

from gwidam.core.actors import Actor
from gwidam.core.errors import NotValid
from gwidam.core.ledger import record, verb
from gwidam.people.models import Employee

from . import events
from .models import Check, Journey, Standard, Touchpoint

SEEDS = ("telco", "generic")


@verb
def set_standard(
    *,
    kind: str,
    value: int,
    unit: str,
    says_ko: str,
    says_en: str,
    by: Actor,
    at: datetime,
    touchpoint: Touchpoint | None = None,
    channel_kind: str = "",
) -> Standard:
    """Put a standard in force; the one before it ends now, and promises made under it keep it."""
    if kind not in Standard.Kind.values or unit not in Standard.Unit.values or value < 1:
        raise NotValid(
            ko="기준에는 1 이상의 정수와 단위가 있어야 합니다.",
            en="A standard needs a whole number from one and a unit.",
            field="value",
        )
    Standard.objects.filter(
        touchpoint=touchpoint, channel_kind=channel_kind, kind=kind, ended_at__isnull=True
    ).update(ended_at=at)
    standard = Standard.objects.create(
        touchpoint=touchpoint,
        channel_kind=channel_kind,
        kind=kind,
        value=value,
        unit=unit,
        says_ko=says_ko,
        says_en=says_en,
        since=at,
    )
    record(
        events.StandardSet(
            standard_id=standard.pk,
            touchpoint=touchpoint.code if touchpoint else "",
            says_ko=says_ko,
            says_en=says_en,
        ),
        by=by,
        at=at,
        about=f"touchpoint:{touchpoint.pk}" if touchpoint else "house:standards",
    )
    return standard


@verb
def check_standard(
    *, standard: Standard, is_met: bool, saw: str, by: Employee, at: datetime, measured: float | None = None
) -> Check:
    """Write down what somebody saw when they looked."""
    check = Check.objects.create(
        standard=standard,
        by=by,
        at=at,
        is_met=is_met,
        saw=saw,
        measured=None if measured is None else Decimal(str(measured)),
    )
    record(
        events.StandardChecked(standard_id=standard.pk, is_met=is_met),
        by=by,
        at=at,
        about=f"standard:{standard.pk}",
    )
    return check


@verb
def plant_journeys(*, seed: str, by: Actor, at: datetime) -> list[Touchpoint]:
    """Plant a shipped set of journeys ('telco' or 'generic'); what exists already is left as it is."""
    if seed not in SEEDS:
        raise NotValid(ko=f"그런 묶음이 없습니다: {seed}", en=f"There is no set {seed}.", field="seed")
    with files("gwidam.moments").joinpath(f"seeds/{seed}.toml").open("rb") as file:
        planted = tomllib.load(file)
    touchpoints = [
        _plant_touchpoint(journey, place, each, by=by, at=at)
        for journey_place, each_journey in enumerate(planted["journey"])
        for journey in [_plant_journey(each_journey, journey_place)]
        for place, each in enumerate(each_journey["touchpoint"])
    ]
    for each in planted.get("standard", ()):
        _plant_standard(None, each, by=by, at=at)
    record(
        events.JourneysPlanted(journeys=len(planted["journey"]), touchpoints=len(touchpoints)),
        by=by,
        at=at,
        about="house:journeys",
    )
    return touchpoints


def _plant_journey(told: dict[str, Any], place: int) -> Journey:
    return Journey.objects.get_or_create(
        code=told["code"], defaults={"name_ko": told["ko"], "name_en": told["en"], "place": place}
    )[0]


def _plant_touchpoint(
    journey: Journey, place: int, told: dict[str, Any], *, by: Actor, at: datetime
) -> Touchpoint:
    touchpoint, _ = Touchpoint.objects.get_or_create(
        code=told["code"],
        defaults={"journey": journey, "name_ko": told["ko"], "name_en": told["en"], "place": place},
    )
    for each in told.get("standard", ()):
        _plant_standard(touchpoint, each, by=by, at=at)
    return touchpoint


def _plant_standard(touchpoint: Touchpoint | None, told: dict[str, Any], *, by: Actor, at: datetime) -> None:
    channel_kind = told.get("channel", "")
    in_force = Standard.objects.filter(
        touchpoint=touchpoint, channel_kind=channel_kind, kind=told["kind"], ended_at__isnull=True
    )
    if not in_force.exists():
        set_standard(
            touchpoint=touchpoint,
            channel_kind=channel_kind,
            kind=told["kind"],
            value=told["value"],
            unit=told["unit"],
            says_ko=told["ko"],
            says_en=told["en"],
            by=by,
            at=at,
        )
