"""How much a pair of letters tells: rare ones more, and a long text has any of them more easily.

Formulas of BM25 (Robertson, Zaragoza 2009); k1 and b as Anserini sets them for short and mixed collections.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Norm:
    """BM25's answer to repetition (k1) and to length (b)."""

    k1: float = 0.9
    b: float = 0.4

    def flat(self, lengths: NDArray[np.int32], average: float) -> NDArray[np.float32]:
        """What to divide by where each key counts once: (n,) for texts of these lengths."""
        shares = lengths / max(average, 1.0)
        return ((1 + self.k1 * (1 - self.b + self.b * shares)) / (self.k1 + 1)).astype(np.float32)

    def repeated(self, times: int, length: int, average: float) -> float:
        """How much a key counts that a text of this length has so many times; 1 for once in an average one."""
        return times * (self.k1 + 1) / (times + self.k1 * (1 - self.b + self.b * length / max(average, 1.0)))


NORM: Final = Norm()


def idf(having: int, total: int) -> float:
    """How surprising it is that a text has the key; above zero however common it is."""
    return math.log1p((total - min(having, total) + 0.5) / (having + 0.5))


@dataclass(slots=True)
class Weights:
    """How many texts have each key; kept up as texts come, or counted by the database.

    total: texts counted. letters: their distinct keys together.
    """

    total: int = 0
    letters: int = 0
    having: Counter[int] = field(default_factory=Counter)

    @classmethod
    def of(cls, grams: Iterable[Sequence[int]]) -> Weights:
        """The weights of these texts, given their keys."""
        weights = cls()
        for keys in grams:
            weights.add(keys)
        return weights

    def add(self, keys: Sequence[int]) -> None:
        """Count one more text by its distinct keys."""
        self.total += 1
        self.letters += len(keys)
        self.having.update(keys)

    @property
    def average(self) -> float:
        """Distinct keys of a text, on average."""
        return self.letters / self.total if self.total else 1.0

    def of_key(self, key: int) -> float:
        """The weight of one key; an unknown one weighs most."""
        return idf(self.having[key], self.total) if self.total else 1.0
