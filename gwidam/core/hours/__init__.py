"""Opening hours, open time, working days and duty rosters: the arithmetic under every clock.

Pure functions of their arguments; nothing here reads a clock or a database.
"""

from .amount import UNITS, Amount, due
from .reckon import NeverOpen, add_open, add_open_days, gaps, is_open, next_open, open_between
from .week import ALWAYS, Hours, always
from .windows import WEEKDAYS, WeekWindow, Window

__all__ = [
    "ALWAYS",
    "UNITS",
    "WEEKDAYS",
    "Amount",
    "Hours",
    "NeverOpen",
    "WeekWindow",
    "Window",
    "add_open",
    "add_open_days",
    "always",
    "due",
    "gaps",
    "is_open",
    "next_open",
    "open_between",
]
