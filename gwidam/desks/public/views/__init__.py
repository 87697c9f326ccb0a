"""The public pages: speak, follow, language."""

from .fixing import fix
from .following import add, follow, look, open_link, outcome, read_answer, show_words
from .language import language
from .speaking import heard, speak

__all__ = [
    "add",
    "fix",
    "follow",
    "heard",
    "language",
    "look",
    "open_link",
    "outcome",
    "read_answer",
    "show_words",
    "speak",
]
