"""Keep: the case, who guards and holds it, what was promised, how it was answered and closed."""

from .cases import Case, Merge, Presence
from .closures import Closure, ErasureGround, Incident, Outcome, Reopening
from .counts import DayCount
from .handoffs import HandOff
from .promises import Promise, Provision
from .searches import SavedSearch
from .talks import ReadyAnswer, Seat, Talk, TalkFile, TalkLine, TalkOffer
from .words import Answer, Draft, Note

__all__ = [
    "Answer",
    "Case",
    "Closure",
    "DayCount",
    "Draft",
    "ErasureGround",
    "HandOff",
    "Incident",
    "Merge",
    "Note",
    "Outcome",
    "Presence",
    "Promise",
    "Provision",
    "ReadyAnswer",
    "Reopening",
    "SavedSearch",
    "Seat",
    "Talk",
    "TalkFile",
    "TalkLine",
    "TalkOffer",
]
