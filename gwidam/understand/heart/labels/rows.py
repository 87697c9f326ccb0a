"""Texts as the heads see them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix, hstack, vstack

from ..features import Features
from ..seen import Seen
from ..tiers import Vectors
from .folds import Mask, Places

_LOUDNESS_OF_VECTORS = 1.5


@dataclass(frozen=True)
class Rows:
    """Weights of what is said (matter) and of how (manner), (texts, columns) each; vectors, centred, or None."""

    matter: csr_matrix
    manner: csr_matrix
    vectors: Vectors | None

    def of(self, part: Places | Mask) -> Rows:
        """Return some of the texts, by a mask or by places."""
        return Rows(self.matter[part], self.manner[part], None if self.vectors is None else self.vectors[part])

    def and_(self, others: Rows) -> Rows:
        """Return these texts and others after them."""
        vectors = None
        if self.vectors is not None and others.vectors is not None:
            vectors = np.vstack([self.vectors, others.vectors])
        return Rows(
            csr_matrix(vstack([self.matter, others.matter])),
            csr_matrix(vstack([self.manner, others.manner])),
            vectors,
        )

    def all(self) -> csr_matrix:
        """Return what is said, with the vectors as further columns."""
        if self.vectors is None:
            return self.matter
        return csr_matrix(hstack([self.matter, csr_matrix(self.vectors * np.float32(_LOUDNESS_OF_VECTORS))]))


@dataclass(frozen=True)
class View:
    """How texts become rows: the pieces counted, and the middle of the vectors (dims,) or None without vectors."""

    matter: Features
    manner: Features
    centre: Vectors | None
    embedder: str

    def rows(self, seen: Seen) -> Rows:
        """Return rows of texts; vectors by another embedder, or by none, are zeros."""
        if self.centre is None:
            return Rows(self.matter.rows(seen), self.manner.rows(seen), None)
        vectors = np.zeros((len(seen), len(self.centre)), dtype=np.float32)
        if seen.vectors is not None and seen.embedder == self.embedder:
            vectors = centred(seen.vectors, self.centre)
        return Rows(self.matter.rows(seen), self.manner.rows(seen), vectors)


def centred(vectors: Vectors, centre: Vectors) -> Vectors:
    """Return vectors from their middle, of length 1 again; rows of zeros stay.

    What all texts have in common tells nothing: e5's cosines lie between 0.8 and 0.95 without this.
    """
    away = np.where(np.any(vectors, axis=1, keepdims=True), vectors - centre, 0)
    lengths = np.linalg.norm(away, axis=1, keepdims=True)
    return np.asarray(away / np.maximum(lengths, 1e-9), dtype=np.float32)
