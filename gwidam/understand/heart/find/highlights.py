"""Where the words of a question stand in a text, and the piece of it that shows most of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gwidam.core.text import apart, squeezed

from .ranking import COMPARED, SHORTEST_STEM, stem_in
from .spelling import Squeezed, squeezed_with_places

MOST_SPANS = 200
AROUND = 24  # letters shown before the first mark: on a phone it stands in the first line


class Span(NamedTuple):
    """From letter `start` to letter `end` of the text as it is written; half-open."""

    start: int
    end: int


class Excerpt(NamedTuple):
    """A piece of a text, where it begins in the whole, and the marks within it."""

    text: str
    start: int
    spans: list[Span]


def highlights(text: str, words: Sequence[str], phrases: Sequence[str] = ()) -> list[Span]:
    """Where the words stand, in order and without overlap; MOST_SPANS at most.

    Spacing, width and case do not matter. A word that is not there as typed is marked by the longest beginning
    of it that is there; a phrase only as a whole.
    """
    whole = squeezed_with_places(text[:COMPARED])
    sought = [_stem(word, whole.letters) for typed in words for word in apart(typed)]
    sought += map(squeezed, phrases)
    found = sorted({span for word in sought if len(word) >= SHORTEST_STEM for span in _places(word, whole)})
    return _merged(found)[:MOST_SPANS]


def excerpt(text: str, spans: Sequence[Span], length: int = 160) -> Excerpt:
    """The piece of at most `length` letters that begins shortly before a mark and shows most marks.

    Without marks: the beginning.
    """
    if len(text) <= length:
        return Excerpt(text, 0, list(spans))
    starts = [max(0, min(span.start - AROUND, len(text) - length)) for span in spans] or [0]
    start = max(starts, key=lambda at: (_shown(spans, at, length), -at))
    inside = [span for span in spans if start <= span.start and span.end <= start + length]
    return Excerpt(
        text[start : start + length], start, [Span(span.start - start, span.end - start) for span in inside]
    )


def _stem(word: str, letters: str) -> str:
    """What of a word is marked: Latin words change little at their ends, so a third may be missing at most."""
    stem = stem_in(word, letters)
    is_part = word.isascii() and stem != word
    return "" if is_part and (len(stem) <= SHORTEST_STEM or 3 * len(stem) < 2 * len(word)) else stem


def _places(word: str, whole: Squeezed) -> Iterator[Span]:
    at = whole.letters.find(word)
    while at >= 0:
        yield Span(whole.places[at], whole.places[at + len(word) - 1] + 1)
        at = whole.letters.find(word, at + 1)


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


def _shown(spans: Sequence[Span], start: int, length: int) -> int:
    return sum(span.end - span.start for span in spans if start <= span.start and span.end <= start + length)
