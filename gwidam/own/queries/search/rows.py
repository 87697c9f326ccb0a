"""Voices that were found, as a list shows them: one query for a chunk, with the marks where the words stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q
from django.db.models.functions import Left

from gwidam.core.receipts import shown
from gwidam.core.text import apart
from gwidam.listen.models import Voice
from gwidam.understand.heart.find import Span, excerpt, highlights

from ..rows import CHANNEL_ICONS
from .asking import COMPARED, Asked

LOOKED_AT = 2000  # letters of a long text that are looked at for marks, from shortly before the first word
BEFORE = 200  # letters of these before the first word
COLUMNS = ("pk", "receipt", "summary", "channel__kind", "customer__name", "said_at", "case__state")


class Row(NamedTuple):
    """A voice as the database tells it; `state` is its case's, None where it has none."""

    pk: int
    receipt: str
    summary: str
    channel: str
    name: str
    said_at: datetime
    state: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words in a row, and whether they are what was asked for."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One voice in a list. `excerpt` is empty where the title shows all there is to mark."""

    pk: int
    receipt: str
    channel: str
    name: str
    said_at: datetime
    state: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]

    @property
    def icon(self) -> str:
        return CHANNEL_ICONS.get(self.channel, "voice")

    @property
    def summary(self) -> str:
        return "".join(piece.text for piece in self.title)

    @property
    def shown_receipt(self) -> str:
        return shown(self.receipt)


def rows_of(numbers: Sequence[int], where: Q | None = None, *, most: int | None = None) -> list[Row]:
    """These voices, newest first, as far as they are `where`."""
    if not numbers:
        return []
    voices = Voice.objects.filter(where or Q(), pk__in=numbers).order_by("-pk")[:most]
    return [Row(*each) for each in voices.values_list(*COLUMNS, Left("text", COMPARED))]


def shown_rows(rows: Iterable[Row], asked: Asked | None = None) -> list[Found]:
    """Rows as a list shows them, with marks where a question's words stand."""
    words, phrases = (asked.question.words, asked.question.phrases) if asked else ((), ())
    return [
        Found(
            row.pk, row.receipt, row.channel, row.name, row.said_at, row.state or "", *_marked(row, words, phrases)
        )
        for row in rows
    ]


def _marked(row: Row, words: Sequence[str], phrases: Sequence[str]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    spans = highlights(row.summary, words, phrases) if words or phrases else []
    title = tuple(pieces(row.summary, spans))
    if spans or not (words or phrases) or row.text == row.summary:
        return title, ()
    text = _around(row.text, (*words, *phrases))
    part = excerpt(text, highlights(text, words, phrases))
    if not part.spans:
        return title, ()
    cut = (Piece("…", is_marked=False),) if part.start else ()
    return title, (*cut, *pieces(part.text, part.spans))


def _around(text: str, wanted: Sequence[str]) -> str:
    """A long text from shortly before the first word that stands in it as it was typed."""
    if len(text) <= LOOKED_AT:
        return text
    words = [re.escape(word) for part in wanted for word in apart(part)]
    place = re.search("|".join(words), text, re.IGNORECASE) if words else None
    start = max(0, place.start() - BEFORE) if place else 0
    return text[start : start + LOOKED_AT]


def pieces(text: str, spans: Sequence[Span]) -> Iterable[Piece]:
    """A text cut where marks begin and end; `spans` in order and without overlap."""
    at = 0
    for start, end in spans:
        if start > at:
            yield Piece(text[at:start], is_marked=False)
        yield Piece(text[start:end], is_marked=True)
        at = end
    if at < len(text):
        yield Piece(text[at:], is_marked=False)
