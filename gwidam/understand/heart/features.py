"""What a classifier sees of a text: words and word pairs, pieces of words, and, from T1 on, its vector.

Pieces of two to four characters within words do for Korean what a morphological analyser would, and for typing
errors in any language.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from .normal import normal
from .tiers import Vectors

Floats: TypeAlias = NDArray[np.float64]

_RARE_FROM = 1_000  # texts from which a piece must be met twice to count
_MOST_PIECES = 150_000
_READ = 2_000  # characters of one text


@dataclass(frozen=True)
class Pieces:
    """Term weights (tf-idf, sublinear, rows of length 1) of one kind of piece.

    kind: "word" for words and pairs of them, "char_wb" for two to four characters within a word.
    """

    kind: str
    vectorizer: TfidfVectorizer

    @classmethod
    def fit(cls, kind: str, texts: Sequence[str]) -> Pieces:
        """Count the pieces of prepared texts (see `prepared`)."""
        vectorizer = _vectorizer(kind, min_df=2 if len(texts) >= _RARE_FROM else 1, max_features=_MOST_PIECES)
        try:
            return cls(kind, vectorizer.fit(texts))
        except ValueError:  # no text has any word
            return cls(kind, _vectorizer(kind).fit(["-empty-"]))

    def rows(self, texts: Sequence[str]) -> csr_matrix:
        """Return the weights (texts, pieces) of prepared texts."""
        return self.vectorizer.transform(texts)

    def terms(self) -> list[str]:
        """Return the pieces in the order of the columns."""
        return [str(term) for term in self.vectorizer.get_feature_names_out()]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what `restored` needs."""
        joined = "\n".join(self.terms()).encode()
        return {"terms": np.frombuffer(joined, dtype=np.uint8), "idf": self.vectorizer.idf_.astype(np.float32)}

    @classmethod
    def restored(cls, kind: str, arrays: Mapping[str, NDArray[Any]]) -> Pieces:
        """Make the pieces again from their arrays; raise ValueError when these do not fit one another."""
        terms = arrays["terms"].tobytes().decode().split("\n")
        vectorizer = _vectorizer(kind, vocabulary={term: place for place, term in enumerate(terms)})
        vectorizer.idf_ = arrays["idf"].astype(np.float64)
        return cls(kind, vectorizer)


@dataclass(frozen=True)
class Features:
    """Both kinds of pieces, and how vectors are added to them."""

    words: Pieces
    pieces: Pieces

    @classmethod
    def fit(cls, texts: Sequence[str]) -> Features:
        """Learn the pieces of texts."""
        ready = prepared(texts)
        return cls(Pieces.fit("word", ready), Pieces.fit("char_wb", ready))

    def rows(self, texts: Sequence[str]) -> csr_matrix:
        """Return the weights (texts, columns): words first, pieces of words after them."""
        ready = prepared(texts)
        return csr_matrix(hstack([self.words.rows(ready), self.pieces.rows(ready)], format="csr"))


def prepared(texts: Sequence[str]) -> list[str]:
    """Return texts as features see them: evened out, lower, not longer than can matter."""
    return [normal(text[: 2 * _READ]).text[:_READ].lower() for text in texts]


def with_vectors(rows: csr_matrix, vectors: Vectors, loudness: float) -> csr_matrix:
    """Return the rows with vectors as further columns, `loudness` times as long as each kind of piece."""
    return csr_matrix(hstack([rows, csr_matrix(vectors * np.float32(loudness))], format="csr"))


def _vectorizer(kind: str, **options: Any) -> TfidfVectorizer:
    span = (1, 2) if kind == "word" else (2, 4)
    return TfidfVectorizer(
        analyzer=kind,
        ngram_range=span,
        token_pattern=r"[^\W_]+" if kind == "word" else None,
        sublinear_tf=True,
        lowercase=False,
        dtype=np.float32,
        **options,
    )
