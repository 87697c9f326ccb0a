"""Vectors by the company's own server, spoken to as to OpenAI's: POST .../embeddings."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gwidam.core.text import clean

from .ports import Missing, Vectors

LONGEST = 2_000  # characters sent of one text
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Remote:
    """An embedder behind HTTP; no call is made before `embed`.

    address: the base of the interface, such as https://models.example/v1.
    name, version: what is kept beside the vectors; the name is also the model asked for.
    key: sent as a bearer token when given. seconds: patience per call.
    """

    address: str
    name: str
    dims: int
    version: str = "1"
    key: str | None = None
    seconds: float = 20.0

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return the server's rows, brought to length 1; zeros for texts without letters or digits.

        Raises Missing when the server does not answer, or answers something else than was asked.
        """
        rows = np.zeros((len(texts), self.dims), dtype=np.float32)
        begun = [clean(text[: 4 * LONGEST]).text[:LONGEST] for text in texts]
        worded = [place for place, text in enumerate(begun) if any(map(str.isalnum, text))]
        for start in range(0, len(worded), _BATCH):
            places = worded[start : start + _BATCH]
            rows[places] = self._ask([begun[place] for place in places])
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)

    def _ask(self, texts: list[str]) -> Vectors:
        body = json.dumps({"model": self.name, "input": texts, "encoding_format": "float"}).encode()
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        url = f"{self.address.rstrip('/')}/embeddings"
        if not url.startswith(("http://", "https://")):
            raise Missing("The address of the company's embedder must begin with http:// or https://.")
        try:
            request = urllib.request.Request(url, body, headers)  # noqa: S310 - the scheme is checked above
            with urllib.request.urlopen(request, timeout=self.seconds) as answer:  # noqa: S310 - the same
                return self._rows(json.load(answer), len(texts))
        except (OSError, ValueError, KeyError, TypeError) as trouble:
            raise Missing(f"The company's embedder gave no vectors: {trouble}") from trouble

    def _rows(self, answer: dict[str, list[dict[str, list[float]]]], count: int) -> Vectors:
        given = sorted(answer["data"], key=lambda row: row["index"])
        rows = np.asarray([row["embedding"] for row in given], dtype=np.float32)
        if rows.shape != (count, self.dims) or not np.isfinite(rows).all():
            raise ValueError(f"{rows.shape} instead of {(count, self.dims)}")
        return rows
