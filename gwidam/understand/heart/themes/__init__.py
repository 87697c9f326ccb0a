"""What people talk about: themes that take a new voice at once, are set right every night, and keep their names."""

from .agreement import adjusted_rand, mutual_information
from .consolidating import Consolidation, Texts, Theme, consolidated
from .grouping import Grouping, grouped, margins
from .identity import Change, Event, Identity, identified
from .layout import layout, layout_of_largest
from .naming import kept_name, name_of, telling_words, words_in
from .nearness import Neighbours, neighbours
from .phrases import phrases_in
from .placing import NO_THEME, Placed, Themes
from .rising import Trend, discoveries, heads, trends, usual_people
from .rows import Rows
from .speakers import speakers

__all__ = [
    "NO_THEME",
    "Change",
    "Consolidation",
    "Event",
    "Grouping",
    "Identity",
    "Neighbours",
    "Placed",
    "Rows",
    "Texts",
    "Theme",
    "Themes",
    "Trend",
    "adjusted_rand",
    "consolidated",
    "discoveries",
    "grouped",
    "heads",
    "identified",
    "kept_name",
    "layout",
    "layout_of_largest",
    "margins",
    "mutual_information",
    "name_of",
    "neighbours",
    "phrases_in",
    "speakers",
    "telling_words",
    "trends",
    "usual_people",
    "words_in",
]
