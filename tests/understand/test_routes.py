"""Who answers for a voice: from descriptions alone, then from what people accepted and bounced."""

from __future__ import annotations

import pytest

from gwidam.understand.heart.routes import Advisor, Outcome, Owner, advisor

from .examples import routes
from .fakes import T0

DIRECTORY = [
    Owner("billing", "요금과 청구서, 자동이체, 납부, 영수증, 미납 요금"),
    Owner("network", "인터넷 끊김, 와이파이, 공유기, 속도 저하, 모뎀 고장"),
    Owner("roaming", "해외 로밍, 로밍 요금, 출국, 해외 데이터"),
    Owner("empty", ""),
]


@pytest.fixture(scope="module")
def fresh() -> Advisor:
    return advisor(DIRECTORY, [], T0)


def best(adviser: Advisor, text: str, refused: set[str] | None = None) -> str:
    advice = adviser.advise([text], [refused or set()])[0]
    return advice.owners[0].owner


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("자동이체 계좌를 바꿔 주세요", "billing"),
        ("와이파이가 자꾸 끊겨요", "network"),
        ("해외 로밍을 신청할게요", "roaming"),
    ],
)
def test_the_directory_alone_gives_advice(fresh: Advisor, text: str, owner: str):
    assert best(fresh, text) == owner


def test_advice_has_three_owners_with_probabilities_and_words(fresh: Advisor):
    text = "공유기 속도가 느려요"
    advice = fresh.advise([text])[0]
    chances = [each.probability for each in advice.owners]
    assert len(advice.owners) == 3
    assert chances == sorted(chances, reverse=True)
    assert sum(chances) == pytest.approx(1)
    assert "공유기" in {word.word for word in advice.owners[0].words}
    assert [text[word.start : word.end] for word in advice.owners[0].words] == [
        word.word for word in advice.owners[0].words
    ]


def test_it_abstains_on_what_nobody_answers_for(fresh: Advisor):
    strange, empty = fresh.advise(["고양이가 마당에서 낮잠을 잔다", "  "])
    assert strange.is_unsure
    assert empty.is_unsure


def test_who_has_bounced_this_voice_is_not_advised_again(fresh: Advisor):
    text = "해외 로밍 요금이 이상해요"
    assert best(fresh, text) == "roaming"
    left = fresh.advise([text], [{"roaming"}])[0].owners
    assert "roaming" not in {each.owner for each in left}
    assert sum(each.probability for each in left) == pytest.approx(1)  # it is somebody's among those who are left


def test_a_wrong_route_twice_is_never_advised_a_third_time(fresh: Advisor):
    text = "자동이체 계좌를 바꿔 주세요"
    once = fresh.learnt([Outcome(text, "billing", is_accepted=False)])
    twice = once.learnt([Outcome(text, "billing", is_accepted=False)])
    assert "billing" in {each.owner for each in once.advise([text])[0].owners}
    assert "billing" not in {each.owner for each in twice.advise([text])[0].owners}
    assert best(twice, "미납 요금이 얼마예요") == "billing"


def test_an_accepted_hand_over_is_learnt_at_once(fresh: Advisor):
    text = "셋톱박스 리모컨이 말을 안 들어요"
    assert best(fresh.learnt([Outcome(text, "network", is_accepted=True)]), text) == "network"
    assert fresh.learnt([Outcome(text, "nobody", is_accepted=True)]).advise([text]) == fresh.advise([text])


def test_history_makes_it_better():
    names = ("billing", "internet_fault", "roaming", "staff", "tv", "device")
    owners = [Owner(name, name) for name in names]
    voices = routes(*names)
    taught = [pair for place, pair in enumerate(voices) if place % 10 < 6]
    asked = [pair for place, pair in enumerate(voices) if place % 10 >= 6]
    history = [Outcome(text, route, is_accepted=True) for text, route in taught]
    bare, learnt = (
        sum(best(adviser, text) == route for text, route in asked) / len(asked)
        for adviser in (advisor(owners, history[::6], T0), advisor(owners, history, T0))
    )
    assert bare < learnt
    assert learnt > 0.4


def test_bounces_of_the_past_are_known_after_retraining():
    text = "자동이체 계좌를 바꿔 주세요"
    bounced = [Outcome(text, "billing", is_accepted=False)] * 2
    assert best(advisor(DIRECTORY, bounced, T0), text) != "billing"


def test_an_empty_directory_cannot_advise():
    with pytest.raises(ValueError, match="at least one"):
        advisor([Owner("empty", "")], [], T0)
    assert advisor(DIRECTORY, [], T0).advise([]) == []
