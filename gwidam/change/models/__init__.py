"""Change: improvements, the voices and themes they came from, how they were weighed and ruled on, who was told."""

from .improvements import Improvement, Merging, Reopening
from .links import Reach, Support, ThemeLink, VoiceLink
from .public import Photo, Publication
from .rulings import Ruling
from .scores import Method, Score
from .tellings import Sending, Telling

__all__ = [
    "Improvement",
    "Merging",
    "Method",
    "Photo",
    "Publication",
    "Reach",
    "Reopening",
    "Ruling",
    "Score",
    "Sending",
    "Support",
    "Telling",
    "ThemeLink",
    "VoiceLink",
]
