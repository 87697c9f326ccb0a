"""Likeness: the space, the index, copies, repetitions, and how sure it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from gwidam.core.grams import grams
from gwidam.understand.heart.likeness import (
    Asked,
    Copies,
    Damaged,
    Judge,
    Near,
    Pair,
    Said,
    Space,
    VectorIndex,
    calibration_error,
    campaigns,
    fingerprint,
    folded,
    keys_of,
    measured,
    others,
    sameness,
)
from gwidam.understand.heart.likeness import index as index_module
from gwidam.understand.heart.likeness.sketch import Rarity, overlaps, sketches
from gwidam.understand.heart.tiers import Tier

T0 = Tier("T0", None, None)
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
REVIEW = "여기 대리점 직원이 너무 불친절하고 약속한 사은품도 주지 않았습니다. 다들 가지 마세요."
PAIRS = [
    ("인터넷이 자꾸 끊겨요", "인터넷이 계속 끊겨서 답답해요"),
    ("요금이 두 배로 청구됐어요", "이번 달 청구 요금이 두 배예요"),
    ("기사님이 약속 시간에 안 오셨어요", "방문 기사님이 약속한 시간에 안 왔습니다"),
    ("위약금 없이 해지하고 싶어요", "해지할 때 위약금을 꼭 내야 하나요"),
    ("매장 직원이 친절했어요", "매장 직원분이 정말 친절하시네요"),
]


def directions(count: int, dims: int = 64, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).normal(size=(count, dims)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


# Space


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


# Index


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


# Others


def test_others_have_said_this() -> None:
    texts = [text for pair in PAIRS for text in pair]
    keys = [keys_of(text) for text in texts]
    space = Space.fit(keys, None)
    index = VectorIndex.in_memory(dims=space.dims, space="s")
    index.add(range(len(texts)), space.place(keys, None))
    for number, text in enumerate(texts):
        found = others(
            Asked.of(text, None, space),
            index,
            lambda ids: {id_: keys[id_] for id_ in ids},
            space=space,
            judge=Judge.of_tier("T0"),
            without=[number],
        )
        assert (found[0].id, number in [other.id for other in found]) == (number ^ 1, False)


def test_voices_not_for_these_eyes_are_not_shown() -> None:
    keys = [keys_of("요금 문의"), keys_of("요금 문의요")]
    space = Space.fit(keys, None)
    index = VectorIndex.in_memory(dims=space.dims, space="s")
    index.add([1, 2], space.place(keys, None))
    asked = Asked.of("요금 문의", None, space)
    seen = others(asked, index, lambda _: {2: keys[1]}, space=space, judge=Judge.of_tier("T0"))
    assert [other.id for other in seen] == [2]


def test_measured_says_how_many_partners_were_found() -> None:
    texts = [(str(at), text) for at, pair in enumerate(PAIRS) for text in pair]
    figures = measured([*texts, ("alone", "포인트는 어디서 쓰나요")], T0)
    assert (figures.texts, figures.with_partner, figures.recall_at_1, figures.recall_at_10) == (11, 10, 1.0, 1.0)


@pytest.mark.parametrize("texts", [[], [("a", "요금")], [("a", "요금"), ("b", "요금")]])
def test_measured_needs_partners(texts: list[tuple[str, str]]) -> None:
    with pytest.raises(ValueError, match="of one group"):
        measured(texts, T0)


# Judge


def test_a_judge_learns_from_what_people_said() -> None:
    dice = np.random.default_rng(0)
    cosines = dice.uniform(0, 1, 4000)
    same = dice.uniform(size=4000) < 1 / (1 + np.exp(-(8 * cosines - 5)))
    judge = Judge.fit([Pair(float(cosine), 0.5, 0.5) for cosine in cosines], same.tolist())
    chances = judge.probabilities([Pair(0.2, 0.5, 0.5), Pair(0.9, 0.5, 0.5)])
    assert chances == pytest.approx([0.032, 0.9], abs=0.03)
    assert calibration_error(judge.probabilities([Pair(float(c), 0.5, 0.5) for c in cosines]), same) < 0.03


def test_a_judge_of_one_kind_is_none() -> None:
    with pytest.raises(ValueError, match="pairs that do not"):
        Judge.fit([Pair(0.5, 0.5, 0.5)], [True])


def test_calibration_error_is_the_gap() -> None:
    assert calibration_error([0.9] * 10, [True] * 5 + [False] * 5) == pytest.approx(0.4)
    assert calibration_error([], []) == 0.0


# Copies


@pytest.mark.parametrize(
    ("text", "is_copy"),
    [
        (REVIEW, True),
        (REVIEW.replace(" ", "  ").replace(".", "!!"), True),
        ("안녕하세요. " + REVIEW + " 010", True),
        (REVIEW * 2, True),
        (REVIEW[:20], False),
        ("매장 직원분이 정말 친절하게 안내해 주셔서 감사합니다. 다음에도 꼭 여기로 오겠습니다.", False),
        ("", False),
    ],
)
def test_copies_are_known_by_their_letters(text: str, is_copy: bool) -> None:
    copies = Copies()
    copies.add(1, "처음 온 다른 목소리입니다. 인터넷이 어제부터 계속 끊기고 있어요.")
    copies.add(2, REVIEW)
    assert copies.add(3, text) == (2 if is_copy else 3)
    assert copies.first_of(3) == (2 if is_copy else 3)


def test_short_texts_are_no_copies() -> None:
    copies = Copies()
    assert [copies.add(number, "너무 느려요") for number in range(3)] == [0, 1, 2]
    assert fingerprint("너무 느려요") == ()
    assert sameness((), ()) == 0.0


def test_a_flood_is_one_campaign() -> None:
    copies = Copies()
    firsts = [copies.add(number, f"{REVIEW} {number}") for number in range(50)]
    firsts += [
        copies.add(50 + number, f"저는 {number}번 손님인데 {'가나다라마바사아자차'[number:]} 문의드립니다")
        for number in range(5)
    ]
    people = [number % 10 for number in range(50)] + list(range(5))
    assert campaigns(firsts, people) == [(0, 50, 10)]


def test_unknown_people_are_one_in_a_campaign() -> None:
    assert campaigns([1, 1, 1, 1], [None, None, None, "a"]) == []
    assert campaigns([1, 1, 1], [None, "b", "a"]) == [(1, 3, 3)]


def test_fingerprints_are_the_same_in_every_process() -> None:
    assert fingerprint(REVIEW)[:2] == fingerprint(REVIEW.upper())[:2]
    assert len(fingerprint("가나다라마바사아자차카타파하" * 80_000)) <= 64
    assert all(0 <= hash_ < 2**63 for hash_ in fingerprint(REVIEW))


# Folding


def test_one_person_is_heard_once() -> None:
    day = timedelta(days=1)
    voices = [
        Said(1, "kim", MONDAY),
        Said(2, "kim", MONDAY + day),
        Said(3, "lee", MONDAY + day),
        Said(4, None, MONDAY + day),
        Said(5, None, MONDAY + day),
        Said(6, "kim", MONDAY + 20 * day),
        Said(7, "kim", MONDAY + 45 * day),
        Said(8, "kim", MONDAY + 90 * day),
    ]
    assert folded(voices, lambda _one, _other: True) == {1: 1, 2: 1, 3: 3, 4: 4, 5: 5, 6: 1, 7: 1, 8: 8}


def test_different_things_of_one_person_stay_apart() -> None:
    voices = [Said(number, "kim", MONDAY) for number in range(4)]
    assert folded(voices, lambda one, other: one % 2 == other % 2) == {0: 0, 1: 1, 2: 0, 3: 1}
