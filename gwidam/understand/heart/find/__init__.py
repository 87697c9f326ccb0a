"""Finding voices: what was typed, which texts have it, in which order, and where it stands in them."""

from .asking import retyped, sought_of, stages
from .finder import Finder, Nearest
from .highlights import Excerpt, Span, excerpt, highlights
from .index import Hit, WordIndex
from .measuring import Found, measured
from .question import Filter, Question, Trouble, less, read
from .ranking import fused, ordered, rank
from .weights import Weights

__all__ = [
    "Excerpt",
    "Filter",
    "Finder",
    "Found",
    "Hit",
    "Nearest",
    "Question",
    "Span",
    "Trouble",
    "Weights",
    "WordIndex",
    "excerpt",
    "fused",
    "highlights",
    "less",
    "measured",
    "ordered",
    "rank",
    "read",
    "retyped",
    "sought_of",
    "stages",
]
