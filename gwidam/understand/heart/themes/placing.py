"""A new voice joins a theme or founds one, at once, between two consolidations.

Leader clustering with a vote: the themes whose middles are nearest are looked at more closely, and the voice goes
where its nearest examples are. How alike it must be is read off the themes themselves: as alike as all but a few of
their own voices are when they are placed the same way. So everybody has a theme, if need be one of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .nearness import unit
from .rows import Vectors

EXAMPLES = 24  # voices of a theme that new ones are held against
LOOKED_AT = 8  # themes that are looked at more closely
VOTES = 3  # examples of each that count
STRANGE = 0.03  # share of the themes' own voices that may be less alike than a newcomer must be
CALIBRATED = 2_000  # voices by which that is measured
FEWEST = 50  # voices by which it is measured, if they are no examples
NO_THEME = -1  # of a voice without letters


class Placed(NamedTuple):
    """Where a voice went.

    theme: its number; NO_THEME for a voice without letters. likeness: cosine to the nearest examples, on average.
    is_new: whether it founded the theme. next_theme, next_likeness: the second choice, to be shown as doubt.
    """

    theme: int
    likeness: float
    is_new: bool
    next_theme: int
    next_likeness: float


@dataclass(slots=True)
class _Theme:
    number: int
    voices: int
    examples: Vectors  # (e, dims)


class Themes:
    """The themes as they stand; one writer at a time.

    floor: cosine that a voice must reach to join.
    """

    def __init__(self, dims: int, *, floor: float, next_number: int = 1) -> None:
        self.dims, self.floor, self.next_number = dims, floor, next_number
        self._themes: list[_Theme] = []
        self._places: dict[int, int] = {}
        self._sums = np.zeros((0, dims), np.float32)
        self._middles = np.zeros((0, dims), np.float32)

    @classmethod
    def of(cls, vectors: Vectors, numbers: Sequence[int], *, next_number: int | None = None) -> Themes:
        """Themes as a consolidation left them: (n, dims) voices and the number of each one's theme.

        The floor is measured on voices that are no examples, or, where there are few of those, on each example
        against the others. Voices without letters are left out.
        """
        given = np.where(vectors.any(axis=1), np.asarray(numbers, np.int64), NO_THEME)
        following = int(given.max(initial=0)) + 1 if next_number is None else next_number
        themes = cls(vectors.shape[1], floor=0.0, next_number=following)
        shown = []
        for number in np.unique(given[given != NO_THEME]).tolist():
            members = np.flatnonzero(given == number)
            examples = members[_spread(len(members), EXAMPLES)]
            themes._open(number, len(members), vectors[members].sum(axis=0), vectors[examples])
            shown.append(examples)
        rest = np.setdiff1d(np.flatnonzero(given != NO_THEME), np.concatenate([*shown, np.zeros(0, np.intp)]))
        sample = rest[_spread(len(rest), CALIBRATED)]
        alike = [themes._choices(vectors[at])[0][0] for at in sample] if len(sample) >= FEWEST else themes._alike()
        if alike:
            themes.floor = float(np.quantile(alike, STRANGE))
        return themes

    def __len__(self) -> int:
        return len(self._themes)

    @property
    def numbers(self) -> list[int]:
        """The themes there are, in the order in which they came."""
        return [theme.number for theme in self._themes]

    def voices(self, number: int) -> int:
        """How many voices a theme has. Raises KeyError for a theme that is not there."""
        return self._themes[self._places[number]].voices

    def middle(self, number: int) -> NDArray[np.float32]:
        """(dims,) the middle of a theme, of length 1."""
        return self._middles[self._places[number]]

    def place(self, vector: NDArray[np.float32]) -> Placed:
        """Take in one voice, (dims,) of length 1, and say where it went."""
        if not vector.any():
            return Placed(NO_THEME, 0.0, False, NO_THEME, 0.0)
        choices = self._choices(vector)
        if choices and choices[0][0] >= self.floor:
            likeness, at = choices[0]
            self._join(at, vector)
            second = choices[1] if len(choices) > 1 else (0.0, -1)
            number = self._themes[second[1]].number if second[1] >= 0 else NO_THEME
            return Placed(self._themes[at].number, likeness, False, number, second[0])
        number = self.next_number
        self.next_number += 1
        self._open(number, 1, vector, vector[None, :])
        likeness, at = choices[0] if choices else (0.0, -1)
        return Placed(number, 1.0, True, self._themes[at].number if at >= 0 else NO_THEME, likeness)

    def place_all(self, vectors: Iterable[NDArray[np.float32]]) -> list[Placed]:
        """Take in voices one after the other."""
        return [self.place(vector) for vector in vectors]

    def join(self, number: int, vector: NDArray[np.float32]) -> None:
        """Take in a voice of which somebody else has said where it goes; a theme not seen before is opened."""
        if number not in self._places:
            self._open(number, 1, vector, vector[None, :])
        else:
            self._join(self._places[number], vector)

    def _choices(self, vector: NDArray[np.float32]) -> list[tuple[float, int]]:
        nearness = self._middles[: len(self)] @ vector
        looked = np.argsort(-nearness, kind="stable")[:LOOKED_AT]
        found = [(self._likeness(int(at), vector), int(at)) for at in looked]
        return sorted(found, key=lambda choice: (-choice[0], choice[1]))

    def _alike(self) -> list[float]:
        """How alike each example is to the nearest others of its theme."""
        found = []
        for theme in self._themes:
            cosines = np.sort(theme.examples @ theme.examples.T, axis=1)[:, :-1]
            if cosines.shape[1]:
                found += cosines[:, -VOTES:].mean(axis=1).tolist()
        return found

    def _likeness(self, at: int, vector: NDArray[np.float32]) -> float:
        cosines = self._themes[at].examples @ vector
        return float(np.sort(cosines)[-VOTES:].mean())

    def _join(self, at: int, vector: NDArray[np.float32]) -> None:
        theme = self._themes[at]
        theme.voices += 1
        self._sums[at] += vector
        self._middles[at] = unit(self._sums[at][None, :])[0]
        if len(theme.examples) < EXAMPLES:
            theme.examples = np.vstack([theme.examples, vector])

    def _open(self, number: int, voices: int, total: NDArray[np.float32], examples: Vectors) -> None:
        at = len(self._themes)
        if at == len(self._sums):
            room = np.zeros((max(64, at), self.dims), np.float32)
            self._sums, self._middles = np.vstack([self._sums, room]), np.vstack([self._middles, room])
        self._themes.append(_Theme(number, voices, examples.copy()))
        self._places[number] = at
        self._sums[at] = total
        self._middles[at] = unit(total[None, :])[0]


def _spread(count: int, wanted: int) -> NDArray[np.intp]:
    """`wanted` of `count` places, evenly over all of them."""
    return (
        np.unique(np.linspace(0, count - 1, min(count, wanted)).astype(np.intp)) if count else np.zeros(0, np.intp)
    )
