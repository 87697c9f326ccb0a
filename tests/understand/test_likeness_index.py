"""The index of vectors: finds, forgets, is read while it is written, and says when it is damaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gwidam.understand.heart.likeness import Damaged, Near, Space, VectorIndex, keys_of
from gwidam.understand.heart.likeness import index as index_module
from tests.understand.sayings import PAIRS, directions


@pytest.fixture(params=["files", "memory"])
def index(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> VectorIndex:
    monkeypatch.setattr(index_module, "BLOCK", 64)
    if request.param == "memory":
        return VectorIndex.in_memory(dims=64, space="s")
    return VectorIndex.create(tmp_path / "index", dims=64, space="s")


def test_the_nearest_are_those_that_exact_comparison_finds(index: VectorIndex) -> None:
    rows = directions(500)
    index.add(range(500), rows)
    for asked in directions(20, seed=1):
        exact = np.argsort(-(rows @ asked))[:5]
        found = index.search(asked, 5)
        assert len({near.id for near in found} & set(exact.tolist())) >= 4
        assert found[0].cosine == pytest.approx(float(rows[found[0].id] @ asked), abs=0.01)


def test_bits_alone_bring_up_the_nearest(index: VectorIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "LOOKED_AT", 50)
    rows = directions(2000)
    index.add(range(2000), rows)
    found = [index.search(row, 1)[0].id for row in rows[:100]]
    assert found == list(range(100))


def test_one_by_one_is_as_all_at_once(index: VectorIndex) -> None:
    rows = directions(150)
    whole = VectorIndex.in_memory(dims=64, space="s")
    whole.add(range(150), rows)
    for number, row in enumerate(rows):
        index.add([number], row[None, :])
    assert len(index) == 150
    assert index.search(rows[7], 9) == whole.search(rows[7], 9)
    assert np.array_equal(index.vectors([7, 999]), whole.vectors([7, 999]))


def test_a_reader_sees_what_the_writer_adds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "BLOCK", 64)
    rows = directions(200)
    writer = VectorIndex.create(tmp_path / "index", dims=64, space="s")
    reader = VectorIndex.opened(tmp_path / "index")
    for start in range(0, 200, 50):
        writer.add(range(start, start + 50), rows[start : start + 50])
        reader.refresh()
        assert (len(reader), reader.search(rows[start + 49], 1)[0].id) == (start + 50, start + 49)
    assert (reader.space, reader.dims) == ("s", 64)


def test_a_reader_that_has_not_looked_yet_finds_what_it_had(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "BLOCK", 64)
    rows = directions(200)
    writer = VectorIndex.create(tmp_path / "index", dims=64, space="s")
    writer.add(range(50), rows[:50])
    reader = VectorIndex.opened(tmp_path / "index")
    writer.add(range(50, 200), rows[50:])
    assert reader.search(rows[7], 1)[0].id == 7
    assert not reader.vectors([150]).any()


def test_an_index_is_made_anew_beside_the_one_in_use(tmp_path: Path) -> None:
    rows = directions(30)
    VectorIndex.create(tmp_path / "index", dims=64, space="old").add(range(10), rows[:10])
    reader = VectorIndex.opened(tmp_path / "index")
    batches = [(range(start, start + 10), rows[start : start + 10]) for start in (10, 20)]
    VectorIndex.rebuilt(tmp_path / "index", batches, dims=64, space="new")
    assert (reader.is_replaced, reader.search(rows[3], 1)[0].id) == (True, 3)
    again = VectorIndex.opened(tmp_path / "index")
    assert (again.is_replaced, again.space, len(again), again.search(rows[25], 1)[0].id) == (False, "new", 20, 25)
    assert [path.name for path in tmp_path.iterdir()] == ["index"]


def test_what_was_removed_leaves_nothing(index: VectorIndex) -> None:
    rows = directions(10)
    index.add(range(10), rows)
    assert (index.remove(3), index.remove(3), index.remove(99)) == (True, False, False)
    assert 3 not in [near.id for near in index.search(rows[3], 10)]
    assert not index.vectors([3]).any()


def test_many_are_forgotten_at_once(index: VectorIndex) -> None:
    index.add(range(150), directions(150))
    assert (index.remove_all([3, 140, 999]), index.remove_all([3, 140]), index.remove_all([])) == (2, 0, 0)
    assert index.numbers.tolist() == [number for number in range(150) if number not in {3, 140}]


def test_where_nothing_is_asked_nothing_is_compared() -> None:
    """A row that is right in the first half, and its opposite in the second, is nearest by the first half alone."""
    halves = directions(2000, 64, seed=2)
    rows = np.hstack([halves, directions(2000, 64, seed=3)]) / np.sqrt(np.float32(2))
    index = VectorIndex.in_memory(dims=128, space="s")
    index.add(range(2000), rows)
    asked = np.hstack([halves[:50], np.zeros((50, 64), np.float32)])
    found = [index.search(row, 1)[0] for row in asked]
    assert [near.id for near in found] == list(range(50))
    assert found[0].cosine == pytest.approx(np.sqrt(0.5), abs=0.01)


def test_a_reader_knows_that_its_files_are_cut_short(tmp_path: Path) -> None:
    VectorIndex.create(tmp_path / "index", dims=64, space="s").add([1], directions(1))
    reader = VectorIndex.opened(tmp_path / "index")
    assert reader.is_whole
    (tmp_path / "index" / "codes").write_bytes(b"short")
    assert not reader.is_whole


def test_letters_and_meanings_can_each_be_asked_alone() -> None:
    texts = [text for pair in PAIRS for text in pair]
    keys = [keys_of(text) for text in texts]
    meanings = directions(len(texts), 64)
    space = Space.fit(keys, meanings)
    index = VectorIndex.in_memory(dims=space.dims, space="s")
    index.add(range(len(texts)), space.place(keys, meanings))
    letters, meant = space.place_letters(keys), space.place_meanings(meanings)
    assert [index.search(row, 1)[0].id for row in letters] == list(range(len(texts)))
    assert [index.search(row, 1)[0].id for row in meant] == list(range(len(texts)))
    with pytest.raises(ValueError, match="64 numbers"):
        space.place_meanings(meanings[:, :8])


def test_a_zero_vector_is_like_nothing(index: VectorIndex) -> None:
    index.add([1, 2], np.vstack([np.zeros(64, np.float32), directions(1)[0]]))
    assert index.search(np.zeros(64, np.float32)) == []
    assert index.search(directions(1)[0], 1) == [Near(2, pytest.approx(1.0, abs=0.01))]


def test_an_empty_index_has_nothing(index: VectorIndex) -> None:
    assert (len(index), index.search(directions(1)[0])) == (0, [])
    assert not index.vectors([1]).any()


@pytest.mark.parametrize("harm", ["no head", "half a head", "other format", "short ids", "no bits"])
def test_damage_is_told(tmp_path: Path, harm: str) -> None:
    folder = tmp_path / "index"
    VectorIndex.create(folder, dims=64, space="s").add([1], directions(1))
    if harm == "no head":
        (folder / "head.json").unlink()
    elif harm == "half a head":
        (folder / "head.json").write_text('{"format": 1')
    elif harm == "other format":
        (folder / "head.json").write_text('{"format": 0, "dims": 64, "space": "s"}')
    elif harm == "short ids":
        (folder / "ids").write_bytes(b"")
    else:
        (folder / "bits").unlink()
    with pytest.raises(Damaged):
        VectorIndex.opened(folder)


def test_an_index_refuses_what_does_not_fit(index: VectorIndex) -> None:
    with pytest.raises(ValueError, match="64 numbers"):
        index.add([1], directions(1, 32))
    with pytest.raises(ValueError, match="multiple of 8"):
        VectorIndex.in_memory(dims=12, space="s")
