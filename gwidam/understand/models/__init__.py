"""What was read, what was learnt, and on what reading stands."""

from .learning import Footing, Learnt
from .meanings import Meaning
from .offers import Offer, Offering
from .readings import Reading
from .routes import RouteExample

__all__ = ["Footing", "Learnt", "Meaning", "Offer", "Offering", "Reading", "RouteExample"]
