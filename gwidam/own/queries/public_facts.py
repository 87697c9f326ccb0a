"""Public facts as their customer reads them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from gwidam.core.ledger import references
from gwidam.core.models import Fact
from gwidam.core.words import reading_language
from gwidam.people.queries import names

from ..models import Promise

# What the customer promised reads differently from what we did.
_PAPERS = {
    "own.PromiseMade": _("We asked you for: %(papers)s"),
    "own.PromiseKept": _("We received: %(papers)s"),
}


def told_to_customer(fact: Fact) -> str:
    """The sentence in the reader's language; empty for what is between departments."""
    language, known = reading_language(), names()
    places: dict[str, Any] = {
        role: known[noun, pk].into(language) for role, noun, pk in references(fact.body) if (noun, pk) in known
    }
    told = fact.all_fields
    kind = told.get("promise_kind")
    if kind == Promise.Kind.WORK:
        return ""
    if kind == Promise.Kind.PAPERS:
        words = _PAPERS.get(fact.kind)
        return words % {"papers": told["says"]} if words else ""
    if kind and not told.get("says"):
        places["says"] = Promise.Kind(kind).label  # a standard's promise has no words of its own
    return fact.said(places, language, to_customer=True)
