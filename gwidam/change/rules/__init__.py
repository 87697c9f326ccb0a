"""Which state follows which, and what a score is made of: pure decisions, without database and without a clock."""

from .numbers import named_number, number_of, shown
from .reach import Movement, monday_of, people_lately
from .scoring import METHODS, Part, Scored, part_of, scored, worth_and_effort
from .states import MOVES, NEEDS, OPEN, STATES, STEPS, Move, later, next_verbs, step

__all__ = [
    "METHODS",
    "MOVES",
    "NEEDS",
    "OPEN",
    "STATES",
    "STEPS",
    "Move",
    "Movement",
    "Part",
    "Scored",
    "later",
    "monday_of",
    "named_number",
    "next_verbs",
    "number_of",
    "part_of",
    "people_lately",
    "scored",
    "shown",
    "step",
    "worth_and_effort",
]
