"""Voices with the words of a question: the newest, those that fit best, and what else may have been meant.

A voice with all the keys need not have the words, so the text has the last say. Permission stands in
every query that reads a voice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gwidam.listen.models import Voice
from gwidam.understand.heart.find import rank, retyped, sought_of, stages

from ..voices import sight_of
from .asking import Asked
from .candidates import MOST_LOOKED_AT, candidates, having
from .filters import Asker
from .rarity import rarity
from .rows import Found, Row, rows_of, shown_rows

PAGE = 25
RANKED = 200  # newest voices with the words that are ranked for "best first"
BEST = 50  # of them, those shown
MOST_LOOSE = 400  # candidates looked at for each looser question


@dataclass(frozen=True, slots=True)
class Results:
    """A page of voices.

    before: the number to go on from, 0 when these were all. instead: the words that were meant and asked instead
    of those typed on the wrong keyboard. is_loose: none has all the words; these have most of them.
    """

    voices: list[Found]
    before: int = 0
    instead: str = ""
    is_loose: bool = False


class Trail:
    """How far a search has come: the last voice looked at, and whether there was nothing behind it."""

    def __init__(self) -> None:
        self.last = 0
        self.is_whole = True


def newest(asked: Asked, asker: Asker, *, before: int = 0) -> Results:
    """Voices that are all of this and that this person may see, newest first; `before` pages on.

    A question without two letters in a row and without a filter finds nothing: it would find everything.
    """
    found: list[Row] = []
    trail = Trail()
    for row in matching(asked, asker, trail, before=before, enough=PAGE + 1):
        found.append(row)
        if len(found) > PAGE:
            return Results(shown_rows(found[:PAGE], asked), found[PAGE - 1].pk)
    return Results(shown_rows(found, asked), 0 if trail.is_whole else trail.last)


def best(asked: Asked, asker: Asker) -> Results:
    """The newest RANKED of these voices, those that fit the words best first; BEST of them."""
    found: list[Row] = []
    for row in matching(asked, asker, Trail(), enough=RANKED):
        found.append(row)
        if len(found) == RANKED:
            break
    return Results(shown_rows(_ranked(asked.question.wanted, found)[:BEST], asked))


def meant_otherwise(asked: Asked, asker: Asker) -> Results:
    """For a question that finds nothing: what its keys write on the other keyboard, else voices with most of it."""
    question = asked.question
    words = retyped(question.words, _is_known)
    if words != list(question.words):
        other = asked.instead(tuple(words))
        found = newest(other, asker)
        if found.voices:
            return Results(found.voices, instead=" ".join(words))
    if question.phrases or not question.words:
        return Results([])
    rows = _loosely(asked, asker)
    return Results(shown_rows(rows, asked), is_loose=True)


def matching(asked: Asked, asker: Asker, trail: Trail, *, before: int = 0, enough: int) -> Iterator[Row]:
    """The voices themselves, newest first, a chunk a query; `trail` tells how far this came when it ends."""
    if asked.is_about_nothing:
        return
    seen = sight_of(asker.who, at=asker.at) & asked.on_its_case_and_reading
    looked = 0
    chunks = candidates(
        asked.question.wanted,
        where=asked.on_the_voice,
        before=before,
        enough=enough,
        by_day=asked.is_about_days,
    )
    for chunk in chunks:
        places = {number: place for place, number in enumerate(chunk)}
        rows = sorted(rows_of(chunk, seen), key=lambda row: places[row.pk])
        yield from (row for row in rows if asked.fits(row.text))
        looked += len(chunk)
        trail.last, trail.is_whole = chunk[-1], looked < MOST_LOOKED_AT
        if not trail.is_whole:
            return


def _ranked(wanted: Sequence[str], rows: Sequence[Row]) -> list[Row]:
    scores = rank(wanted, [row.text for row in rows], rarity().weights())
    order = sorted(range(len(rows)), key=lambda at: -scores[at])  # of equals the newer one
    return [rows[at] for at in order]


def _loosely(asked: Asked, asker: Asker) -> list[Row]:
    """Voices with most of the words, best first: asked more and more loosely until there is a page."""
    seen = sight_of(asker.who, at=asker.at) & asked.on_its_case_and_reading
    rows: dict[int, Row] = {}
    words = asked.question.words
    unwanted = asked.instead(())
    for looser in stages(words, rarity().weights()):
        found = next(candidates(looser, where=asked.on_the_voice, enough=PAGE), [])
        rows |= {row.pk: row for row in rows_of(found[:MOST_LOOSE], seen) if unwanted.fits(row.text)}
        if len(rows) >= PAGE:
            break
    return _ranked(words, list(rows.values()))[:PAGE]


def _is_known(word: str) -> bool:
    return bool(sought_of([word])) and Voice.objects.filter(having([word])).exists()
