"""The words that tell a theme, and its name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from gwidam.understand.heart.themes import (
    kept_name,
    name_of,
    phrases_in,
    telling_words,
    words_in,
)
from gwidam.understand.heart.tiers import Morpheme


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


@pytest.mark.parametrize(
    ("text", "words", "phrases"),
    [
        ("where is my lost card", ["lost", "card"], ["lost card"]),
        ("Lost or stolen phone", ["lost", "stolen", "phone"], ["lost or stolen", "stolen phone"]),
        ("top up by card", ["top", "card"], ["top up"]),
        ("declined for top up", ["declined", "top"], ["top up"]),
        ("the card. Exchange the rate", ["card", "exchange", "rate"], ["exchange rate"]),
        ("card card", ["card"], []),
        ("요금제를 변경하고 싶어요", ["요금제", "변경"], ["요금제 변경"]),
        ("요금제에서 변경", ["요금제", "변경"], []),
        ("인터넷 느려요", ["인터넷", "느려"], []),
        ("해외 로밍 요금이 궁금", ["해외", "로밍", "요금"], ["해외 로밍", "해외 로밍 요금", "로밍 요금"]),
        ("", [], []),
    ],
)
def test_phrases_are_telling_words_beside_one_another(text: str, words: list[str], phrases: list[str]) -> None:
    assert phrases_in([text], [words]) == [phrases]


def test_a_phrase_that_many_share_comes_before_its_words() -> None:
    words = [["exchange", "rate"]] * 4 + [["rate", "wrong"]] + [["cash"]] * 5 + [["card"]] * 5
    phrases = [["exchange rate"]] * 4 + [[]] * 11
    found = telling_words(words, [0] * 5 + [1] * 5 + [2] * 5, phrases)
    assert found == [["exchange rate"], ["cash"], ["card"]]


def test_what_everybody_says_is_no_part_of_a_name() -> None:
    words = [["acme", word] for word in ("bill", "tv", "shop") for _ in range(3)]
    phrases = [[" ".join(each)] for each in words]
    assert telling_words(words, [0] * 3 + [1] * 3 + [2] * 3, phrases) == [["bill"], ["tv"], ["shop"]]


def test_two_themes_are_not_called_alike() -> None:
    words = [["refund", "late"]] * 3 + [["refund", "fee"]] * 3 + [["tv"]] * 9
    phrases = [["refund late"]] * 3 + [["refund late"]] * 3 + [[]] * 9
    first, second, _ = telling_words(words, [0] * 3 + [1] * 3 + [2] * 9, phrases)
    assert name_of(first) != name_of(second)


def test_a_name_does_not_say_a_thing_twice() -> None:
    assert name_of(["요금", "요금제", "청구", "할인", "카드"]) == "요금 · 청구 · 할인"
    assert name_of(["charges", "charging", "refund"]) == "charges · refund"
    assert name_of([]) == ""


def test_a_name_is_a_phrase_where_there_is_one() -> None:
    assert name_of(["exchange rate", "wrong", "fee"]) == "exchange rate"
    assert name_of(["identity", "prove", "identity verification"]) == "identity verification"
    assert name_of(["pending", "card payment", "late"]) == "pending · card payment"


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
