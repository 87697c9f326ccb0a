"""Evening out keeps what a text says; its signals and its language are read from what is there."""

from __future__ import annotations

import unicodedata

import pytest

from gwidam.understand.heart.language import Told, language
from gwidam.understand.heart.normal import Normal, Signals, normal


@pytest.mark.parametrize(
    ("text", "evened", "signals"),
    [
        ("", "", Signals()),
        ("너무 느려요ㅋㅋㅋㅋㅋ", "너무 느려요ㅋㅋ", Signals(laughs=1)),
        ("안 돼요ㅠㅠㅠㅠ ㅜㅜ", "안 돼요ㅠㅠ ㅜㅜ", Signals(weeps=2)),
        ("왜요!!!!! ㅡㅡ", "왜요!! ㅡㅡ", Signals(rages=2)),
        ("고마워요^^ ♥", "고마워요^^ ♥", Signals(loves=2)),
        ("sooooo slow", "soo slow", Signals(stretches=1)),
        ("WHY IS THIS", "WHY IS THIS", Signals(shouts=1)),
        ("  a \n\t b  ", "a b", Signals()),
        ("2222-3333", "2222-3333", Signals()),
        ("😀", "😀", Signals(laughs=1)),
    ],
)
def test_a_text_is_evened_out_and_its_signals_are_kept(text: str, evened: str, signals: Signals):
    assert normal(text) == Normal(evened, signals)


def test_half_composed_hangul_reads_like_composed():
    assert normal(unicodedata.normalize("NFD", "해지하고 싶어요")) == normal("해지하고 싶어요")


def test_a_long_text_is_read_from_its_beginning():
    assert len(normal("가나 " * 400_000).text) <= 20_000


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "none"),
        ("1234 !? 😀", "none"),
        ("인터넷이 안 돼요", "ko"),
        ("ㅋㅋ", "ko"),
        ("5G 요금제가 너무 비싸요", "ko"),
        ("I want a refund", "en"),
        ("refund", "en"),
        ("환불해 주세요, please refund my money", "mixed"),
        ("返金してください", "other"),
        ("Верните деньги", "other"),
        ("Je voudrais un remboursement pour mon abonnement", "other"),
        ("Quiero cancelar el servicio para mi casa", "other"),
    ],
)
def test_the_language_is_told_by_its_letters(text: str, told: str):
    assert language(text).language == told


def test_the_language_is_surer_the_clearer_the_text():
    assert language("해지할게요") == Told("ko", 1.0)
    assert 0 < language("해지할게요 my internet please").confidence < 1
