"""What a classifier sees of a text: words and pairs of them, pieces of words, how it begins and ends.

Pieces of two to four characters within words do for Korean what a morphological analyser would, and for typing
errors in any language; pieces across words and the ends of sentences tell how something is said. From T1 on,
morphemes are added, and the vector of the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from .normal import normal
from .seen import Seen
from .tiers import Morpheme

Floats: TypeAlias = NDArray[np.float64]
Analysis: TypeAlias = Callable[[Any], list[str]]

_RARE_FROM = 1_000  # texts from which a piece must be met twice to count
MOST_PIECES = 60_000  # of one kind; the most frequent stay
_READ = 2_000  # characters of one text
_PAIRED = 24  # words of one text that are paired with one another
_WORD = re.compile(r"[^\W_]+")
_END = " .!~"
# Particles, endings, helping verbs, pronouns, adverbs, exclamations, sentence marks (Sejong tags).
_HOLDING = ("E", "J", "VX", "VC", "XS", "SF", "SP", "MA", "MM", "NP", "NNB", "IC")
_ENDINGS = ("EF", "EC", "ET")


def pairs(text: str) -> list[str]:
    """Return the unordered pairs of the words of a prepared text."""
    words = list(dict.fromkeys(_WORD.findall(text)))[:_PAIRED]
    return [f"{a}&{b}" if a < b else f"{b}&{a}" for a, b in combinations(words, 2)]


def edges(text: str) -> list[str]:
    """Return how a prepared text begins and ends: its first and last words and characters."""
    words = text.split()
    bare = text.rstrip(_END)
    starts = [f"^{' '.join(words[:count])}" for count in (1, 2) if len(words) >= count]
    ends = [f"${' '.join(words[-count:])}" for count in (1, 2) if len(words) >= count]
    inner = [f"^^{text[:count]}" for count in (2, 3, 4)] + [f"$${bare[-count:]}" for count in range(1, 7)]
    return starts + ends + inner if words else []


def spoken(morphemes: Sequence[Morpheme]) -> list[str]:
    """Return the morphemes of a text with their tags, in rows of one to three, and the row it ends with."""
    units = [f"{morpheme.form}/{morpheme.tag}" for morpheme in morphemes[:400]]
    rows = [" ".join(units[at : at + size]) for size in (2, 3) for at in range(len(units) - size + 1)]
    return units + rows + [f"${' '.join(units[-size:])}" for size in (1, 2, 3) if len(units) >= size]


def framed(morphemes: Sequence[Morpheme]) -> list[str]:
    """Return the frame of a sentence: what it is held together by as it stands, and of the rest only its tags.

    In rows of two to four, and of up to five where it ends and three where it begins: so the ending of a rhetorical
    question is known again whatever the question is about.
    """
    units = [
        f"{morpheme.form}/{morpheme.tag}" if morpheme.tag.startswith(_HOLDING) else morpheme.tag
        for morpheme in morphemes[:200]
    ]
    rows = [" ".join(units[at : at + size]) for size in (2, 3, 4) for at in range(len(units) - size + 1)]
    ends = [f"${' '.join(units[-size:])}" for size in range(1, 6) if len(units) >= size]
    return rows + ends + [f"^{' '.join(units[:size])}" for size in (1, 2, 3) if len(units) >= size]


def ties(morphemes: Sequence[Morpheme]) -> list[str]:
    """Return the ordered pairs of what holds a text together, however far they stand apart.

    A question word and the ending that goes with it make a question, or one that wants no answer, together.
    """
    held = dict.fromkeys(
        f"{morpheme.form}/{morpheme.tag}" for morpheme in morphemes[:60] if morpheme.tag.startswith(_HOLDING)
    )
    return [f"{a}>{b}" for a, b in combinations(list(held)[-_PAIRED:], 2)]


def turns(morphemes: Sequence[Morpheme]) -> list[str]:
    """Return each morpheme of a text with the ending it closes with, or with its last morpheme where it has none."""
    units = [f"{morpheme.form}/{morpheme.tag}" for morpheme in morphemes[:60]]
    endings = [unit for unit in units if unit.rpartition("/")[2].startswith(_ENDINGS)]
    return [f"{unit}~{(endings or units)[-1]}" for unit in dict.fromkeys(units)]


@dataclass(frozen=True)
class Kind:
    """A kind of piece: how a text is cut, from what, and how loud it is beside the others of its head."""

    name: str
    options: Mapping[str, Any]
    loudness: float
    is_of_morphemes: bool = False


KINDS = {
    kind.name: kind
    for kind in (
        Kind("word", {"analyzer": "word", "ngram_range": (1, 2), "token_pattern": r"[^\W_]+"}, 0.8),
        Kind("part", {"analyzer": "char_wb", "ngram_range": (2, 4)}, 1.0),
        Kind("pair", {"analyzer": pairs}, 0.6),
        Kind("flow", {"analyzer": "char", "ngram_range": (2, 5)}, 1.0),
        Kind("edge", {"analyzer": edges}, 0.6),
        Kind("morpheme", {"analyzer": spoken}, 1.2, is_of_morphemes=True),
        Kind("frame", {"analyzer": framed}, 0.5, is_of_morphemes=True),
        Kind("tie", {"analyzer": ties}, 0.8, is_of_morphemes=True),
        Kind("turn", {"analyzer": turns}, 0.8, is_of_morphemes=True),
    )
}


@dataclass(frozen=True)
class Pieces:
    """Term weights (tf-idf, sublinear, rows of length `loudness`) of one kind of piece."""

    kind: Kind
    vectorizer: TfidfVectorizer

    @classmethod
    def fit(cls, kind: Kind, matter: Sequence[Any], most: int = MOST_PIECES) -> Pieces:
        """Count the pieces of texts, given prepared or as morphemes."""
        vectorizer = _vectorizer(kind, min_df=2 if len(matter) >= _RARE_FROM else 1, max_features=most)
        try:
            return cls(kind, vectorizer.fit(matter))
        except ValueError:  # no text has any piece
            return cls.restored(kind, {"terms": np.frombuffer(b"\x02", dtype=np.uint8), "idf": np.ones(1)})

    def rows(self, matter: Sequence[Any]) -> csr_matrix:
        """Return the weights (texts, pieces)."""
        if not len(matter):
            return csr_matrix((0, len(self.vectorizer.vocabulary_)), dtype=np.float32)
        return csr_matrix(self.vectorizer.transform(matter) * np.float32(self.kind.loudness))

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return what `restored` needs."""
        joined = "\n".join(map(str, self.vectorizer.get_feature_names_out())).encode()
        return {"terms": np.frombuffer(joined, dtype=np.uint8), "idf": self.vectorizer.idf_.astype(np.float32)}

    @classmethod
    def restored(cls, kind: Kind, arrays: Mapping[str, NDArray[Any]]) -> Pieces:
        """Make the pieces again from their arrays; raise ValueError when these do not fit one another."""
        terms = arrays["terms"].tobytes().decode().split("\n")
        vectorizer = _vectorizer(kind, vocabulary={term: place for place, term in enumerate(terms)})
        vectorizer.idf_ = arrays["idf"].astype(np.float64)
        return cls(kind, vectorizer)


@dataclass(frozen=True)
class Features:
    """Several kinds of pieces side by side."""

    pieces: tuple[Pieces, ...]

    @classmethod
    def fit(cls, names: Iterable[str], seen: Seen, most: int = MOST_PIECES) -> Features:
        """Learn the pieces of these kinds; those of morphemes only where there are some."""
        kinds = [KINDS[name] for name in names if seen.morphemes is not None or not KINDS[name].is_of_morphemes]
        ready = prepared(seen.texts)
        return cls(tuple(Pieces.fit(kind, _matter(kind, ready, seen), most) for kind in kinds))

    def rows(self, seen: Seen) -> csr_matrix:
        """Return the weights (texts, columns), kind after kind; zeros for morphemes that were not made."""
        ready = prepared(seen.texts)
        return csr_matrix(
            hstack([each.rows(_matter(each.kind, ready, seen)) for each in self.pieces], format="csr")
        )

    def offsets(self) -> list[int]:
        """Return where the columns of each kind begin, and where all end."""
        sizes = [len(pieces.vectorizer.vocabulary_) for pieces in self.pieces]
        return [int(end) for end in np.cumsum([0, *sizes])]


def prepared(texts: Sequence[str]) -> list[str]:
    """Return texts as features see them: evened out, lower, not longer than can matter."""
    return [normal(text[: 2 * _READ]).text[:_READ].lower() for text in texts]


def unit(rows: csr_matrix) -> csr_matrix:
    """Return the rows brought to length 1; rows of zeros stay."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1))).ravel()
    return csr_matrix(rows.multiply((1 / np.maximum(lengths, 1e-9))[:, None]))


def _matter(kind: Kind, ready: list[str], seen: Seen) -> Sequence[Any]:
    """Return what a kind is cut from."""
    if kind.is_of_morphemes:
        return seen.morphemes if seen.morphemes is not None else [()] * len(seen)
    return ready


def _vectorizer(kind: Kind, **options: Any) -> TfidfVectorizer:
    return TfidfVectorizer(
        **{"token_pattern": None, **kind.options, **options}, sublinear_tf=True, lowercase=False, dtype=np.float32
    )
