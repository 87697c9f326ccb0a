"""Which voices are copies of which, among all that were ever sorted into themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import connection

from gwidam.core.prepared import among
from gwidam.listen.models import Voice

from ...models import ThemeVoice
from .space import batches

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from ...heart.likeness.copies import Fingerprint

MOST_COMPARED = 50  # originals with a hash in common that are looked at, the earliest


@dataclass(frozen=True, slots=True)
class Copied:
    """What voices are copies of. ids: (n,) their numbers, ascending. firsts: (n,) the first voice each is a copy of,
    itself where it is none. marks: (n, k) the hashes it is found by, -1 where there are fewer."""

    ids: NDArray[np.int64]
    firsts: NDArray[np.int64]
    marks: NDArray[np.int64]

    def first_of(self, number: int) -> int:
        """The first voice this one is a copy of. Raises KeyError for a voice that was not asked about."""
        return int(self.firsts[self._place(number)])

    def marks_of(self, number: int) -> list[int]:
        """The hashes a voice is found by. Raises KeyError for a voice that was not asked about."""
        marks = self.marks[self._place(number)]
        return [mark for mark in marks.tolist() if mark >= 0]

    def _place(self, number: int) -> int:
        at = int(self.ids.searchsorted(number))
        if at == len(self.ids) or self.ids[at] != number:
            raise KeyError(number)
        return at


def copies_among(numbers: Sequence[int]) -> Copied:
    """For each of these voices what it is a copy of: of one that is in a theme, or of an earlier one here.

    What was found when a voice joined a theme stays. Three queries a batch, two more for those that may be copies
    of one another. Short texts are no copies, and neither is one that was erased.
    """
    import numpy as np

    from ...heart.likeness.copies import LOOKED_UP, fingerprints

    ids = np.array(sorted(numbers), np.int64)
    found = Copied(ids, ids.copy(), np.full((len(ids), LOOKED_UP), -1, np.int64))
    is_fresh = np.ones(len(ids), bool)
    for each in batches(ids.tolist()):
        for number, first, marks in ThemeVoice.objects.filter(pk=among(each)).values_list(
            "pk", "first_id", "marks"
        ):
            at = int(ids.searchsorted(number))
            found.firsts[at], is_fresh[at] = first, False
            found.marks[at, : len(marks)] = marks
    is_known = bool(ThemeVoice.objects.exists())
    for each in batches(ids[is_fresh].tolist()):
        texts = _texts(each)
        prints = dict(zip(texts, fingerprints(list(texts.values())), strict=True))
        for number, print_ in prints.items():
            found.marks[ids.searchsorted(number), : len(print_[:LOOKED_UP])] = print_[:LOOKED_UP]
        for number, first in _known(prints).items() if is_known else ():
            at = int(ids.searchsorted(number))
            found.firsts[at], is_fresh[at] = first, False
    _find_among(found, is_fresh)
    return found


def _find_among(found: Copied, is_fresh: NDArray[np.bool_]) -> None:
    """Fill in which of the fresh voices are copies of one another, reading those again that may be."""
    from ...heart.likeness.copies import Copies, fingerprints, suspects

    fresh = is_fresh.nonzero()[0]
    places = fresh[suspects(found.marks[fresh])]
    among = Copies()
    for each in batches(places.tolist()):
        texts = _texts(found.ids[each].tolist())
        for number, print_ in zip(texts, fingerprints(list(texts.values())), strict=True):
            found.firsts[found.ids.searchsorted(number)] = among.add_print(number, print_)


def _texts(numbers: Sequence[int]) -> dict[int, str]:
    rows = Voice.objects.filter(pk=among(numbers), erased_at__isnull=True).order_by("id")
    return dict(rows.values_list("id", "text"))


def _known(prints: Mapping[int, Fingerprint]) -> dict[int, int]:
    """{voice: the voice it is a copy of} for those that are copies of voices in themes.

    The one it is most like; of equals the one that came first.
    """
    from ...heart.likeness.copies import LOOKED_UP, SAME, SHARED, fingerprints, sameness

    marks = {mark for print_ in prints.values() for mark in print_[:LOOKED_UP]}
    if not marks:
        return {}
    with_mark = _originals(marks)
    shared = {
        number: Counter(each for mark in print_[:LOOKED_UP] for each in with_mark.get(mark, ()))
        for number, print_ in prints.items()
    }
    compared = {
        number: [each for each, count in counts.items() if count >= min(SHARED, len(prints[number]))]
        for number, counts in shared.items()
    }
    texts = _texts(sorted({each for those in compared.values() for each in those}))
    known = dict(zip(texts, fingerprints(list(texts.values())), strict=True))
    found = {}
    for number, those in compared.items():
        alike = {each: sameness(prints[number], known[each]) for each in those if each in known}
        best = max(alike, key=lambda each: (alike[each], -each), default=None)
        if best is not None and alike[best] >= SAME:
            found[number] = best
    return found


def _originals(marks: Collection[int]) -> dict[int, list[int]]:
    """{hash: voices in themes that have it and are copies of none}, the earliest MOST_COMPARED of each hash.

    A hash of what everybody writes below a letter is had by thousands; who copies one of them is found by the hashes
    of its own words.
    """
    found: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked.mark, original.voice_id FROM unnest(%s::bigint[]) AS asked (mark)"
            " CROSS JOIN LATERAL ("
            "SELECT voice_id FROM understand_themevoice WHERE marks @> ARRAY[asked.mark] AND first_id = voice_id"
            " ORDER BY voice_id LIMIT %s) AS original",
            [sorted(marks), MOST_COMPARED],
        )
        for mark, number in cursor.fetchall():
            found.setdefault(mark, []).append(number)
    return found
