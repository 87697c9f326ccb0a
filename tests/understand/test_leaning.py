"""What corrections of tone and kind add to what rules read: something, and never too much."""

from __future__ import annotations

import numpy as np
import pytest

from gwidam.understand.heart.labels import Labels, from_bytes, leaning, learn, to_bytes
from gwidam.understand.heart.labels.leaning import MOST
from gwidam.understand.heart.reading import Models, default_models, read
from gwidam.understand.heart.reading.judging import _plain, read_as, turned
from gwidam.understand.heart.reading.kinds import kinds
from gwidam.understand.heart.seen import Seen
from gwidam.understand.verbs.learning import MOST_TURNED

from .fakes import T0

KINDS = ("complaint", "request", "question", "praise", "idea", "report")
OUTAGE = [
    f"{where} 신호등 표시가 깜깜합니다"
    for where in ("정문", "후문", "옥상", "주차장", "복도", "현관", "계단", "로비")
]
FORMS = [f"{what} 서류 접수 건" for what in ("가입", "이전", "양도", "환급", "할인", "증빙", "재발급", "변경")]


def taught(*labelled: tuple[list[str], str]) -> Labels:
    pairs = [(text, label) for texts, label in labelled for text in texts]
    return learn(Seen(tuple(text for text, _ in pairs)), [label for _, label in pairs])


@pytest.fixture(scope="module")
def corrected() -> Labels:
    return taught((OUTAGE, "report"), (FORMS, "request"))


def test_a_push_is_bounded_and_nothing_for_labels_nobody_named(corrected: Labels):
    pushes = leaning(corrected, Seen(("창고 신호등 표시가 깜깜합니다", "해지 서류 접수 건", "")), KINDS)
    assert np.abs(pushes).max() <= MOST
    assert pushes[0, KINDS.index("report")] > 0 > pushes[0, KINDS.index("request")]
    assert pushes[1, KINDS.index("request")] > 0 > pushes[1, KINDS.index("report")]
    assert np.array_equal(pushes[:, [0, 2, 3, 4]], np.zeros((3, 4)))


def test_labels_that_were_corrected_often_gain_nothing_by_that_alone():
    model = taught((OUTAGE * 5, "report"), (FORMS, "request"))
    (push,) = leaning(model, Seen(("xyzzy",)), KINDS)
    assert push[KINDS.index("report")] < 0.5


def test_shares_are_kept_with_the_model(corrected: Labels):
    assert corrected.shares == (0.5, 0.5)
    assert from_bytes(to_bytes(corrected)).shares == (0.5, 0.5)


def test_what_no_rule_tells_is_told_by_corrections_with_their_words(corrected: Labels):
    text = "창고 신호등 표시가 깜깜합니다"
    assert kinds([text]) == [()]
    best = kinds([text], corrected)[0][0]
    assert best.code == "report"
    assert best.confidence >= 0.5
    assert {"신호등", "깜깜합니다"} <= {text[cue.start : cue.end] for cue in best.evidence}


def test_kinds_never_sum_to_more_than_all(corrected: Labels):
    texts = [*OUTAGE, "", "신고합니다. 정문 신호등 표시가 깜깜합니다. 고쳐 주세요!", "a" * 5_000]
    assert all(sum(each.confidence for each in said) <= 1 + 1e-9 for said in kinds(texts, corrected))


def test_tone_leans_where_words_tell_little():
    text = "오늘 창구에서 번호표를 세 번 뽑았어요"
    model = taught(
        ([f"{day} 창구에서 번호표를 세 번 뽑았어요" for day in "월화수목금토일"], "negative"), (FORMS, "neutral")
    )
    models = default_models()
    plain, moved = (
        read([text], T0, Models(tone=models.tone, corrected=taught_))[0].tone.chances[0]
        for taught_ in ({}, {"tone": model})
    )
    assert moved > plain + 0.1


@pytest.mark.parametrize("field", ["tone", "kind"])
def test_plain_sentences_are_read_as_everybody_reads_them(field: str):
    plain = _plain()
    assert read_as(field, [row["text"] for row in plain], None) == [row[field] for row in plain]


def lies(field: str, told: dict[str, str]) -> Labels:
    """A model taught that every plain sentence is something else, eight times over."""
    rows = _plain() * 8
    return learn(Seen(tuple(row["text"] for row in rows)), [told[row[field]] for row in rows])


def test_a_flood_that_turns_what_is_plain_is_noticed():
    wrong = {"positive": "negative", "negative": "neutral", "neutral": "positive"}
    assert len(turned("tone", lies("tone", wrong))) > MOST_TURNED


def test_what_several_words_tell_no_flood_can_turn():
    wrong = dict.fromkeys(KINDS, "complaint") | {"complaint": "praise"}
    assert len(turned("kind", lies("kind", wrong))) <= MOST_TURNED


@pytest.mark.parametrize("field", ["tone", "kind"])
def test_honest_corrections_turn_nothing_that_is_plain(field: str, corrected: Labels):
    honest = taught((OUTAGE, "negative"), (FORMS, "neutral")) if field == "tone" else corrected
    assert len(turned(field, honest)) <= MOST_TURNED
