"""Texts that will be said are read in one go: one by one they take several times as long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gwidam.understand.heart.reading import Models, Reading
    from gwidam.understand.heart.tiers import Tier


class ReadAhead:
    """Reads as the heart does; `texts` together, once the first of them is asked for, and any others as they come."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = tuple(dict.fromkeys(texts))
        self._known: dict[str, Reading] = {}

    def __call__(self, texts: Sequence[str], tier: Tier, models: Models) -> list[Reading]:
        """One reading for each text."""
        from gwidam.understand.heart.reading import read  # loads what takes a hundred megabytes

        if self._texts and not self._known:
            self._known = dict(zip(self._texts, read(self._texts, tier, models), strict=True))
        if all(text in self._known for text in texts):
            return [self._known[text] for text in texts]
        return read(texts, tier, models)
