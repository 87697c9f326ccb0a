"""Public holidays by region, from the `holidays` library, read once per region and year."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays import HolidayBase


@lru_cache(maxsize=64)
def check_region(region: str) -> None:
    """Raise ValueError with a sentence when the library does not know the region."""
    try:
        _calendar(region, None)
    except (NotImplementedError, AttributeError) as error:
        raise ValueError(f"Unknown holiday region {region!r}; use a code such as 'KR' or 'DE-BY'.") from error


@lru_cache(maxsize=2048)
def public_holidays(region: str, year: int) -> frozenset[date]:
    """Dates of a year on which the region rests, substitute holidays included."""
    return frozenset(_calendar(region, year))


def _calendar(region: str, year: int | None) -> HolidayBase:
    # Imported here: it takes a quarter of a second, which a command without calendars need not wait for.
    from holidays import country_holidays

    country, _, subdivision = region.partition("-")
    return country_holidays(country, subdiv=subdivision or None, years=year)
