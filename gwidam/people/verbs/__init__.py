"""The only writers of the room."""

from .chart import ChartReport, import_chart
from .customers import erase_contacts, mark_dead, recognise, see_contact
from .employees import be_absent, change_employee, come_back, invite, join, leave
from .organisation import (
    answer_for,
    set_calendar,
    set_department,
    set_roster,
    stop_answering_for,
)
from .tokens import make_token, revoke_token

__all__ = [
    "ChartReport",
    "answer_for",
    "be_absent",
    "change_employee",
    "come_back",
    "erase_contacts",
    "import_chart",
    "invite",
    "join",
    "leave",
    "make_token",
    "mark_dead",
    "recognise",
    "revoke_token",
    "see_contact",
    "set_calendar",
    "set_department",
    "set_roster",
    "stop_answering_for",
]
