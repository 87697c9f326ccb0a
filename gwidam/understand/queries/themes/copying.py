"""Which voices are copies of which, among all that were ever sorted into themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import F

from gwidam.listen.models import Voice

from ...models import ThemeVoice
from .space import batches

if TYPE_CHECKING:
    from ...heart.likeness.copies import Fingerprint

MOST_COMPARED = 2_000  # originals looked at for one batch


class Copied(NamedTuple):
    """The first voice this one is a copy of (itself where it is none), and the hashes it is found by."""

    first: int
    marks: list[int]


def copies_among(numbers: Sequence[int]) -> dict[int, Copied]:
    """For each of these voices, in order, what it is a copy of: of one that is known, or of an earlier one here.

    Three queries a batch. Short texts are no copies.
    """
    from ...heart.likeness.copies import LOOKED_UP, Copies, fingerprint

    among, found = Copies(), {}
    for ids in batches(numbers):
        texts = Voice.objects.filter(pk__in=ids, erased_at__isnull=True).order_by("id").values_list("id", "text")
        prints = {number: fingerprint(text) for number, text in texts}
        known = _known(prints)
        for number, print_ in prints.items():
            first = known.get(number) or among.add_print(number, print_)
            found[number] = Copied(first, list(print_[:LOOKED_UP]))
    return found


def _known(prints: Mapping[int, Fingerprint]) -> dict[int, int]:
    """{voice: the voice it is a copy of} for those that are copies of voices in themes."""
    from ...heart.likeness.copies import LOOKED_UP, SAME, SHARED, fingerprint, sameness

    marks = sorted({mark for print_ in prints.values() for mark in print_[:LOOKED_UP]})
    if not marks:
        return {}
    originals = ThemeVoice.objects.filter(marks__overlap=marks, first_id=F("voice_id"))
    rows = dict(originals.values_list("voice_id", "marks")[:MOST_COMPARED])
    with_mark: dict[int, list[int]] = {}
    for number, own in rows.items():
        for mark in own:
            with_mark.setdefault(mark, []).append(number)
    shared = {
        number: Counter(each for mark in print_[:LOOKED_UP] for each in with_mark.get(mark, ()))
        for number, print_ in prints.items()
    }
    compared = {
        each
        for number, counts in shared.items()
        for each, count in counts.items()
        if each != number and count >= min(SHARED, len(prints[number]))
    }
    known = {
        number: fingerprint(text)
        for number, text in Voice.objects.filter(pk__in=compared).values_list("id", "text")
    }
    found = {}
    for number, counts in shared.items():
        alike = {each: sameness(prints[number], known[each]) for each in counts.keys() & known.keys() - {number}}
        best = max(alike, key=lambda each: (alike[each], -each), default=None)
        if best is not None and alike[best] >= SAME:
            found[number] = best
    return found
