"""Figures of the classifier and of reading on real texts that are not ours, on small parts so that they are quick.

The parts are drawn with the seed said; what is trained on is never tested on. The bars lie a little below what
was measured, so that a change for the worse is noticed.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence

import numpy as np
import pytest

from gwidam.understand.heart.routes import Outcome, Owner, advisor
from gwidam.understand.heart.scoring import Scores, score
from gwidam.understand.heart.tiers import Embedder, Missing, Tier, Vectors, tier
from tests.outside.test_tables import FILES
from tests.understand.examples import telco

Pairs = list[tuple[str, str]]

TEXTS = FILES / "text"

pytestmark = [
    pytest.mark.skipif(
        not TEXTS.is_dir(), reason="no outside texts: set GWIDAM_SHARED to the folder that has data/text"
    ),
    pytest.mark.slow,  # each learns from thousands of texts, or loads a model
]


def pairs(name: str, column: str = "label") -> Pairs:
    with (TEXTS / name).open(encoding="utf-8", newline="") as file:
        return [(row["text"], row[column]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def parted(examples: Pairs, learnt: int, asked: int, seed: int = 0) -> tuple[Pairs, Pairs]:
    """Draw what is learnt from and what is asked."""
    order = np.random.default_rng(seed).permutation(len(examples))
    drawn = [examples[place] for place in order[: learnt + asked]]
    return drawn[:learnt], drawn[learnt:]


def few(examples: Pairs, each: int, seed: int = 0) -> tuple[Pairs, Pairs]:
    """Draw `each` examples of every label to learn from, and ask the rest."""
    order = np.random.default_rng(seed).permutation(len(examples))
    taken: dict[str, int] = {}
    learnt, asked = [], []
    for place in order:
        label = examples[place][1]
        taken[label] = taken.get(label, 0) + 1
        (learnt if taken[label] <= each else asked).append(examples[place])
    return learnt, asked


def only(examples: Pairs, count: int) -> Pairs:
    """Keep the first labels of the alphabet."""
    kept = sorted({label for _, label in examples})[:count]
    return [(text, label) for text, label in examples if label in kept]


class Remembering:
    """An embedder that reads each text once: e5 reads thirty a second."""

    def __init__(self, embedder: Embedder) -> None:
        self.name, self.version, self.dims = embedder.name, embedder.version, embedder.dims
        self._embedder = embedder
        self._rows: dict[str, np.ndarray] = {}

    def embed(self, texts: Sequence[str]) -> Vectors:
        fresh = [text for text in dict.fromkeys(texts) if text not in self._rows]
        self._rows |= dict(zip(fresh, self._embedder.embed(fresh), strict=True))
        return np.stack([self._rows[text] for text in texts]) if texts else np.zeros((0, self.dims), np.float32)


@pytest.fixture(scope="module")
def t2() -> Tier:
    try:
        found = tier("T2")
    except Missing as trouble:
        pytest.skip(str(trouble))
    assert found.embedder is not None
    return Tier(found.name, found.analyser, Remembering(found.embedder))


def measured(train: Pairs, test: Pairs, by: Tier) -> Scores:
    found = score(train, test, by)
    print(found)
    return found


def test_english_routing():
    found = measured(*parted(only(pairs("banking77_train.tsv"), 20), 1_200, 600), tier("T0"))
    assert found.accuracy >= 0.96
    assert found.calibration_error <= 0.05
    assert next(point.accuracy for point in found.curve if point.coverage < 0.71) >= 0.99


def test_intents_and_what_is_none_of_them():
    learnt = only(pairs("clinc150_train.tsv"), 60)
    asked = only(pairs("clinc150_val.tsv"), 60)
    strange = set(np.random.default_rng(0).permutation(sorted({label for _, label in learnt}))[:6])
    found = measured(
        [pair for pair in learnt if pair[1] not in strange][::2],
        [(text, "oos" if label in strange else label) for text, label in asked],
        tier("T0"),
    )
    assert found.accuracy >= 0.91
    assert found.auroc is not None
    assert found.auroc >= 0.85


def test_what_is_none_of_the_intents_is_known_by_meaning(t2: Tier):
    learnt = only(pairs("clinc150_train.tsv"), 40)
    asked = only(pairs("clinc150_val.tsv"), 40)
    strange = set(np.random.default_rng(0).permutation(sorted({label for _, label in learnt}))[:4])
    found = measured(
        [pair for pair in learnt if pair[1] not in strange][::5],
        [(text, "oos" if label in strange else label) for text, label in asked][::2],
        t2,
    )
    assert found.accuracy >= 0.95
    assert found.auroc is not None
    assert found.auroc >= 0.92


def test_korean_topics():
    found = measured(*parted(pairs("stylekqc_topic.tsv"), 2_000, 1_000), tier("T0"))
    assert found.accuracy >= 0.93


def test_korean_speech_acts():
    found = measured(*parted(pairs("3i4k_12k.tsv"), 3_000, 1_500), tier("T0"))
    assert found.accuracy >= 0.81
    assert found.macro_f1 >= 0.66


def test_korean_tone():
    rated = [(text, int(rating)) for text, rating in pairs("nsmc10_30k.tsv", "rating")]
    judged = [(text, "bad" if rating <= 4 else "good") for text, rating in rated if rating <= 4 or rating >= 9]
    assert measured(*parted(judged, 5_000, 1_500), tier("T0")).accuracy >= 0.82


def test_ten_examples_a_label(t2: Tier):
    learnt, asked = few(only(pairs("banking77_train.tsv"), 20), 10)
    assert measured(learnt, asked[:150], t2).accuracy >= 0.75


def test_a_dozen_routes_from_four_examples_each(t2: Tier):
    learnt, asked = few(telco(), 4)
    assert measured(learnt, asked, t2).accuracy >= 0.5


def test_routes_from_a_directory_and_four_voices_each(t2: Tier):
    directory = [Owner(code, said) for code, said in DIRECTORY.items()]
    rights = []
    learnt, asked = few(telco(), 4)
    history = [Outcome(text, route, is_accepted=True) for text, route in learnt]
    advice = advisor(directory, history, t2).advise([text for text, _ in asked])
    rights = [each.owners[0].owner == route for each, (_, route) in zip(advice, asked, strict=True)]
    three = [
        route in {owner.owner for owner in each.owners} for each, (_, route) in zip(advice, asked, strict=True)
    ]
    print(np.mean(rights), np.mean(three))
    assert np.mean(rights) >= 0.6
    assert np.mean(three) >= 0.8


DIRECTORY = {
    "billing": "요금 청구, 납부, 자동이체, 고지서, 영수증, 미납, 중복 결제",
    "internet_fault": "집 인터넷 장애, 와이파이, 공유기, 모뎀, 접속 끊김, 속도 저하",
    "mobile_quality": "휴대폰 통화 품질, 수신 불량, 신호, 기지국, 데이터 연결, 음영 지역",
    "plan_change": "요금제 변경, 요금제 추천, 데이터 무제한, 가족 결합, 청소년 어르신 요금제",
    "cancel": "해지, 위약금, 번호이동, 회선 정리, 약정 만료",
    "device": "단말기 고장, 수리, 교환, 액정, 배터리, 할부금, 기기 변경",
    "roaming": "해외 로밍, 출국, 여행, 로밍 요금, 해외 데이터",
    "installation": "설치 예약, 방문 기사, 이전 설치, 이사, 선 정리",
    "tv": "텔레비전, 셋톱박스, 채널, 리모컨, 다시보기, 유료 영화",
    "account": "로그인, 비밀번호, 아이디, 본인 인증, 명의 변경, 고객 정보와 주소 변경",
    "security": "분실 신고, 도난, 스미싱, 보이스피싱, 명의 도용, 소액결제 차단, 스팸",
    "staff": "직원 불친절, 상담원 응대, 대리점과 매장 설명, 고객센터 연결, 칭찬",
}
