"""How common words are, so that the better of two ways to them is taken at once.

PostgreSQL keeps the shares of the commonest keys for its own planner and renews them as voices come;
they are read from there a few times an hour.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from gwidam.core.grams import Sought, sought, sought_by_pairs
from gwidam.core.memory import shared_for
from gwidam.core.text import apart
from gwidam.understand.heart.find import Weights

SECONDS = 900.0
INTEGER = 4  # bytes
ARRAY_HEAD = 24  # bytes of an array besides its integers

STATISTICS = """
SELECT greatest(reltuples, 0)::bigint, coalesce(avg_width, 0),
       coalesce(most_common_elems::text::int[], '{}'), coalesce(most_common_elem_freqs, '{}'),
       EXISTS (SELECT FROM listen_keyrenewal)
FROM pg_class LEFT JOIN pg_stats ON schemaname = 'public' AND tablename = relname AND attname = 'grams'
WHERE oid = 'listen_voice'::regclass
"""


@dataclass(frozen=True, slots=True)
class Rarity:
    """The share of voices that have a key, for the commonest keys; `floor` is above the share of all others.

    total: voices when they were counted. letters: distinct keys of a voice, on average. is_renewing: whether some
    voices may still have keys from before.
    """

    total: int
    letters: float
    shares: Mapping[int, float]
    floor: float
    is_renewing: bool = False

    @property
    def ways(self) -> tuple[Callable[[str], Sought], ...]:
        """How words are sought, so that every voice with them is found."""
        return (sought, sought_by_pairs) if self.is_renewing else (sought,)

    def share(self, wanted: Sequence[str]) -> float:
        """The share of voices that are likely to have all these words; 1 where nothing was counted yet.

        Keys of one word come together, so the rarest decides; figures of a number come by chance. Words of one
        question belong together more often than by chance: the rarest counts in full, each other by its root.
        """
        words = [self._share_of(word) for part in wanted for word in apart(part) if sought(word)]
        if not words or not self.shares:
            return 1.0
        rarest, *others = sorted(words)
        return rarest * math.prod(math.sqrt(share) for share in others)

    def rarest(self, keys: Sequence[int], count: int) -> list[int]:
        """So many of these keys, the rarest ones: the others would hardly leave out a voice more."""
        return sorted(keys, key=lambda key: self.shares.get(key, 0.0))[:count]

    def rarest_row(self, wanted: Sought) -> tuple[int, ...]:
        """Of keys of which one is there, those that the fewest voices have; none where nothing is sought."""
        return min(wanted.rows, key=self._share_of_row, default=())

    def weights(self) -> Weights:
        """The same counts for ranking."""
        having = Counter({key: round(share * self.total) for key, share in self.shares.items()})
        return Weights(total=self.total, letters=round(self.letters * self.total), having=having)

    def _share_of(self, word: str) -> float:
        return max(self._share_of_sought(found, word) for seek in self.ways if (found := seek(word)))

    def _share_of_sought(self, found: Sought, word: str) -> float:
        shares = [self._share_of_row(row) for row in found.rows]
        return math.prod(shares) if word.isdigit() else min(shares)

    def _share_of_row(self, row: Sequence[int]) -> float:
        known = [share for key in row if (share := self.shares.get(key))]
        return min(1.0, sum(known)) if known else self.floor / 2


@shared_for(SECONDS)
def rarity() -> Rarity:
    """What PostgreSQL has counted lately."""
    with connection.cursor() as cursor:
        cursor.execute(STATISTICS)
        total, width, keys, shares, is_renewing = cursor.fetchone()
    known = dict(zip(keys, shares, strict=False))  # behind the shares stand their bounds
    letters = max(1.0, (width - ARRAY_HEAD) / INTEGER)
    return Rarity(total, letters, known, min(known.values(), default=0.0), is_renewing)
