"""Change: improvements, the voices and themes they came from, how they were weighed and ruled on, who was told."""

from .improvements import Improvement, Merging, Reopening
from .links import Reach, Support, ThemeLink, VoiceLink
from .rulings import Ruling
from .scores import Method, Score
from .tellings import Telling

__all__ = [
    "Improvement",
    "Merging",
    "Method",
    "Reach",
    "Reopening",
    "Ruling",
    "Score",
    "Support",
    "Telling",
    "ThemeLink",
    "VoiceLink",
]
