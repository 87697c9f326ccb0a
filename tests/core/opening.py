"""Opening hours and moments in which the tests of hours are written."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from gwidam.core.hours import WEEKDAYS, Hours, Window

SEOUL = ZoneInfo("Asia/Seoul")


def daily(zone: str, start: str, end: str) -> Hours:
    return Hours(zone, ((Window.of(start, end),),) * 7)


OFFICE_DAY = [["09:00", "12:00"], ["13:00", "18:00"]]
OFFICE = Hours.from_dict({"zone": "Asia/Seoul", "weekly": dict.fromkeys(WEEKDAYS[:5], OFFICE_DAY), "region": "KR"})
NIGHT_SHOP = daily("Asia/Seoul", "18:00", "02:00")
NEVER = Hours("Asia/Seoul", ((),) * 7)


def seoul(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=SEOUL)
