"""Who answers for what a customer just said: lines of the directory that share its rarest rows of letters."""

from __future__ import annotations

from collections import Counter
from math import log

from gwidam.core.grams import grams
from gwidam.core.memory import remembered
from gwidam.people.models import Responsibility
from gwidam.people.queries import who_answers

LOOKED_AT = 2_000  # letters of a long talk; what it is about is said in its beginning
SHORT = 20  # letters up to which the words are a question to the directory, not a talk
LEAST_SHARED = 2


def owners_of(text: str, *, limit: int = 3) -> list[Responsibility]:
    """Lines of the directory that fit these words, best first; none where too little is shared.

    Each shared row of letters weighs the more the fewer lines have it: the name of a product says more than
    the word "customer".
    """
    words = text.strip()[:LOOKED_AT]
    if not words:
        return []
    if len(words) <= SHORT:
        return who_answers(words, limit=limit)
    said = frozenset(grams(words))
    lines, weights = _weighed_lines()
    scored = [
        (sum(weights[key] for key in shared), -line.pk, line)
        for line, keys in lines
        if len(shared := said & keys) >= LEAST_SHARED
    ]
    return [line for _score, _pk, line in sorted(scored, reverse=True)[:limit]]


@remembered
def _weighed_lines() -> tuple[list[tuple[Responsibility, frozenset[int]]], dict[int, float]]:
    lines = [
        (line, frozenset(line.grams))
        for line in Responsibility.objects.select_related("department", "person").order_by("id")
    ]
    met = Counter(key for _line, keys in lines for key in keys)
    return lines, {key: log((len(lines) + 1) / count) for key, count in met.items()}
