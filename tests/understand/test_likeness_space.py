"""The space in which voices are compared."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gwidam.core.grams import grams
from gwidam.understand.heart.likeness import Space, keys_of
from gwidam.understand.heart.likeness.sketch import Rarity, overlaps, sketches
from tests.understand.sayings import PAIRS, directions


def test_sketches_tell_the_share_of_telling_pairs() -> None:
    texts = [text for pair in PAIRS for text in pair]
    keys = [grams(text) for text in texts]
    rarity = Rarity.of(keys)
    exact = np.array([overlaps(one, keys, rarity) for one in keys])
    rows = sketches(keys, rarity, 4096)
    assert np.abs(rows @ rows.T - exact).max() < 0.1
    assert np.allclose(np.diag(exact), 1)


def test_a_sketch_does_not_depend_on_its_batch() -> None:
    keys = [grams(text) for pair in PAIRS for text in pair]
    rarity = Rarity.of(keys)
    assert np.allclose(sketches(keys, rarity)[3], sketches([keys[3]], rarity)[0], atol=1e-6)


def test_a_space_takes_the_mean_away_and_keeps_what_is_without_letters_at_zero() -> None:
    texts = [keys_of(text) for text in ("요금 문의", "해지 문의", "", "😀")]
    meanings = np.array([[0.8, 0.6, 0, 0], [0.6, 0.8, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]], np.float32)
    rows = Space.fit(texts, meanings).place(texts, meanings)
    assert np.allclose(np.linalg.norm(rows, axis=1), [1, 1, 0, 0])
    assert rows[0, :4] @ rows[1, :4] < 0  # 0.96 before the mean was taken away


def test_a_space_is_the_same_after_it_was_saved(tmp_path: Path) -> None:
    texts = [keys_of(text) for pair in PAIRS for text in pair]
    meanings = directions(len(texts), 16)
    space = Space.fit(texts, meanings)
    space.save(tmp_path / "space")
    again = Space.load(tmp_path / "space")
    assert np.array_equal(space.place([[7, 8]], meanings[:1]), again.place([[7, 8]], meanings[:1]))


def test_a_space_refuses_vectors_of_another_model() -> None:
    space = Space.fit([keys_of("요금")], directions(1, 16))
    with pytest.raises(ValueError, match="vector of 16"):
        space.place([[1]], directions(1, 8))
    with pytest.raises(ValueError, match="vector of 16"):
        space.place([[1]], None)


@pytest.mark.parametrize("text", ["", "가", "😀", "\0", "ㅋ" * 1_000_000, "요금 " * 300_000])
def test_hostile_texts_have_a_place(text: str) -> None:
    keys = [keys_of(text), keys_of("요금 문의")]
    rows = Space.fit(keys[:1], None).place(keys, None)
    assert np.isfinite(rows).all()
