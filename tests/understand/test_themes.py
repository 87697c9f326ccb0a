"""Themes: sorting, placing, names, identity over nights, trends, the map."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from gwidam.understand.heart.themes import (
    NO_THEME,
    Change,
    Event,
    Identity,
    Themes,
    adjusted_rand,
    consolidated,
    discoveries,
    grouped,
    heads,
    identified,
    kept_name,
    layout,
    margins,
    mutual_information,
    name_of,
    nearness,
    neighbours,
    speakers,
    telling_words,
    trends,
    words_in,
)
from gwidam.understand.heart.tiers import Morpheme

DIMS = 32


def clouds(sizes: list[int], spread: float = 0.5, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Voices around as many middles as there are sizes, shuffled, and which middle each is of."""
    dice = np.random.default_rng(seed)
    middles = dice.normal(size=(len(sizes), DIMS))
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    of = dice.permutation(np.repeat(np.arange(len(sizes)), sizes))
    rows = middles[of] + dice.normal(size=(len(of), DIMS)) * spread / np.sqrt(DIMS)
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32), of


# Neighbours and groups


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
    monkeypatch.setattr(nearness, "COMPARED", 200)
    monkeypatch.setattr(nearness, "CELL", 20)
    found = neighbours(rows, 10).places
    shared = [len(set(one) & set(other)) for one, other in zip(exact.tolist(), found.tolist(), strict=True)]
    assert np.mean(shared) > 9


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


# Placing


def test_new_voices_join_or_found() -> None:
    rows, of = clouds([120] * 6, spread=0.6)
    numbers = of + 1
    known = np.flatnonzero(numbers < 6)
    night, day = known[:400], known[400:]
    themes = Themes.of(rows[night], numbers[night].tolist())
    joined = themes.place_all(rows[day])
    right = [placed.theme == number for placed, number in zip(joined, numbers[day], strict=True)]
    assert np.mean(right) > 0.9
    assert all(placed.is_new for placed, is_right in zip(joined, right, strict=True) if not is_right)
    strange = [placed.theme for placed in themes.place_all(rows[numbers == 6])]
    founded = max(set(strange), key=strange.count)
    assert founded not in {1, 2, 3, 4, 5}
    assert strange.count(founded) > 80
    assert themes.voices(founded) == strange.count(founded)


def test_a_voice_without_letters_has_no_theme() -> None:
    themes = Themes(DIMS, floor=0.5)
    assert themes.place(np.zeros(DIMS, np.float32)).theme == NO_THEME
    assert len(themes) == 0


def test_the_first_voice_founds_the_first_theme() -> None:
    rows, _ = clouds([2], spread=0.1)
    themes = Themes(DIMS, floor=0.5, next_number=41)
    assert [(placed.theme, placed.is_new) for placed in themes.place_all(rows)] == [(41, True), (41, False)]


def test_many_themes_find_room() -> None:
    themes = Themes(200, floor=0.5)
    placed = themes.place_all(np.eye(200, dtype=np.float32))
    assert [each.theme for each in placed] == list(range(1, 201))
    assert np.allclose(themes.middle(150), np.eye(200)[149])


# Names


def test_telling_words_tell_a_theme_from_the_others() -> None:
    words = [
        ["요금", "청구", "고객"],
        ["요금", "할인", "고객"],
        ["기사", "방문", "고객"],
        ["기사", "시간", "고객"],
    ]
    found = telling_words(words, [0, 0, 1, 1])
    assert (found[0][0], found[1][0]) == ("요금", "기사")
    assert telling_words([], []) == []
    assert telling_words([[], ["요금"]], [0, 1])[0] == []


def test_one_loud_voice_does_not_name_a_theme() -> None:
    words = [["환불"] * 100] + [["요금"]] * 5 + [["기사"]] * 6
    assert telling_words(words, [0] * 6 + [1] * 6)[0] == ["요금"]


def test_words_without_an_analyser_lose_their_particles() -> None:
    assert words_in(["요금이 요금은 2026 청구서에서 A bill"], None) == [["요금", "요금", "청구서", "bill"]]


class Cutter:
    """An analyser that calls everything but its last letter a noun, and cuts Latin words in two."""

    name = version = "cutter"

    def morphemes(self, texts: Sequence[str]) -> list[list[Morpheme]]:
        return [
            [
                Morpheme(word[:-1], "SL" if word.isascii() else "NNG", 0, len(word) - 1)
                for word in text.split()
                if len(word) > 1
            ]
            for text in texts
        ]


def test_words_with_an_analyser_are_nouns_and_latin_words_as_written() -> None:
    assert words_in(["요금이 wifi 너무 4G"], Cutter()) == [["wifi", "4g", "요금"]]


def test_a_name_does_not_say_a_thing_twice() -> None:
    assert name_of(["요금", "요금제", "청구", "할인", "카드"]) == "요금 · 청구 · 할인"
    assert name_of([]) == ""


@pytest.mark.parametrize(
    ("before", "words", "after"),
    [
        ("요금 · 청구", ["청구", "요금", "할인"], "요금 · 청구"),
        ("요금 · 청구 · 할인", ["할인", "카드", "요금"], "요금 · 청구 · 할인"),
        ("요금 · 청구", ["요금", "할인", "카드"], "요금 · 할인 · 카드"),
        ("", ["요금"], "요금"),
        ("요금", ["요금", "할인"], "요금"),
    ],
)
def test_a_name_stays_while_it_fits(before: str, words: list[str], after: str) -> None:
    assert kept_name(before, words) == after


# Identity


def spread_over(*groups: tuple[int, range]) -> dict[int, int]:
    return {voice: group for group, voices in groups for voice in voices}


BEFORE = spread_over((1, range(100)), (2, range(100, 150)), (3, range(150, 160)))


@pytest.mark.parametrize(
    ("after", "numbers", "events"),
    [
        (spread_over((0, range(100)), (1, range(100, 150)), (2, range(150, 160))), {0: 1, 1: 2, 2: 3}, []),
        (
            spread_over((0, range(60)), (1, range(60, 100)), (2, range(100, 150)), (3, range(150, 160))),
            {0: 1, 1: 9, 2: 2, 3: 3},
            [Event(Change.SPLIT, 9, 1)],
        ),
        (
            spread_over((0, range(150)), (1, range(150, 160))),
            {0: 1, 1: 3},
            [Event(Change.MERGED, 2, 1)],
        ),
        (
            spread_over((0, range(100)), (1, range(100, 150)), (2, range(500, 530))),
            {0: 1, 1: 2, 2: 9},
            [Event(Change.FOUNDED, 9), Event(Change.ENDED, 3)],
        ),
    ],
    ids=["same", "split", "merged", "founded and ended"],
)
def test_themes_are_known_again(after: dict[int, int], numbers: dict[int, int], events: list[Event]) -> None:
    assert identified(BEFORE, after, next_number=9) == Identity(numbers, events)


def test_the_theme_a_person_named_lives_on_when_two_are_one() -> None:
    after = spread_over((0, range(150)), (1, range(150, 160)))
    found = identified(BEFORE, after, next_number=9, named={2})
    assert found == Identity({0: 2, 1: 3}, [Event(Change.MERGED, 1, 2)])


def test_a_named_theme_does_not_take_a_group_for_a_splinter() -> None:
    after = spread_over((0, range(100)), (0, range(100, 115)), (1, range(115, 150)), (2, range(150, 160)))
    assert identified(BEFORE, after, next_number=9, named={2}).numbers == {0: 1, 1: 2, 2: 3}


def test_the_first_night_founds_everything() -> None:
    found = identified({}, {7: 0, 8: 1}, next_number=1)
    assert found == Identity({0: 1, 1: 2}, [Event(Change.FOUNDED, 1), Event(Change.FOUNDED, 2)])


# Trends


def steady(themes: int, seed: int, uneven: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Nine weeks in which nothing changes but how busy the house is."""
    dice = np.random.default_rng(seed)
    busy = dice.uniform(0.6, 1.6, 9)
    rates = dice.gamma(0.7, 20, themes)[:, None] * busy
    weeks = dice.poisson(rates if uneven == 1 else dice.gamma(rates / (uneven - 1), uneven - 1))
    return weeks.astype(float), weeks.sum(axis=0).astype(float)


@pytest.mark.parametrize("uneven", [1.0, 3.0])
def test_nothing_rises_where_nothing_changes(uneven: float) -> None:
    alarms = [sum(trend.is_rising for trend in trends(*steady(200, seed, uneven))) for seed in range(20)]
    assert sum(count > 0 for count in alarms) <= 5  # of 20 houses, at a rate of one in ten


def test_without_looking_at_how_busy_the_house_is_much_would_rise() -> None:
    weeks, _ = steady(200, 3)
    weeks[:, -1] *= 2
    blind = trends(weeks, np.ones(9))
    seeing = trends(weeks, weeks.sum(axis=0))
    assert sum(trend.is_rising for trend in blind) > 50
    assert sum(trend.is_rising for trend in seeing) < 3


def test_what_rises_is_seen() -> None:
    weeks, everybody = steady(200, 1)
    weeks[10] = [20, 22, 18, 21, 19, 20, 23, 18, 60]
    weeks[11] = [0, 0, 0, 0, 0, 0, 0, 0, 12]
    found = trends(weeks, everybody)
    assert (found[10].is_rising, found[11].is_rising) == (True, True)
    assert found[10].ratio == pytest.approx(61 / (found[10].expected + 1))


def test_two_people_are_no_trend() -> None:
    weeks, everybody = steady(50, 1)
    weeks[3] = [0] * 8 + [2]
    assert not trends(weeks, everybody)[3].is_rising


def test_a_trend_needs_weeks() -> None:
    with pytest.raises(ValueError, match="two weeks"):
        trends(np.ones((3, 1)), np.ones(1))
    assert trends(np.zeros((0, 9)), np.ones(9)) == []
    assert [trend.chance for trend in trends(np.zeros((1, 9)), np.zeros(9))] == [1.0]


def test_discoveries_are_those_of_benjamini_and_hochberg() -> None:
    chances = np.array([0.001, 0.2, 0.039, 0.008, 0.041, 0.9])
    assert discoveries(chances, 0.05).tolist() == [True, False, False, True, False, False]
    assert discoveries(np.zeros(0)).tolist() == []


def test_campaigns_and_loud_people_count_once_in_a_week() -> None:
    windows = [0, 0, 0, 0, 0, 1, 1, 1]
    people = ["kim", "kim", "lee", None, None, "kim", "park", None]
    own = list(range(8))
    assert heads(windows, people, own) == {0: 4, 1: 3}
    assert heads(windows, people, [0, 1, 2, 3, 3, 5, 5, 5]) == {0: 3, 1: 1}


def test_review_bombing_moves_a_theme_by_one() -> None:
    weeks, everybody = steady(50, 1)
    weeks[7] = [5] * 8 + [5]
    bombed = heads([0] * 500, [f"account {number}" for number in range(500)], [0] * 500)[0]
    weeks[7, -1] += bombed
    assert bombed == 1
    assert not trends(weeks, everybody)[7].is_rising
    weeks[7, -1] += 500  # the same voices counted one by one
    assert trends(weeks, everybody)[7].is_rising


# Speakers and map


def test_speakers_are_near_the_middle_unlike_and_of_different_people() -> None:
    rows, _ = clouds([40], spread=0.8)
    texts = ["네"] + [f"서른 글자쯤 되는 또박또박한 목소리입니다 {number}" for number in range(39)]
    people = ["kim"] * 20 + [None] * 20
    chosen = speakers(rows, texts, people, list(range(40)))
    assert len(set(chosen)) == 3
    assert sum(people[at] == "kim" for at in chosen) <= 1
    assert 0 not in chosen
    assert speakers(rows, texts, None, [1] * 40) == chosen[:1]
    assert speakers(rows[:0], [], None) == []


def test_a_map_is_the_same_twice_and_nothing_lies_upon_another() -> None:
    rows, _ = clouds([1] * 25)
    sizes = list(range(1, 26))
    points, radii = layout(rows, sizes, numbers=range(25), before={})
    again, _ = layout(rows, sizes, numbers=range(25), before={})
    assert np.array_equal(points, again)
    assert (points - radii[:, None] >= -1e-9).all()
    assert (points + radii[:, None] <= 1 + 1e-9).all()
    overlaps = radii[:, None] + radii[None, :] - np.linalg.norm(points[:, None] - points[None, :], axis=2)
    np.fill_diagonal(overlaps, 0)
    assert overlaps.max() < 0.25 * radii.max()


def test_near_themes_lie_near() -> None:
    middles, of = clouds([10, 10], spread=0.5)
    points, _ = layout(middles, [1.0] * 20, numbers=range(20), before={})
    apart = np.linalg.norm(points[:, None] - points[None, :], axis=2)
    same = of[:, None] == of[None, :]
    assert apart[same].mean() < 0.6 * apart[~same].mean()


def test_a_theme_stays_where_it_was() -> None:
    rows, _ = clouds([1] * 20)
    points, _ = layout(rows, [1.0] * 20, numbers=range(20), before={})
    before = {number: (float(x), float(y)) for number, (x, y) in enumerate(points[:18])}
    again, _ = layout(rows[::-1].copy(), [1.0] * 20, numbers=range(19, -1, -1), before=before)
    moved = [float(np.hypot(*(again[19 - number] - points[number]))) for number in range(18)]
    assert np.median(moved) < 0.1


@pytest.mark.parametrize("count", [0, 1, 2])
def test_small_maps(count: int) -> None:
    points, _ = layout(np.eye(count, DIMS, dtype=np.float32), [1.0] * count, numbers=range(count), before={})
    assert (points.shape, bool(((points >= 0) & (points <= 1)).all())) == ((count, 2), True)


# Altogether


def test_a_night_sorts_names_and_draws() -> None:
    rows, of = clouds([40, 30, 20])
    topics = [["요금", "청구"], ["기사", "방문"], ["해지", "위약금"]]
    texts = [f"{' '.join(topics[topic])} 이야기를 조금 길게 합니다 {at}" for at, topic in enumerate(of)]
    night = consolidated(texts, rows, lambda read: [text.split()[:2] for text in read])
    assert [theme.voices for theme in night.themes] == [40, 30, 20]
    assert [theme.name for theme in night.themes] == ["요금 · 청구", "기사 · 방문", "위약금 · 해지"]
    assert [len(theme.speakers) for theme in night.themes] == [3, 3, 3]
    assert all(night.groups[at] == theme.group for theme in night.themes for at in theme.speakers)
    assert all(one.radius >= other.radius for one, other in pairwise(night.themes))


def test_copies_go_with_the_first_and_weigh_nothing() -> None:
    rows, of = clouds([40, 30])
    firsts = list(range(70)) + [0] * 500
    many = np.vstack([rows, np.repeat(rows[:1], 500, axis=0)])
    texts = ["요금" if topic else "기사" for topic in of] + ["광고"] * 500
    night = consolidated(texts, many, lambda read: [[text] for text in read], firsts=firsts)
    assert set(night.groups[70:].tolist()) == {int(night.groups[0])}
    assert sorted(theme.originals for theme in night.themes) == [30, 40]
    assert "광고" not in [word for theme in night.themes for word in theme.words]


def test_nothing_is_sorted_into_nothing() -> None:
    assert consolidated([], np.zeros((0, DIMS), np.float32), lambda _: []).themes == ()
