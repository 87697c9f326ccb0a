"""What was read, what was learnt, and on what reading stands."""

from .learning import Footing, Learnt
from .readings import Reading
from .routes import RouteExample

__all__ = ["Footing", "Learnt", "Reading", "RouteExample"]
