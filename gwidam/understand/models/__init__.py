"""What was read, what was learnt, what voices mean, what people talk about and need, and on what reading stands."""

from .learning import Footing, Learnt
from .meanings import Meaning
from .needs import Need
from .offers import Offer, Offering
from .readings import Reading
from .routes import RouteExample
from .themes import Rise, Sorting, Theme, ThemeDay, ThemeVoice

__all__ = [
    "Footing",
    "Learnt",
    "Meaning",
    "Need",
    "Offer",
    "Offering",
    "Reading",
    "Rise",
    "RouteExample",
    "Sorting",
    "Theme",
    "ThemeDay",
    "ThemeVoice",
]
