"""A classifier over any labels: right, honest about its doubt, and able to learn from people at once."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest

from gwidam.understand.heart.features import framed, ties, turns
from gwidam.understand.heart.labels import (
    Comparison,
    Correction,
    Curve,
    Guess,
    Labels,
    Point,
    accuracy,
    auroc,
    calibration_error,
    compare,
    corrected,
    evidence,
    from_bytes,
    learn,
    load,
    macro_f1,
    save,
    to_bytes,
)
from gwidam.understand.heart.labels.doubt import Blend
from gwidam.understand.heart.labels.folds import folds
from gwidam.understand.heart.labels.heads import MeanHead
from gwidam.understand.heart.labels.wide import WideHead
from gwidam.understand.heart.seen import Seen, see
from gwidam.understand.heart.tiers import Missing, Morpheme

from .examples import routes
from .fakes import T0, t1

ROUTES = ("billing", "internet_fault", "roaming", "staff")
EXAMPLES = routes(*ROUTES, each=7)


def seen(*texts: str) -> Seen:
    return see(texts, T0)


@pytest.fixture(scope="module")
def model() -> Labels:
    return learn(seen(*(text for text, _ in EXAMPLES)), [label for _, label in EXAMPLES])


def best(model: Labels, text: str) -> Guess:
    return model.guess(seen(text))[0]


def test_it_knows_what_it_learnt(model: Labels):
    guesses = model.guess(seen(*(text for text, _ in EXAMPLES)))
    assert [guess.label for guess in guesses] == [label for _, label in EXAMPLES]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("이번 달 요금이 두 번 빠져나갔어요", "billing"),
        ("인터넷 속도가 느리고 연결이 끊겨요", "internet_fault"),
        ("일본 로밍 데이터를 신청하고 싶어요", "roaming"),
        ("상담원이 설명을 안 해주고 불친절했어요", "staff"),
    ],
)
def test_it_reads_what_it_has_not_seen(model: Labels, text: str, label: str):
    assert best(model, text).label == label


def test_probabilities_are_ranked_and_sum_to_one(model: Labels):
    guess = model.guess(seen("로밍 요금이 궁금해요"), most=4)[0]
    chances = [chance for _, chance in guess.ranked]
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(1)
    assert guess.ranked[0] == (guess.label, guess.probability)


def test_something_else_is_stranger_than_what_was_learnt(model: Labels):
    assert (
        best(model, "고양이가 마당에서 낮잠을 잔다").strangeness > best(model, "로밍 요금이 얼마예요?").strangeness
    )


def test_the_same_examples_and_seed_give_the_same_model(model: Labels):
    again = learn(seen(*(text for text, _ in EXAMPLES)), [label for _, label in EXAMPLES])
    assert to_bytes(again) == to_bytes(model)


def test_a_batch_is_read_like_its_texts_one_by_one(model: Labels):
    texts = ["요금이 이상해요", "", "와이파이가 끊겨요", "😀", "a"]
    together = model.probabilities(seen(*texts))
    assert np.allclose(together, np.vstack([model.probabilities(seen(text)) for text in texts]))
    assert model.guess(seen()) == []


def test_words_behind_a_label_stand_where_they_say(model: Labels):
    text = "저기요, 로밍 신청을 하려고요."
    (pushes,) = evidence(model, seen(text), ["roaming"])
    assert pushes[0].word == "로밍"
    assert [text[each.start : each.end] for each in pushes] == [each.word for each in pushes]
    assert [each.push for each in pushes] == sorted((each.push for each in pushes), reverse=True)


def test_vectors_help_and_their_absence_only_makes_it_less_sure():
    tier = t1()
    texts, labels = [text for text, _ in EXAMPLES], [label for _, label in EXAMPLES]
    model = learn(see(texts, tier), labels)
    assert (model.analyser, model.embedder) == ("splitter 1", "hasher 1")
    assert accuracy(labels, [guess.label for guess in model.guess(see(texts, tier))]) == 1
    assert accuracy(labels, [guess.label for guess in model.guess(see(texts, T0))]) > 0.9
    assert from_bytes(to_bytes(model)).guess(see(texts[:3], tier))[0].label == labels[0]


def test_vectors_at_hand_are_not_made_again():
    tier = t1()
    vectors = tier.embedder.embed(["요금", "로밍"])
    see(["요금", "로밍"], tier, vectors)
    assert tier.embedder.asked == 2
    with pytest.raises(ValueError, match="1 vectors for 2 texts"):
        see(["요금", "로밍"], tier, vectors[:1])


@pytest.mark.parametrize(
    ("texts", "labels"),
    [
        (["하나"], ["a"]),
        (["하나", "둘"], ["a", "b"]),
        (["하나", "둘", "셋"], ["a", "b", "b"]),
        (["", "", ""], ["a", "b", "c"]),
        (["😀", "!!"], ["a", "b"]),
        (["하나"] * 4, ["a"] * 4),
    ],
)
def test_a_handful_of_anything_is_enough_to_begin(texts: list[str], labels: list[str]):
    model = learn(seen(*texts), labels)
    assert model.guess(seen("하나"))[0].label == "a"
    assert from_bytes(to_bytes(model)).names == model.names


def test_nothing_cannot_be_learnt_from():
    with pytest.raises(ValueError, match="at least one"):
        learn(seen(), [])


def test_every_example_is_tried_and_of_few_labels_each_is_left_out_once():
    places = np.repeat(np.arange(6), 10)
    parts = list(folds(places, 6, seed=0))
    tried = np.stack([tried for _, tried in parts])
    left_out = [set(places[~learnt]) - set(places[learnt]) for learnt, _ in parts]
    assert not any((learnt & tried).any() for learnt, tried in parts)
    assert tried.any(axis=0).all()
    assert sorted(label for labels in left_out for label in labels) == [0, 1, 2, 3, 4, 5]


# -- keeping -----------------------------------------------------------------------------------------------------


def test_a_model_is_kept_and_read_again(model: Labels, tmp_path: Path):
    save(model, tmp_path / "model.npz")
    again = load(tmp_path / "model.npz")
    texts = seen("로밍 요금", "와이파이", "고양이")
    assert (again.names, again.curve) == (model.names, model.curve)
    assert np.allclose(again.probabilities(texts), model.probabilities(texts), atol=2e-3)


def packed(**arrays: np.ndarray) -> bytes:
    into = io.BytesIO()
    np.savez(into, **arrays)
    return into.getvalue()


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: b"not a model",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: packed(header=np.zeros(3, np.uint8)),
        lambda whole: packed(header=np.frombuffer(b'{"format": "other"}', np.uint8)),
        lambda whole: packed(header=np.array([{"format": 1}], dtype=object)),
    ],
    ids=["empty", "text", "half", "nothing", "format", "pickle"],
)
def test_a_damaged_model_is_missing(model: Labels, damage):
    with pytest.raises(Missing, match="cannot be read"):
        from_bytes(damage(to_bytes(model)))


def test_a_model_that_is_not_there_is_missing(tmp_path: Path):
    with pytest.raises(Missing, match=r"nowhere\.npz cannot be read"):
        load(tmp_path / "nowhere.npz")


# -- corrections -------------------------------------------------------------------------------------------------


def chance(over, text: str, label: str) -> float:
    return float(over.probabilities(seen(text))[0][over.names.index(label)])


def test_a_correction_is_followed_at_once_and_only_near_it(model: Labels):
    wrong, other = "와이파이 비밀번호가 뭔가요", "로밍 요금이 백만 원이 나왔어요"
    over = corrected(model, [Correction(wrong, "staff", "kim")])
    assert chance(over, wrong, "staff") > 0.85
    assert chance(over, other, "staff") == pytest.approx(chance(corrected(model, []), other, "staff"))


def test_a_correction_may_name_a_label_the_model_has_never_seen(model: Labels):
    over = corrected(model, [Correction("유심을 분실했어요", "security", "kim")])
    assert over.names == (*model.names, "security")
    assert chance(over, "유심을 분실했어요", "security") > 0.85
    assert over.probabilities(seen("유심을 분실했어요", "요금")).sum(axis=1) == pytest.approx([1, 1])


def test_a_flood_by_one_hand_does_not_drown_two_others(model: Labels):
    text = "유심을 분실했어요"
    flood = [Correction(text, "billing", "mallory") for _ in range(50)]
    honest = [
        Correction(text, "security", name) for name in ("kim", "lee", "park", "choi", "jung", "han", "yoo", "bae")
    ]
    over = corrected(model, [*flood, *honest])
    assert chance(over, text, "security") > chance(over, text, "billing")


@pytest.mark.parametrize(
    ("old", "new", "may_replace"),
    [
        ("aabb" * 25, "aabb" * 25, True),
        ("aabb" * 24 + "bbaa", "aabb" * 25, True),
        ("aabb" * 25, "aabb" * 20 + "bbaa" * 5, False),
        ("a" + "aabb" * 50, "b" + "aabb" * 50, True),
    ],
)
def test_a_new_model_replaces_the_old_unless_it_is_worse(old: str, new: str, may_replace: bool):
    truth = "aabb" * 25 if len(old) == 100 else "a" + "aabb" * 50
    assert compare(truth, old, new).may_replace is may_replace


def test_a_comparison_says_how_much_chance_explains():
    assert compare("aaaa", "aaab", "aaaa") == Comparison(0.75, 1.0, 1.0, True)


# -- figures -----------------------------------------------------------------------------------------------------


def test_figures_of_known_answers():
    assert accuracy(["a", "b"], ["a", "a"]) == 0.5
    assert macro_f1(["a", "a", "b"], ["a", "a", "a"]) == pytest.approx((0.8 + 0) / 2)
    assert auroc([0.9, 0.8], [0.1, 0.8]) == 0.875
    assert auroc([], [0.1]) == 0.5
    assert calibration_error(np.array([0.9, 0.9]), np.array([True, False])) == pytest.approx(0.4)
    assert calibration_error(np.array([]), np.array([], dtype=bool)) == 0


def test_the_curve_gives_the_threshold_for_an_accuracy():
    curve = Curve.of(np.array([0.9, 0.8, 0.7, 0.6]), np.array([True, True, False, False]))
    assert curve.points[0] == Point(1.0, 0.5, 0.6)
    assert curve.threshold(1.0) == 0.8
    assert curve.threshold(0.5) == 0.6
    assert Curve(()).threshold(0.5) > 1


def on_a_ring(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Directions around a circle; those in two opposite quarters have label 1, the others 0."""
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False) + 0.01
    return np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32), (
        angles // (np.pi / 2) % 2
    ).astype(np.intp)


@pytest.mark.parametrize("count", [40, 2_100])
def test_borders_over_vectors_may_bend(count: int):
    vectors, places = on_a_ring(count)
    asked, truth = on_a_ring(count - 3)
    found = WideHead.fit(vectors, places, 2).scores(asked).argmax(axis=1)
    assert np.mean(found == truth) > 0.85


def test_what_is_unusual_in_a_text_but_tells_no_label_does_not_make_it_strange():
    dice = np.random.default_rng(0)
    places = np.repeat([0, 1], 200)
    vectors = (dice.standard_normal((400, 3)) * [0.1, 0.1, 1.0]).astype(np.float32)
    vectors[:, 0] += np.where(places, 1, -1)
    head = MeanHead.fit(vectors, places, 2)
    asked = np.array([[1, 0, 0], [1, 0, 3], [0, 0, 0]], np.float32)
    known, unusual, between = head.distances(asked, head.scores(asked))
    assert abs(known - unusual) < 5
    assert between > known + 20


def test_rare_labels_are_held_for_less_rare_and_even_ones_are_left_alone():
    dice = np.random.default_rng(0)
    even, uneven = np.repeat([0, 1, 2], 100), np.repeat([0, 1], [270, 30])
    scores = [dice.standard_normal((300, 3)) for _ in range(3)]
    assert np.array_equal(Blend.fit(scores, even).lean, np.zeros(3))
    often, rare, unmet = Blend.fit(scores, uneven).lean
    assert often < 0 < rare
    assert unmet == 0


def test_a_model_of_the_earlier_format_is_read_without_what_it_knew_of_strange_texts(model: Labels):
    with np.load(io.BytesIO(to_bytes(model))) as file:
        arrays = {name: file[name] for name in file.files}
    header = arrays["header"].tobytes().replace(b"gwidam-labels-3", b"gwidam-labels-2")
    arrays["header"] = np.frombuffer(header, np.uint8)
    packed = io.BytesIO()
    np.savez(packed, **arrays)
    earlier = from_bytes(packed.getvalue())
    asked = seen("로밍 요금이 얼마예요?")
    assert model.strange is not None
    assert earlier.guess(asked) == [
        guess._replace(strangeness=0.0) for guess in from_bytes(to_bytes(model)).guess(asked)
    ]


def test_sentences_about_other_things_have_the_same_frame():
    def said(noun: str) -> list[str]:
        return framed([Morpheme(noun, "NNG", 0, 2), Morpheme("이", "VCP", 2, 1), Morpheme("냐", "EF", 3, 1)])

    assert said("요금") == said("기사")
    assert "NNG 이/VCP 냐/EF" in said("요금")
    assert "$냐/EF" in said("요금")
    assert framed([]) == []


WHY = [
    Morpheme("왜", "MAG", 0, 1),
    Morpheme("너", "NP", 2, 1),
    Morpheme("오", "VV", 4, 1),
    Morpheme("니", "EF", 5, 1),
]


def test_what_holds_a_sentence_together_is_tied_however_far_it_stands_apart():
    assert ties(WHY) == ["왜/MAG>너/NP", "왜/MAG>니/EF", "너/NP>니/EF"]
    assert ties([]) == []


def test_each_morpheme_is_known_with_the_ending_a_sentence_closes_with():
    assert turns([*WHY, Morpheme("?", "SF", 6, 1)])[2:] == ["오/VV~니/EF", "니/EF~니/EF", "?/SF~니/EF"]
    assert turns(WHY[:2]) == ["왜/MAG~너/NP", "너/NP~너/NP"]  # no ending: the last morpheme stands for one
    assert turns([]) == []


def test_a_long_text_has_no_more_ties_than_a_page_can_read():
    many = [Morpheme(str(number), "MAG", number, 1) for number in range(400)]
    assert len(ties(many)) == 24 * 23 // 2
