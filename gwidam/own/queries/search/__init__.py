"""The one search box of staff: words, phrases, filters, receipts, customers; by whom it may be seen.

asker = Asker(who, at)
asked = understood("요금 tone:negative since:7d", asker)
newest(asked, asker) · best(asked, asker) · meant_otherwise(asked, asker) · facets(asked, asker)
"""

from .asking import Asked, understood
from .counting import Facet, Facets, facets
from .filters import Asker
from .finding import PAGE, Results, best, meant_otherwise, newest
from .people import by_customer, by_receipt, digits_of
from .rows import Found

__all__ = [
    "PAGE",
    "Asked",
    "Asker",
    "Facet",
    "Facets",
    "Found",
    "Results",
    "best",
    "by_customer",
    "by_receipt",
    "digits_of",
    "facets",
    "meant_otherwise",
    "newest",
    "understood",
]
