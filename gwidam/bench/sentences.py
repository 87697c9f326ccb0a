"""What a made-up telco's customers say: sentences put together from a word list, some words often, some rarely."""

from __future__ import annotations

import random
from collections.abc import Iterator

# (word, how often among a thousand): a few words are in every third voice, most in hardly any.
THINGS = (
    ("인터넷", 300),
    ("요금", 160),
    ("휴대폰", 110),
    ("와이파이", 80),
    ("청구서", 60),
    ("로밍", 50),
    ("유심", 45),
    ("셋톱박스", 40),
    ("해지 위약금", 35),
    ("이전 설치", 30),
    ("결합 할인", 25),
    ("음성 사서함", 20),
    ("가족 공유 데이터", 15),
    ("번호 이동", 12),
    ("공유기 발열", 8),
    ("소액결제 한도", 6),
    ("발신번호 표시", 3),
    ("선불 충전권", 1),
)
WRONG = (
    "이 어제부터 계속 끊깁니다",
    "이 예전보다 두 배나 나왔어요",
    " 때문에 세 번이나 전화했는데 아직 그대로예요",
    " 신청한 지 열흘이 지났는데 연락이 없습니다",
    "은 안내받은 것과 다릅니다",
    "이 밤만 되면 느려져서 회의를 못 합니다",
    " 해지하려는데 상담이 연결되지 않아요",
    "을 바꾸고 나서부터 화면이 멈춥니다",
    " 기사님이 약속한 시간에 오지 않았습니다",
    "이 왜 이렇게 청구되었는지 알고 싶습니다",
)
BEFORE = (
    "안녕하세요.",
    "지난주에도 말씀드렸는데요.",
    "십 년째 쓰고 있는 가입자입니다.",
    "부모님 댁에서 쓰는 회선입니다.",
    "이사한 뒤로 생긴 일입니다.",
    "가게에서 쓰고 있어서 급합니다.",
    "앱으로 물어봤지만 답을 못 들었습니다.",
    "매장에서는 고객센터로 물어보라고 하더군요.",
)
AFTER = (
    "언제까지 되는지 꼭 알려 주세요.",
    "담당하시는 분이 직접 전화 주시면 좋겠습니다.",
    "오늘 안에 확인 부탁드립니다.",
    "같은 설명을 또 하고 싶지 않습니다.",
    "환불이 되는지도 알려 주세요.",
    "평일 저녁 여섯 시 이후에 연락 주세요.",
    "그래도 상담해 주신 분은 친절하셨습니다.",
    "다른 집도 그런지 궁금합니다.",
)
ENGLISH_THINGS = (
    ("internet", 350),
    ("bill", 250),
    ("roaming", 120),
    ("router", 100),
    ("refund", 90),
    ("contract", 60),
    ("eSIM activation", 25),
    ("porcelain mast", 5),
)
ENGLISH_WRONG = (
    "My {} has not worked since Friday.",
    "Nobody has called me back about the {}.",
    "I was promised the {} would be sorted within three days.",
    "Why did the {} change without a word to me?",
    "The technician looked at the {} and left.",
    "I would like to understand the {} on my account.",
)
ENGLISH_AFTER = (
    "Please tell me who looks after this.",
    "I am at home on weekday evenings.",
    "This is the second time I write.",
    "Thank you for the patient colleague on the phone.",
)
ENGLISH_SHARE = 0.08

# What the search is asked for, by what makes it easy or hard.
SEARCHES = {
    "two syllables": ("해지", "유심", "환불"),
    "very common word": ("인터넷", "연락", "요금"),
    "particle or compound": ("요금이", "인터넷은", "해지위약금"),
    "rare word": ("선불 충전권", "발신번호", "소액결제"),
    "English word": ("roaming", "refund", "eSIM"),
    "days long ago": ("until:300d", "until:200d", "since:350d until:340d"),
}


def texts(count: int, *, seed: int) -> Iterator[tuple[str, str]]:
    """Yield (text, language) `count` times, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing here is secret
    for number in range(count):
        if chance.random() < ENGLISH_SHARE:
            yield english(chance, number), "en"
        else:
            yield korean(chance, number), "ko"


def korean(chance: random.Random, number: int) -> str:
    """A complaint of two to four sentences."""
    words, weights = zip(*THINGS, strict=True)
    first, second = chance.choices(words, weights, k=2)
    said = [chance.choice(BEFORE)] if chance.random() < 0.6 else []
    said.append(f"{first}{chance.choice(WRONG)}.")
    if chance.random() < 0.4:
        said.append(f"{second}{chance.choice(WRONG)}.")
    said.append(f"계약번호는 D{number:06d}입니다.")
    said.append(chance.choice(AFTER))
    return " ".join(said)


def english(chance: random.Random, number: int) -> str:
    """The same in English."""
    words, weights = zip(*ENGLISH_THINGS, strict=True)
    thing = chance.choices(words, weights)[0]
    said = [chance.choice(ENGLISH_WRONG).format(thing), f"My contract is D{number:06d}."]
    return " ".join([*said, chance.choice(ENGLISH_AFTER)])
