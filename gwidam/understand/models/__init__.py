"""What was read, what was learnt, what voices mean, and on what reading stands."""

from .learning import Footing, Learnt
from .meanings import Meaning
from .readings import Reading
from .routes import RouteExample

__all__ = ["Footing", "Learnt", "Meaning", "Reading", "RouteExample"]
