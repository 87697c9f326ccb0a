"""Voices that say something like it in other words."""

from __future__ import annotations

from gwidam.understand.queries import meanings

from ..voices import sight_of
from .asking import Asked
from .filters import Asker
from .rows import Found, rows_of, shown_rows

MOST_NEAR = 200  # nearest voices that are looked at
LEAST = 0.45  # cosine; what is shown above it at T1 was measured, see docs/search.md
SHOWN = 8


def alike(asked: Asked, asker: Asker) -> list[Found]:
    """Voices near in meaning that do not have the words themselves, nearest first, filters and permission held.

    Empty where this process has no model, or the question no words.
    """
    words = " ".join(asked.question.wanted)
    vector = meanings.meaning_of(words) if words else None
    if vector is None:
        return []
    places = {
        each.id: place for place, each in enumerate(meanings.near(vector, MOST_NEAR)) if each.cosine >= LEAST
    }
    where = sight_of(asker.who, at=asker.at) & asked.on_the_voice & asked.on_its_case_and_reading
    unwanted = asked.instead(())
    rows = [row for row in rows_of(list(places), where) if unwanted.fits(row.text) and not asked.fits(row.text)]
    return shown_rows(sorted(rows, key=lambda row: places[row.pk])[:SHOWN])
