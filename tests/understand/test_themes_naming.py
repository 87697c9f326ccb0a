"""The words that tell a theme, and its name."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from gwidam.understand.heart.themes import (
    kept_name,
    name_of,
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
