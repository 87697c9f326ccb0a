"""Vectors of many voices: in one byte a dimension nearly what they were, and read some at a time."""

from __future__ import annotations

import numpy as np
import pytest

from gwidam.understand.heart.themes import Rows, adjusted_rand, grouped
from tests.understand.clouds import DIMS, clouds


def packed(vectors: np.ndarray, size: int = 7) -> Rows:
    blocks = (vectors[start : start + size] for start in range(0, len(vectors), size))
    return Rows.packed(len(vectors), vectors.shape[1], blocks)


@pytest.fixture
def vectors() -> np.ndarray:
    rows, _ = clouds([20, 20])
    rows[[3, 30]] = 0
    return rows


def test_packed_rows_have_nearly_the_same_cosines(vectors: np.ndarray) -> None:
    rows = packed(vectors)[:]
    assert rows.dtype == np.float32
    assert np.abs(rows @ rows.T - vectors @ vectors.T).max() < 0.01
    assert not rows[[3, 30]].any()


def test_rows_held_as_they_are_are_what_they_were_and_are_not_changed(vectors: np.ndarray) -> None:
    before = vectors.copy()
    rows = Rows.of(vectors)
    rows[3:9][:] = 5
    assert np.array_equal(rows[[5, 2]], before[[5, 2]])
    assert np.array_equal(vectors, before)


def test_fewer_rows_than_there_is_room_for_are_as_many_as_were_given(vectors: np.ndarray) -> None:
    rows = Rows.packed(100, DIMS, iter([vectors[:5], vectors[5:8]]))
    assert (len(rows), rows.dims) == (8, DIMS)


@pytest.mark.parametrize("hold", [Rows.of, packed])
def test_those_without_letters_are_left_out_of_the_lettered(hold, vectors: np.ndarray) -> None:
    assert hold(vectors).lettered().tolist() == [at for at in range(40) if at not in (3, 30)]
    assert len(hold(vectors[:0]).lettered()) == 0


@pytest.mark.parametrize("hold", [Rows.of, packed])
def test_side_by_side_the_others_have_their_share_of_a_cosine(hold, vectors: np.ndarray) -> None:
    others = np.roll(vectors, 1, axis=0)
    both = hold(vectors).beside(hold(others), 0.3)
    rows = both[[0, 1]]
    expected = 0.7 * vectors[0] @ vectors[1] + 0.3 * others[0] @ others[1]
    assert (both.dims, float(rows[0] @ rows[1])) == (2 * DIMS, pytest.approx(float(expected), abs=0.01))
    lengths = np.linalg.norm(both[:], axis=1)
    assert lengths[5] == pytest.approx(1, abs=1e-6)
    assert np.linalg.norm(both[[4]]) == pytest.approx(1, abs=1e-6)  # where one half has no letters


def test_packed_voices_are_sorted_as_they_would_be_else() -> None:
    vectors, of = clouds([60, 50, 40])
    found = grouped(packed(vectors)).groups
    assert adjusted_rand(of.tolist(), found.tolist()) == 1.0


@pytest.mark.parametrize("hold", [Rows.of, packed])
def test_some_of_some_rows_are_the_same_rows_and_hold_their_numbers_once(hold, vectors: np.ndarray) -> None:
    rows = hold(vectors)
    some = rows.only(np.arange(1, 40, 2)).only(np.array([0, 3, 5]))
    assert np.array_equal(some[:], rows[[1, 7, 11]])
    assert np.array_equal(some[[2, 0]], rows[[11, 1]])
    assert (len(some), some.dims) == (3, DIMS)
    assert np.shares_memory(some.parts[0].numbers, rows.parts[0].numbers)


@pytest.mark.parametrize("hold", [Rows.of, packed])
def test_some_rows_beside_as_many_others_are_what_all_of_them_would_be(hold, vectors: np.ndarray) -> None:
    others = np.roll(vectors, 1, axis=0)
    places = np.array([0, 2, 3, 9])
    both = hold(vectors).only(places).beside(hold(others).only(places), 0.3)
    assert np.allclose(both[:], hold(vectors).beside(hold(others), 0.3)[places], atol=1e-7)
    assert both.lettered().tolist() == [0, 1, 2, 3]
    assert hold(vectors).only(places).lettered().tolist() == [0, 1, 3]
