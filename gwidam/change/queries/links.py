"""From a fact to what the API says of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.urls import reverse

from gwidam.core.models import Fact
from gwidam.own.models import Case

from ..models import Improvement


def api_links(facts: Sequence[Fact]) -> dict[int, dict[str, str]]:
    """{fact number: {'case': address, 'improvement': address}}, in two queries for however many facts."""
    cases = dict(Case.objects.filter(pk__in=_named(facts, "case", "voice")).values_list("pk", "receipt"))
    improvements = Improvement.objects.only("pk").in_bulk(_named(facts, "improvement"))
    links: dict[int, dict[str, str]] = {}
    for fact in facts:
        told = links[fact.pk] = {}
        case = next((cases[pk] for pk in _numbers(fact, "case", "voice") if pk in cases), None)
        improvement = next((improvements[pk] for pk in _numbers(fact, "improvement") if pk in improvements), None)
        if case is not None:
            told["case"] = settings.PUBLIC_URL + reverse("api:case", args=[case])
        if improvement is not None:
            told["improvement"] = settings.PUBLIC_URL + reverse("api:improvement", args=[improvement.number])
    return links


def _named(facts: Iterable[Fact], *nouns: str) -> set[int]:
    return {number for fact in facts for number in _numbers(fact, *nouns)}


def _numbers(fact: Fact, *nouns: str) -> list[int]:
    """Numbers of these nouns that a fact names: what it is told of, then its fields. A case bears its voice's."""
    subject, _, number = fact.about.partition(":")
    told = [int(number)] if subject in nouns and number.isdecimal() else []
    return told + [pk for noun in nouns if isinstance(pk := fact.body.get(f"{noun}_id"), int)]
