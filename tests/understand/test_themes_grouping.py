"""Voices into themes: neighbours, groups, and how well two ways of sorting agree."""

from __future__ import annotations

import numpy as np
import pytest

from gwidam.understand.heart.themes import (
    adjusted_rand,
    grouped,
    margins,
    mutual_information,
    nearness,
    neighbours,
)
from tests.understand.clouds import DIMS, clouds


def test_neighbours_are_the_nearest() -> None:
    rows, _ = clouds([40, 40])
    near = neighbours(rows, 5)
    cosines = rows @ rows.T
    np.fill_diagonal(cosines, -2)
    assert np.array_equal(np.sort(near.places), np.sort(np.argsort(-cosines, axis=1)[:, :5]))
    assert (np.diff(near.cosines) <= 0).all()


def test_neighbours_in_cells_are_nearly_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, _ = clouds([20] * 50, spread=1.0)
    exact = neighbours(rows, 10).places

    def shared() -> float:
        found = neighbours(rows, 10).places
        pairs = zip(exact.tolist(), found.tolist(), strict=True)
        return float(np.mean([len(set(one) & set(other)) for one, other in pairs]))

    monkeypatch.setattr(nearness, "EXACT", 500)
    monkeypatch.setattr(nearness, "CELL", 20)
    assert shared() > 9
    monkeypatch.setattr(nearness, "PROBED", 1)
    assert shared() < 8  # who looks only into their own cell finds fewer


def test_in_cells_nobody_is_their_own_neighbour_and_nobody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    rows, _ = clouds([20] * 50, spread=1.0)
    rows[7] = 0
    monkeypatch.setattr(nearness, "EXACT", 500)
    monkeypatch.setattr(nearness, "CELL", 5)
    monkeypatch.setattr(nearness, "PROBED", 2)
    near = neighbours(rows, 15)
    for place, (others, cosines) in enumerate(zip(near.places.tolist(), near.cosines, strict=True)):
        there = [other for other in others if other >= 0]
        assert len(set(there)) == len(there)
        assert not {place, 7} & set(there)
        assert others == there + [-1] * (15 - len(there))
        assert np.allclose(cosines[: len(there)], rows[there] @ rows[place], atol=1e-6)
        assert not cosines[len(there) :].any()
    assert (near.places[7] == -1).all()


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_few_voices_have_few_neighbours(count: int) -> None:
    near = neighbours(clouds([count])[0], 5)
    assert ((near.places >= 0).sum(axis=1) == max(count - 1, 0)).all()


@pytest.mark.parametrize("sizes", [[100, 60, 40], [30] * 30, [300, 20, 20, 20]])
def test_clouds_are_found_whatever_their_number(sizes: list[int]) -> None:
    rows, of = clouds(sizes)
    found = grouped(rows)
    assert (found.count, adjusted_rand(of.tolist(), found.groups.tolist())) == (len(sizes), 1.0)


def test_the_same_voices_give_the_same_themes() -> None:
    rows, _ = clouds([50] * 8, spread=1.2)
    assert np.array_equal(grouped(rows).groups, grouped(rows).groups)


def test_voices_that_hardly_cohere_give_the_same_themes_as_well() -> None:
    rows = np.random.default_rng(1).normal(size=(300, DIMS)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    found = [grouped(rows).groups.tobytes() for _ in range(4)]
    assert len(set(found)) == 1


def test_the_finest_themes_that_stand_apart_are_more_than_the_best_ones_but_no_splinters() -> None:
    rows, _ = clouds([25] * 24, spread=1.3)
    assert 20 <= grouped(rows).count < grouped(rows, is_fine=True).count <= 75
    blurred, _ = clouds([25] * 24, spread=2.0)
    assert grouped(blurred, is_fine=True).count <= 75


def test_every_voice_has_a_theme_also_those_without_letters() -> None:
    rows, _ = clouds([30, 20])
    rows[[0, 7]] = 0
    found = grouped(rows)
    assert found.groups.min() >= 0
    assert found.groups[0] == found.groups[7] == found.count - 1
    assert (found.groups == found.count - 1).sum() == 2


@pytest.mark.parametrize("rows", [np.zeros((0, DIMS)), np.zeros((3, DIMS)), np.eye(1, DIMS), np.eye(2, DIMS)])
def test_hardly_any_voices_are_sorted(rows: np.ndarray) -> None:
    assert len(grouped(rows.astype(np.float32)).groups) == len(rows)


def test_margin_is_largest_for_the_true_groups() -> None:
    rows, of = clouds([40] * 6)
    halves, pairs_ = of * 2 + np.arange(len(of)) % 2, of // 2
    true = margins(rows, of.astype(np.int32)).mean()
    assert true > margins(rows, halves.astype(np.int32)).mean()
    assert true > margins(rows, pairs_.astype(np.int32)).mean()
    assert not margins(rows, np.zeros(len(of), np.int32)).any()


def test_agreement_has_the_values_of_the_textbook() -> None:
    one, other = [0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]
    assert adjusted_rand(one, other) == pytest.approx(0.24242424)
    assert mutual_information(one, other) == pytest.approx(0.51580371)
    assert (adjusted_rand(one, ["b"] * 3 + ["a"] * 3), mutual_information(one, one)) == (1.0, 1.0)
    assert (adjusted_rand([1], [2]), mutual_information([1], [2])) == (1.0, 1.0)
