"""The commands that make the files of the project make them whole, and always the same."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from gwidam.understand.heart.labels import load
from gwidam.understand.heart.reading import teach
from gwidam.understand.heart.tiers import distil
from gwidam.understand.heart.tiers.files import checked_beside

REVIEWS = [("재밌어요 추천", 10), ("지루하고 별로예요", 1), ("그냥 그래요", 6)] * 8


@pytest.fixture
def ratings(tmp_path: Path) -> Path:
    path = tmp_path / "ratings.tsv"
    path.write_text(
        "rating\ttext\n" + "".join(f"{rating}\t{text}\n" for text, rating in REVIEWS), encoding="utf-8"
    )
    return path


def test_a_model_of_tone_is_made_from_ratings(ratings: Path, tmp_path: Path):
    out = tmp_path / "tone.npz"
    teach.main(["--ratings", str(ratings), "--out", str(out)])
    assert checked_beside(out)[0] == out
    assert load(out).names == ("negative", "neutral", "positive")
    first = out.read_bytes()
    teach.main(["--ratings", str(ratings), "--out", str(out)])
    assert out.read_bytes() == first


@pytest.mark.parametrize(
    ("rating", "tone"), [(1, "negative"), (4, "negative"), (5, "neutral"), (7, "neutral"), (8, "positive")]
)
def test_ratings_are_tones(rating: int, tone: str):
    assert teach.tone_of(rating) == tone


def test_texts_are_read_from_their_columns(tmp_path: Path):
    path = tmp_path / "texts.tsv"
    path.write_text('score\ts1\ts2\n5\t하나\t"둘\n4\t\t셋\n', encoding="utf-8")
    assert list(distil.texts_of(path)) == ["하나", '"둘', "셋"]


def test_words_are_counted_by_script(tmp_path: Path):
    general = tmp_path / "words"
    general.write_text("the 90\nrefund 10\n")
    cut = [["요금", "요금", "로밍", "refund"], ["요금", "로밍", "드문", "refund"]]
    counts = distil.counted(cut, general, korean=2, english=5)
    assert counts == pytest.approx({"요금": 3 / 5, "로밍": 2 / 5, "refund": (1 + 0.1) / 2, "the": 0.45})
    assert distil.kept(distil.shares_of(Counter("aab")), 1) == {"a": 2 / 3}


def test_frequent_words_are_quiet():
    loud = distil.weights(["자주", "드물게"], {"자주": 0.1, "드물게": 1e-6})
    assert loud == pytest.approx([1e-3 / 0.101, 1e-3 / 1.001e-3], rel=1e-4)


def test_rows_are_centred_by_script_and_turned():
    rows = np.random.default_rng(0).standard_normal((40, 6)).astype(np.float32) + 5
    korean = np.arange(40) < 15
    reduced, axes = distil.reduced(rows, korean, dims=6)
    assert axes.T @ axes == pytest.approx(np.eye(6), abs=1e-5)
    assert np.linalg.norm(reduced, axis=1) == pytest.approx(np.ones(40), abs=1e-5)
    away = rows - np.where(korean[:, None], rows[korean].mean(axis=0), rows[~korean].mean(axis=0))
    assert reduced == pytest.approx(distil.unit(away) @ axes, abs=1e-4)


def test_rows_move_towards_the_sentences_as_ridge_regression_says():
    dice = np.random.default_rng(0)
    rows, aims, means = (dice.standard_normal(shape).astype(np.float32) for shape in ((5, 3), (20, 3), (20, 5)))
    exact = rows + np.linalg.solve(means.T @ means + 2 * np.eye(5), means.T @ (aims - means @ rows))
    assert distil.moved(rows, aims, csr_matrix(means), hold=2.0) == pytest.approx(exact, abs=1e-2)


def test_means_of_words_have_the_length_of_one():
    rows = np.eye(3, dtype=np.float32)
    means = distil.means_of([["a", "b", "a"], ["none"]], ["a", "b", "c"], rows)
    assert means.toarray() == pytest.approx(np.array([[2, 1, 0], [0, 0, 0]]) / [[5**0.5], [1]])
