"""Others have said this: who, how surely, and one person once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from gwidam.understand.heart.likeness import (
    Asked,
    Judge,
    Pair,
    Said,
    Space,
    VectorIndex,
    calibration_error,
    folded,
    keys_of,
    measured,
    others,
)
from gwidam.understand.heart.tiers import Tier
from tests.understand.sayings import PAIRS

T0 = Tier("T0", None, None)
MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)


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
