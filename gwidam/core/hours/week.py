"""`Hours`: when a channel or a department is open, as people write it down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from itertools import pairwise
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

from .public_holidays import check_region
from .windows import DAY, WEEKDAYS, Window

KEYS = ("zone", "weekly", "region", "closed", "open")

Windows = tuple[Window, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hours:
    """Opening hours on the clocks of one time zone.

    zone: IANA name ("Asia/Seoul").
    weekly: seven tuples of windows, Monday first; several windows a day leave room for lunch.
    region: code of the `holidays` library ("KR", "DE-BY"), or None. On its public holidays, substitute
        holidays included, no window starts.
    closed: more dates on which no window starts.
    opened: pairs of a date and its windows, which replace whatever else holds on that date.

    A window that crosses midnight belongs to the day it starts on, so the night before a holiday runs on
    into it. Raises ValueError with a sentence for a person when something does not fit together.
    """

    zone: str
    weekly: tuple[Windows, ...]
    region: str | None = None
    closed: frozenset[date] = frozenset()
    opened: tuple[tuple[date, Windows], ...] = ()

    def __post_init__(self) -> None:
        zone_of(self.zone)
        if self.region is not None:
            check_region(self.region)
        if len(self.weekly) != 7:
            raise ValueError("Weekly hours need exactly seven days, Monday first.")
        for weekday, windows in zip(WEEKDAYS, self.weekly, strict=True):
            _check_apart(windows, weekday)
        dates = [day for day, _ in self.opened]
        if len(set(dates)) != len(dates):
            raise ValueError("An extra open date may be given only once.")
        for day, windows in self.opened:
            _check_apart(windows, day.isoformat())
            if day in self.closed:
                raise ValueError(f"{day.isoformat()} cannot be both closed and open.")

    @classmethod
    def from_dict(cls, shape: Mapping[str, Any]) -> Self:
        """Read the JSON shape that `to_dict` writes; every key but `zone` and `weekly` may be missing.

        `{"zone": "Asia/Seoul", "weekly": {"mon": [["09:00", "12:00"], ["13:00", "18:00"]]},
        "region": "KR", "closed": ["2026-10-02"], "open": {"2026-10-03": [["10:00", "15:00"]]}}`

        Raises ValueError with a sentence that says where and what.
        """
        if not isinstance(shape, Mapping):
            raise ValueError("Opening hours must be an object.")
        if unknown := sorted(set(shape) - set(KEYS)):
            raise ValueError(f"Unknown key {unknown[0]!r}; allowed are {', '.join(KEYS)}.")
        weekly = _mapping(shape.get("weekly"), "weekly")
        if unknown := sorted(set(weekly) - set(WEEKDAYS)):
            raise ValueError(f"Unknown weekday {unknown[0]!r}; allowed are {', '.join(WEEKDAYS)}.")
        region = shape.get("region")
        if region is not None and not isinstance(region, str):
            raise ValueError("The region must be a code such as 'KR'.")
        opened = _mapping(shape.get("open", {}), "open")
        return cls(
            zone=_text(shape.get("zone"), "zone"),
            weekly=tuple(_windows(weekly.get(weekday, []), weekday) for weekday in WEEKDAYS),
            region=region or None,
            closed=frozenset(_date(day, "closed") for day in _list(shape.get("closed", []), "closed")),
            opened=tuple(sorted((_date(day, "open"), _windows(opened[day], day)) for day in opened)),
        )

    def to_dict(self) -> dict[str, Any]:
        """The JSON shape that `from_dict` reads back as an equal object."""
        return {
            "zone": self.zone,
            "weekly": {
                weekday: [list(window.shown) for window in windows]
                for weekday, windows in zip(WEEKDAYS, self.weekly, strict=True)
                if windows
            },
            "region": self.region,
            "closed": sorted(day.isoformat() for day in self.closed),
            "open": {
                day.isoformat(): [list(window.shown) for window in windows] for day, windows in sorted(self.opened)
            },
        }


def always(zone: str = "Asia/Seoul") -> Hours:
    """Open every minute of every year; the zone only says where working days begin and end."""
    return Hours(zone=zone, weekly=((Window(0, DAY),),) * 7)


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name; ValueError with a sentence when there is none."""
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:  # the name may also be a folder, or climb out of one
        raise ValueError(f"Unknown time zone {name!r}; use a name such as 'Asia/Seoul'.") from error


def _check_apart(windows: Windows, where: str) -> None:
    ordered = sorted(windows)
    for earlier, later in pairwise(ordered):
        if later.start < earlier.end:
            raise ValueError(f"{where}: two windows overlap.")


def _windows(value: object, where: str) -> Windows:
    windows = []
    for pair in _list(value, where):
        if not (isinstance(pair, list | tuple) and len(pair) == 2):
            raise ValueError(f"{where}: a window is a pair such as ['09:00', '18:00'].")
        start, end = (_text(part, where) for part in pair)
        windows.append(_told(where, partial(Window.of, start, end)))
    return tuple(sorted(windows))


def _date(value: object, where: str) -> date:
    text = _text(value, where)
    return _told(where, partial(date.fromisoformat, text), f"{text!r} is not a date such as 2026-10-03.")


def _told(where: str, read: Callable[[], T], sentence: str | None = None) -> T:
    try:
        return read()
    except ValueError as error:
        raise ValueError(f"{where}: {sentence or error}") from error


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError(f"{where}: a text is needed.")
    return value


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{where}: a list is needed.")
    return list(value)


def _mapping(value: object, where: str) -> dict[str, Any]:
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise ValueError(f"{where}: an object is needed.")
    return dict(value)


ALWAYS = always()
