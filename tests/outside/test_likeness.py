"""Paraphrases find one another: 700 groups of Korean sentences, two of each."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from gwidam.understand.heart.likeness import measured
from gwidam.understand.heart.tiers import Missing, tier

from .test_tables import FILES

PARAPHRASES = FILES / "text" / "parakqc.tsv"
SEED = 0

pytestmark = pytest.mark.skipif(
    not PARAPHRASES.is_file(), reason="no outside files: set GWIDAM_SHARED to the folder that has data/"
)


def two_of_each_group(groups: int | None = None) -> list[tuple[str, str]]:
    """(group, text), two texts of each group drawn by SEED."""
    with PARAPHRASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    of: dict[str, list[str]] = {}
    for row in rows:
        of.setdefault(row["group"], []).append(row["text"])
    dice = np.random.default_rng(SEED)
    drawn = [(group, dice.choice(texts, 2, replace=False).tolist()) for group, texts in of.items()]
    return [(group, text) for group, texts in drawn[:groups] for text in texts]


@pytest.mark.slow  # 1,400 questions over 1,400 texts; Kiwi takes seconds to load
@pytest.mark.parametrize(("name", "recall"), [("T0", 0.94), ("T1", 0.95)])
def test_partners_are_among_the_first_ten(name: str, recall: float) -> None:
    try:
        figures = measured(two_of_each_group(), tier(name))
    except Missing as missing:
        pytest.skip(str(missing))
    assert figures.recall_at_10 >= recall
    assert figures.calibration_error <= 0.05


@pytest.mark.slow  # e5 reads 30 texts a second
def test_partners_are_found_by_e5() -> None:
    try:
        figures = measured(two_of_each_group(80), tier("T2"))
    except Missing as missing:
        pytest.skip(str(missing))
    assert figures.recall_at_10 >= 0.98
