"""How well known texts are found again."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from .finder import CANDIDATES, Finder, Nearest


@dataclass(frozen=True, slots=True)
class Found:
    """How well texts were found.

    recall_at_1, recall_at_10: share of the wanted texts among the first, a mean over questions; where more texts
        are wanted than places are counted, all places count. recall: among all that came back.
    mrr: one over the place of the first wanted text, a mean. p95_ms: milliseconds, of 20 questions 19 were faster.
    """

    documents: int
    questions: int
    recall_at_1: float
    recall_at_10: float
    recall: float
    mrr: float
    median_ms: float
    p95_ms: float
    seconds_to_index: float


def measured(
    documents: Sequence[tuple[str, str]],
    questions: Sequence[tuple[str, str]],
    meaning_of: Callable[[Sequence[str]], Nearest] | None = None,
) -> Found:
    """Ask each question (what is typed, id wanted) over documents (id, text); the same one may want several.

    meaning_of: makes of the documents' texts who finds them by meaning as well.
    Raises ValueError without documents or questions.
    """
    if not documents or not questions:
        raise ValueError("there must be documents and questions")
    began = time.perf_counter()
    texts = [text for _, text in documents]
    finder = Finder(texts, meaning_of(texts) if meaning_of else None)
    indexed = time.perf_counter() - began
    wanted: dict[str, set[str]] = {}
    for typed, id_ in questions:
        wanted.setdefault(typed, set()).add(id_)
    ids = [id_ for id_, _ in documents]
    marks, times = [], []
    for typed, right in wanted.items():
        began = time.perf_counter()
        hits = finder.find(typed, max(CANDIDATES, 2 * len(right)))
        times.append(1000 * (time.perf_counter() - began))
        marks.append(_marks([ids[hit.id] for hit in hits], right))
    means = np.array(marks).mean(axis=0)
    middle, slow = np.percentile(times, [50, 95])
    at_1, at_10, anywhere, mrr = map(float, means)
    return Found(len(documents), len(wanted), at_1, at_10, anywhere, mrr, float(middle), float(slow), indexed)


def _marks(found: Sequence[str], right: set[str]) -> tuple[float, float, float, float]:
    places = [place for place, id_ in enumerate(found, 1) if id_ in right]
    shares = [sum(place <= count for place in places) / min(count, len(right)) for count in (1, 10)]
    return shares[0], shares[1], len(places) / len(right), 1 / places[0] if places else 0.0
