"""What a tier offers: an analyser that cuts words into morphemes, an embedder that turns texts into vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias, runtime_checkable

import numpy as np
from numpy.typing import NDArray

Vectors: TypeAlias = NDArray[np.float32]  # (n, dims): rows of length 1, a row of zeros for a text without words
TierName: TypeAlias = Literal["T0", "T1", "T2", "T3"]


class Missing(Exception):
    """A part that a tier stands on is not there, or is not what it should be; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Morpheme:
    """A piece of a word: its dictionary form, its part of speech (Sejong tags), and where it stands.

    start, length: in characters of the text that was given.
    """

    form: str
    tag: str
    start: int
    length: int


@runtime_checkable
class Embedder(Protocol):
    """Turns texts into vectors whose nearness is nearness in meaning.

    name, version: kept beside every stored vector; vectors of different ones are never compared.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    @property
    def dims(self) -> int: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row per text, of length 1, or of zeros where the text has no word this embedder knows."""
        ...


@runtime_checkable
class Analyser(Protocol):
    """Cuts Korean (and other) text into morphemes."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def morphemes(self, texts: Sequence[str]) -> list[list[Morpheme]]:
        """Return the morphemes of each text, in order of their places."""
        ...


@dataclass(frozen=True, slots=True)
class Tier:
    """How much of the machine reading may use: none, an analyser, an analyser and an embedder."""

    name: TierName
    analyser: Analyser | None
    embedder: Embedder | None
