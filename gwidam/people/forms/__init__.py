"""The forms of the room, cut by noun."""

from .directory import DepartmentForm, LineForm, SeekForm
from .hours import CalendarForm, HoursForm
from .rosters import RosterForm, RosterGrid, ShiftForm
from .staff import AbsenceForm, ChartForm, EmployeeForm
from .tokens import TokenForm

__all__ = [
    "AbsenceForm",
    "CalendarForm",
    "ChartForm",
    "DepartmentForm",
    "EmployeeForm",
    "HoursForm",
    "LineForm",
    "RosterForm",
    "RosterGrid",
    "SeekForm",
    "ShiftForm",
    "TokenForm",
]
