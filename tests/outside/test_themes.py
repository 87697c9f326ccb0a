"""Themes of real questions: English bank customers, Korean paraphrases."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from gwidam.understand.heart.likeness import Space, keys_of
from gwidam.understand.heart.themes import Themes, adjusted_rand, grouped, mutual_information
from gwidam.understand.heart.tiers import Missing, Tier, tier, vectors_of

from .test_tables import FILES

TEXTS = FILES / "text"

pytestmark = pytest.mark.skipif(
    not TEXTS.is_dir(), reason="no outside files: set GWIDAM_SHARED to the folder that has data/"
)


def rows(path: Path, label: str, labels: int) -> tuple[list[str], list[str]]:
    """Texts and labels of the first so many labels of a table."""
    with path.open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    chosen = set(sorted({row[label] for row in read})[:labels])
    found = [(row["text"], row[label]) for row in read if row[label] in chosen]
    return [text for text, _ in found], [name for _, name in found]


def loaded(name: str) -> Tier:
    try:
        return tier(name)
    except Missing as missing:
        pytest.skip(str(missing))


def placed(texts: list[str], name: str) -> np.ndarray:
    meanings = vectors_of(loaded(name), texts)
    keys = [keys_of(text) for text in texts]
    return Space.fit(keys, meanings).place(keys, meanings)


@cache
def intents(name: str) -> tuple[np.ndarray, list[str]]:
    """What customers of a bank want, 25 labels: where their questions lie at a tier, and the labels."""
    texts, labels = rows(TEXTS / "banking77_train.tsv", "label", 25)
    return placed(texts, name), labels


@pytest.mark.slow  # some 3,000 texts; Kiwi takes seconds to load
@pytest.mark.parametrize(("name", "nmi", "ari"), [("T0", 0.60, 0.25), ("T1", 0.70, 0.45)])
def test_intents_of_bank_customers_are_found(name: str, nmi: float, ari: float) -> None:
    vectors, labels = intents(name)
    found = grouped(vectors).groups.tolist()
    assert mutual_information(labels, found) >= nmi
    assert adjusted_rand(labels, found) >= ari


@pytest.mark.slow  # 2,000 Korean sentences; Kiwi takes seconds to load
@pytest.mark.parametrize(("name", "nmi", "ari"), [("T0", 0.85, 0.40), ("T1", 0.90, 0.50)])
def test_groups_of_ten_are_found_where_there_are_many(name: str, nmi: float, ari: float) -> None:
    texts, labels = rows(TEXTS / "parakqc.tsv", "group", 200)
    found = grouped(placed(texts, name)).groups.tolist()
    assert mutual_information(labels, found) >= nmi
    assert adjusted_rand(labels, found) >= ari


@pytest.mark.slow  # 3,000 texts sorted, 600 placed
def test_voices_of_the_day_go_where_the_night_would_put_them() -> None:
    lying, labels = intents("T1")
    order = np.random.default_rng(0).permutation(len(labels))
    vectors, truth = lying[order], [labels[at] for at in order]
    night = int(0.8 * len(order))
    groups = grouped(vectors[:night]).groups + 1
    themes = Themes.of(vectors[:night], groups.tolist())
    day = themes.place_all(vectors[night:])
    joined = [at for at, each in enumerate(day) if not each.is_new]
    main = {number: max(set(own), key=own.count) for number, own in _by_theme(groups.tolist(), truth).items()}
    right = [main.get(day[at].theme) == truth[night + at] for at in joined]
    assert len(joined) > 0.9 * len(day)
    assert np.mean(right) > 0.6


def _by_theme(groups: list[int], truth: list[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for group, label in zip(groups, truth, strict=False):
        found.setdefault(group, []).append(label)
    return found
