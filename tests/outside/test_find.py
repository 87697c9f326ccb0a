"""Known texts are found again: petitions of citizens, asked for by their titles."""

from __future__ import annotations

from pathlib import Path

import pytest

from gwidam.core.tables import Row
from gwidam.listen.tables import open_table
from gwidam.understand.heart.find import Finder, measured

from .test_tables import FILES

PETITIONS = FILES / "voices" / "petitions-ko-2019-05.tsv"
ASKED = 200

pytestmark = pytest.mark.skipif(
    not PETITIONS.is_file(), reason="no outside files: set GWIDAM_SHARED to the folder that has data/"
)


def petitions(path: Path = PETITIONS) -> list[tuple[str, str, str]]:
    rows = [row for row in open_table(path) if isinstance(row, Row)]
    return [(row.cells["id"], row.cells["title"], row.cells["content"]) for row in rows if row.cells["content"]]


@pytest.mark.slow  # reads a megabyte and asks two hundred questions over it
def test_titles_find_their_petitions() -> None:
    found = petitions()
    figures = measured([(id_, body) for id_, _, body in found], [(title, id_) for id_, title, _ in found[:ASKED]])
    assert figures.recall_at_10 >= 0.93
    assert figures.mrr >= 0.8


@pytest.mark.slow  # the same megabyte
@pytest.mark.parametrize("word", ["환불", "정부", "학교", "병원"])
def test_a_word_of_two_syllables_finds_every_petition_that_has_it(word: str) -> None:
    texts = [body for _, _, body in petitions()]
    having = {number for number, text in enumerate(texts) if word in text}
    finder = Finder(texts)
    assert having <= set(finder.having(word))
    assert having <= {hit.id for hit in finder.find(word, len(texts))}
