"""What is read of a voice, with its confidence and the words it was read from."""

from __future__ import annotations

from pathlib import Path

import pytest

from gwidam.understand.heart.labels import learn
from gwidam.understand.heart.reading import Models, Product, Products, Reading, default_models, private, read
from gwidam.understand.heart.reading.cues import said
from gwidam.understand.heart.reading.tone import PATH
from gwidam.understand.heart.seen import Seen, see

from .examples import routes
from .fakes import T0, t1

CUES_ONLY = Models()


def reading(text: str, models: Models = CUES_ONLY) -> Reading:
    return read([text], T0, models)[0]


@pytest.mark.parametrize(
    ("text", "dangers"),
    [
        ("모뎀에서 타는 냄새가 나고 연기가 났어요", {"safety"}),
        ("My router caught fire last night", {"safety"}),
        ("변호사와 상의해서 소송하겠습니다", {"legal"}),
        ("I will take you to court", {"legal"}),
        ("방송국에 제보하겠습니다", {"press"}),
        ("더는 살고 싶지 않아요. 죽고 싶습니다", {"self_harm"}),
        ("I want to kill myself", {"self_harm"}),
        ("다른 통신사로 옮길게요", {"leaving"}),
        ("I want to cancel my service", {"leaving"}),
        ("해지를 안 해줘요", {"leaving"}),
        ("배고파 죽겠네 ㅋㅋㅋ", set()),
        ("전화를 걸어 주세요", set()),
        ("The customer service was fine", set()),
    ],
)
def test_danger_is_told_in_both_languages(text: str, dangers: set[str]):
    assert {danger.code for danger in reading(text).dangers if danger.confidence >= 0.5} == dangers


@pytest.mark.parametrize(
    "text",
    [
        "해지하지 않겠습니다",
        "해지할 생각은 없어요",
        "소송할 생각은 없습니다",
        "I will not cancel my service",
        "no lawsuit",
    ],
)
def test_a_denied_danger_wakes_nobody(text: str):
    assert [danger.confidence < 0.2 for danger in reading(text).dangers] == [True]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("로밍 요금이 얼마인가요?", "question"),
        ("How much is roaming in Japan?", "question"),
        ("요금제를 변경해 주세요", "request"),
        ("Please send me a new bill", "request"),
        ("인터넷이 자꾸 끊겨서 너무 불편합니다", "complaint"),
        ("The internet does not work, this is unacceptable", "complaint"),
        ("기사님이 정말 친절하셨어요. 감사합니다", "praise"),
        ("Thank you so much, great service", "praise"),
        ("앱에 잔여 데이터가 보이면 좋겠어요", "idea"),
        ("It would be nice if the app had a dark mode", "idea"),
        ("집 앞 전봇대가 기울어져 있어서 신고합니다", "report"),
        ("There is a downed line on Main Street", "report"),
    ],
)
def test_the_kind_of_a_voice_is_told(text: str, kind: str):
    assert reading(text).kinds[0].code == kind


@pytest.mark.parametrize(
    ("text", "tone"),
    [
        ("직원이 불친절해서 실망했어요", "negative"),
        ("친절하지 않았어요", "negative"),
        ("terrible service, still broken", "negative"),
        ("정말 만족합니다", "positive"),
        ("very helpful and friendly", "positive"),
        ("요금제를 변경하고 싶어요", "neutral"),
        ("Could you tell me my balance?", "neutral"),
        ("", "neutral"),
    ],
)
def test_tone_is_told_from_cues_alone_where_no_model_is(text: str, tone: str):
    found = reading(text).tone
    assert found.label == tone
    assert found.probability == max(found.chances)
    assert sum(found.chances) == pytest.approx(1)


def test_heat_rises_with_anger_and_repetition():
    calm, again, angry = (
        reading(text).heat.confidence
        for text in (
            "인터넷이 느려요",
            "세 번째 전화하는데 느려요",
            "세 번째 전화인데 장난하세요? 너무 화가 납니다!!!",
        )
    )
    assert calm == 0 < again < angry < 1


def test_evidence_stands_where_it_says():
    text = "어제 화재가 났어요. 해지하겠습니다"
    for danger in reading(text).dangers:
        assert [text[cue.start : cue.end] for cue in danger.evidence] == [cue.words for cue in danger.evidence]


def test_needs_are_hinted_at():
    found = reading("야간에 택시 운전을 하는데 어머니가 귀가 어두우세요")
    assert {need.code for need in found.needs} == {"safety_at_night", "care_for_parents", "access"}


def test_two_cues_are_surer_than_one_and_the_same_twice_is_one():
    one, two, twice = (said(text, "danger")[0].confidence for text in ("소송", "소송과 변호사", "소송 소송"))
    assert one < two < 1
    assert one == twice


def test_places_are_those_of_the_masked_text():
    found = reading("주민번호 880101-1234567 소송하겠습니다")
    assert found.text == "주민번호 880101-******* 소송하겠습니다"
    (legal,) = found.dangers
    assert [found.text[cue.start : cue.end] for cue in legal.evidence] == ["소송"]


def test_key_phrases_are_nouns_that_stand_together():
    assert [phrase.words for phrase in reading("로밍 요금이 비싸요").phrases] == ["로밍 요금"]
    found = read(["기가 인터넷 속도"], t1(), CUES_ONLY)[0]
    assert [(phrase.words, phrase.weight) for phrase in found.phrases] == [("기가 인터넷 속도", 1.0)]


def test_products_are_found_however_spaced():
    products = Products.of(["기가 인터넷", "인터넷", "Galaxy S25", "x"])
    assert products.find("기가인터넷이랑 galaxy s25 씁니다. 인터넷은 좋아요") == (
        Product(0, 5, "기가인터넷", "기가 인터넷", 0.85),
        Product(8, 18, "galaxy s25", "Galaxy S25", 1.0),
        Product(24, 27, "인터넷", "인터넷", 1.0),
    )
    assert products.find("Galaxy S250, 초인터넷") == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("010-1234-5678", ["phone"]),
        ("+82 10 1234 5678", ["phone"]),
        ("02)123-4567", ["phone"]),
        ("공일공에 일이삼사에 오육칠팔로 전화 주세요", ["phone"]),
        ("hong.gd@naver.com", ["email"]),
        ("hong 골뱅이 naver 점 com", ["email"]),
        ("국민은행 123456-04-123456 예금주 홍길동입니다", ["account", "name"]),
        ("110-123-456789 신한으로 환불해 주세요", ["account"]),
        ("여권번호 M12345678", ["passport"]),
        ("운전면허 11-12-123456-78", ["licence"]),
        ("차량번호 12가 3456", ["plate"]),
        ("저는 김민수라고 합니다", ["name"]),
        ("남궁민수 고객님 댁입니다", ["name"]),
        ("My name is John Smith", ["name"]),
        ("서울특별시 강남구 테헤란로 123, 101동 1203호", ["address"]),
        ("221 Baker Street", ["address"]),
        ("123-45-6789", ["ssn"]),
        ("192.168.0.1", ["ip"]),
        ("880101-1234567", ["resident"]),
        ("4111-1111-1111-1111", ["card"]),
        ("팔팔공일공일 다시 일이삼사오육칠", ["resident"]),
        ("생년월일 88.01.01", ["birth"]),
        ("주문번호 2026-1122-3344, 35,000원", []),
        ("2026.11.22 10:30에 24개월 약정", []),
        ("상담원님이 고객님이라고 불렀어요. 저는 이사를 갑니다", []),
    ],
)
def test_private_parts_are_found_and_nothing_else(text: str, kinds: list[str]):
    assert [part.kind for part in private(text)] == kinds


def test_a_topic_model_is_heard_with_the_words_behind_it():
    examples = routes("roaming", "billing", each=6)
    tier = t1()
    topic = learn(see([text for text, _ in examples], tier), [label for _, label in examples])
    (found,) = read(["해외 로밍을 신청할게요"], tier, Models(topic=topic))
    assert found.topic is not None
    assert found.topic.label == "roaming"
    assert "로밍을" in {word.word for word in found.topic_evidence}
    assert found.embedder == "hasher 1"
    assert found.vector is not None
    assert found.vector.shape == (16,)


def test_a_tone_model_is_heard_in_korean():
    texts = ["별로예요 돈 아까워", "지루하고 별로", "아까운 시간", "그저 그래요", "보통이에요", "그냥 그래요"]
    texts += ["재밌어요 강추", "강추합니다", "재밌게 봤어요"]
    model = learn(Seen(tuple(texts)), ["negative"] * 3 + ["neutral"] * 3 + ["positive"] * 3)
    (by_cues,) = read(["시간이 아까워서 다시는"], T0, CUES_ONLY)
    (by_both,) = read(["시간이 아까워서 다시는"], T0, Models(tone=model))
    assert by_both.tone.chances[0] > by_cues.tone.chances[0]


def test_a_missing_tone_model_is_said_and_reading_goes_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr("gwidam.understand.heart.reading.reader.PATH", tmp_path / "tone.npz")
    default_models.cache_clear()
    try:
        assert default_models().troubles == (
            "The hash of the model file tone.npz is missing; install Gwidam again.",
        )
        assert read(["불친절해요"], T0)[0].tone.label == "negative"
    finally:
        default_models.cache_clear()


def test_the_model_of_tone_is_whole():
    default_models.cache_clear()
    models = default_models()
    assert models.troubles == ()
    assert models.tone is not None
    assert models.tone.names == ("negative", "neutral", "positive")
    assert PATH.stat().st_size < 5_000_000


HOSTILE = {
    "empty": "",
    "space": " \n\t ",
    "letter": "a",
    "emoji": "😀😡👨‍👩‍👧‍👦",
    "japanese": "返金してください",
    "nul": "\0\ud800해지",
    "long": "해지하고 싶어요 " * 110_000,
    "one word": "가" * 1_000_000,
    "digits": "8" * 1_000_000,
    "marks": "e" + "\u0301" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_is_too_strange_to_be_read(name: str):
    found = reading(HOSTILE[name])
    assert 0 <= found.heat.confidence <= 1
    assert found.vector is None


def test_a_batch_is_read_like_its_texts_one_by_one():
    texts = ["해지하겠습니다", "", "Thank you so much", "로밍 요금이 얼마인가요?"]
    assert read(texts, T0, CUES_ONLY) == [reading(text) for text in texts]
    assert read([], T0, CUES_ONLY) == []
