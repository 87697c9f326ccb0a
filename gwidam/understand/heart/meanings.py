"""What texts mean to a tier, and vectors as they are kept: one byte a dimension."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gwidam.core.masking import mask
from gwidam.core.text import clean

from .normal import LONGEST
from .seen import see
from .tiers import Tier, Vectors


def space_of(tier: Tier) -> str:
    """The name and version of what makes this tier's vectors; empty where nothing does."""
    return "" if tier.embedder is None else f"{tier.embedder.name} {tier.embedder.version}"


def meanings_of(texts: Sequence[str], tier: Tier) -> Vectors | None:
    """(n, dims) the vectors that reading these texts would give; None at a tier without them."""
    return see([mask(clean(text).text).text[:LONGEST] for text in texts], tier).vectors


def packed(vector: NDArray[np.float32] | None) -> tuple[bytes, float]:
    """A vector as bytes and the step between them; nothing of none, and of one without length."""
    largest = 0.0 if vector is None else float(np.abs(vector).max(initial=0))
    if vector is None or largest == 0:
        return b"", 0.0
    step = largest / 127
    return np.rint(vector / step).astype(np.int8).tobytes(), step


def unpacked(codes: Sequence[bytes]) -> Vectors:
    """(n, dims) rows of length 1 of what `packed` made, all of one space and none of them empty.

    The steps are not needed: a direction has none.
    """
    if not codes:
        return np.zeros((0, 0), np.float32)
    rows = np.frombuffer(b"".join(codes), np.int8).reshape(len(codes), -1).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
