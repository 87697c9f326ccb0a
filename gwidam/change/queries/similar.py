"""Improvements that say what is being typed: by their own letters, and by voices that say the same.

Letters are compared as the directory does (`people.queries.who_answers`); voices come from the likeness that the
desk of hearing asks while somebody types, so that other words with the same meaning are found, too.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models.expressions import RawSQL

from gwidam.core.grams import query_grams
from gwidam.understand.queries.likeness import likes_of_text

from .. import rules
from ..models import Improvement, VoiceLink

LINES = 5
LEAST_SHARED = 0.3  # of the typed pairs of letters
LOOKED_AT = 2 * LINES


@dataclass(frozen=True, slots=True)
class Similar:
    """An improvement like what is typed. percent: of the typed letters it has. voices: that say the same and ask
    for it."""

    improvement: Improvement
    percent: int
    voices: int


def similar_to(text: str, *, but: int = 0) -> list[Similar]:
    """At most LINES, the most alike first; merged ones give way to the one in front. Three queries at most."""
    by_letters = _by_letters(text)
    by_voices = _by_voices(text)
    numbers = sorted(
        {*by_letters, *by_voices} - {but}, key=lambda pk: (-by_letters.get(pk, 0.0) - by_voices.get(pk, 0), pk)
    )
    rows = Improvement.objects.select_related("merged_into", "reach").defer("grams").in_bulk(numbers[: 2 * LINES])
    found: dict[int, Similar] = {}
    for pk in numbers[: 2 * LINES]:
        front = rows[pk].merged_into or rows[pk]
        if front.pk != but:
            found.setdefault(front.pk, Similar(front, round(100 * by_letters.get(pk, 0.0)), by_voices.get(pk, 0)))
    return list(found.values())[:LINES]


def suggested(typed: str) -> list[Improvement]:
    """For a field that names an improvement: by its number, else by its words."""
    number = rules.number_of(typed)
    if number is not None:
        return list(Improvement.objects.filter(pk=number).defer("grams"))
    return [each.improvement for each in similar_to(typed)]


def _by_letters(text: str) -> dict[int, float]:
    asked = query_grams(text)
    if not asked:
        return {}
    rows = (
        Improvement.objects.filter(grams__overlap=asked)
        .annotate(shared=RawSQL("(SELECT count(*) FROM unnest(grams) AS own WHERE own = ANY(%s))", [asked]))
        .order_by("-shared", "-id")
        .values_list("pk", "shared")
    )
    shared = {pk: count / len(asked) for pk, count in rows[:LOOKED_AT]}
    return {pk: share for pk, share in shared.items() if share >= LEAST_SHARED}


def _by_voices(text: str) -> dict[int, int]:
    """{number: voices}: no word of a voice is shown, so whose they are does not matter here."""
    alike = [each.voice_id for each in likes_of_text(text, seen=list).lines]
    if not alike:
        return {}
    found: dict[int, int] = defaultdict(int)
    for (pk,) in VoiceLink.objects.filter(voice__in=alike).values_list("counted_at_id"):
        found[pk] += 1
    return dict(found)
