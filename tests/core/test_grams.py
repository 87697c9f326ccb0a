import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwidam.core.grams import Sought, grams, grams_of_pairs, pieces, query_grams, sought, sought_by_pairs


def key(pair: str) -> int:
    code = ord(pair[0]) << 16 | ord(pair[1])
    return code - 2**32 if code >= 2**31 else code


def three(letters: str) -> int:
    return sum(ord(letter) << shift for letter, shift in zip(letters, (14, 7, 0), strict=True))


def as_key(letters: str) -> int:
    return three(letters) if len(letters) == 3 else key(letters)


def finds(words: str, text: str) -> bool:
    return sought(words).fits(grams(text))


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("인터넷", ["인터", "터넷"]),
        ("인터넷 해지", ["인터", "터넷", "넷해", "해지"]),
        ("인터넷해지", ["인터", "터넷", "넷해", "해지"]),
        ("해지.  요금", ["해지", "요금"]),
        ("집 전화", ["집전", "전화"]),
        ("Wi-Fi", ["wif", "ifi"]),
        ("ＬＧ", ["lg"]),
        ("esim 개통", ["esi", "sim", "m개", "개통"]),
        ("sim card", ["sim", "car", "ard"]),
        ("e sim", ["esi", "sim"]),
        ("sim e", ["sim"]),
        ("iphone 15", ["iph", "pho", "hon", "one", "ne1", "e15"]),
        ("A/S 기사", ["as", "s기", "기사"]),
        ("LG U+", ["lgu"]),
        ("café", ["caf", "fé"]),
        ("ㅋㅋㅠㅠ", ["ㅋㅋ", "ㅋㅠ", "ㅠㅠ"]),
        ("요금 요금", ["요금", "금요"]),
        ("가", []),
        ("!?", []),
        ("", []),
    ],
)
def test_keys_are_pairs_and_latin_threes_within_words_and_across_a_gap_that_may_be_left_out(
    text: str, pairs: list[str]
):
    assert grams(text) == sorted(map(as_key, pairs))


@pytest.mark.parametrize(
    ("words", "pairs"),
    [
        ("인터넷 해지", ["인터", "터넷", "해지"]),
        ("인터넷해지", ["인터", "터넷", "넷해", "해지"]),
        ("요금, 요금", ["요금"]),
        ("집 전화", ["전화"]),
        ("집", []),
        ("ㄱ b 3", []),
        ("esim", ["esi", "sim"]),
        ("esim이", ["esi", "sim", "m이"]),
        ("5g요금", ["g요", "요금"]),
        ("tv", []),
    ],
)
def test_a_question_asks_for_the_keys_within_its_words(words: str, pairs: list[str]):
    assert query_grams(words) == sorted(map(as_key, pairs))
    assert query_grams(words.split()) == query_grams(words)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        *(
            ("인터넷 해지", "인터넷해지 하고 싶어요"),
            ("인터넷해지", "인터넷 해지하고 싶어요"),
            ("와이파이", "와이-파이"),
        ),
        *(
            ("요금", "요금이 너무 많이 나왔어요"),
            ("청구서", "요금청구서가 안 와요"),
            ("WIFI", "ｗｉｆｉ가 느려요"),
        ),
        *(("ㅠㅠ", "또 끊겨요ㅠㅠ"), ("iphone", "IPHONE 15"), ("기사 방문", "방문한 기사님")),
        *(("iphone15", "iPhone 15"), ("esim", "e-SIM"), ("esim", "E SIM 개통"), ("wifi", "wi fi")),
        *(("as", "A/S 기사"), ("5g", "LTE/5G/3G"), ("tv", "IPTV가"), ("tv", "tv"), ("tv", "my tv is off")),
        *(("tv", "hdtvset"), ("5g요금", "lte5g 요금"), ("sim card", "simcard")),
    ],
)
def test_korean_is_found_however_it_is_spelt(words: str, text: str):
    assert finds(words, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        *(("요금", "요즘 금리"), ("해지", "지해"), ("인터넷 해지", "인터넷 설치"), ("iphone", "phones")),
        *(("esim", "sims eat"), ("tv", "tax vat"), ("tv", "vat"), ("tv 요금", "요금")),
    ],
)
def test_other_words_are_not_found(words: str, text: str):
    assert not finds(words, text)


letters = st.text("가나다라마bcdＥ１２ㅋ\U00020bb7", min_size=1, max_size=6)
korean = st.text("가나다라마ㅋ\U00020bb7", min_size=1, max_size=6)


@given(st.lists(letters, min_size=1, max_size=8), st.data())
def test_any_part_of_any_word_is_found_with_and_without_its_spaces(words: list[str], data: st.DataObject):
    word = data.draw(st.sampled_from(words))
    start = data.draw(st.integers(0, len(word) - 1))
    for text in (" ".join(words), "".join(words), ", ".join(words)):
        assert finds(word[start:], text)
        assert sought_by_pairs(word[start:]).fits(grams_of_pairs(text))
    assert finds(" ".join(words), "".join(words))


@given(st.lists(korean, min_size=1, max_size=8))
def test_korean_words_are_found_however_they_are_spaced(words: list[str]):
    assert finds("".join(words), " ".join(words))
    assert finds(" ".join(words), "".join(words))


@given(st.text("가나b1", min_size=1, max_size=12))
def test_any_two_letters_in_a_row_are_found(text: str):
    for start in range(len(text) - 1):
        assert finds(text[start : start + 2], f"다 {text}, 라")


def test_what_is_sought_for_two_is_in_texts_with_both():
    both = sought("esim") | sought("tv")
    assert both == sought("esim tv") == sought("tv esim")
    assert both.fits(grams("esim on my iptv"))
    assert not both.fits(grams("esim"))
    assert not Sought()
    assert Sought().fits([])


def test_a_word_has_its_keys_in_pieces():
    assert [(piece.start, piece.letters) for piece in pieces("esim이tv")] == [
        *((0, "esi"), (1, "sim"), (3, "m이"), (4, "이t"), (5, "tv")),
    ]
    assert [key for piece in pieces("esim이요") for key in piece.keys] == [
        *map(three, ("esi", "sim")),
        *map(key, ("m이", "이요")),
    ]


def test_letters_without_sense_leave_room_for_words():
    noise = "".join(f"{number:05x}" for number in range(30_000))
    assert set(map(key, ("요금", "금문", "문의"))) <= set(grams(f"{noise} 요금 문의"))
    assert len(grams(noise)) <= 10_000


@given(st.text(max_size=60))
def test_keys_are_sorted_distinct_and_fit_an_integer_column(text: str):
    keys = grams(text)
    assert keys == sorted(set(keys))
    assert all(-(2**31) <= number < 2**31 for number in keys)
    assert sought(text).fits(keys)


def test_a_very_long_text_keeps_the_keys_met_first():
    text = "".join(chr(code) for code in range(0xAC00, 0xAC00 + 11_000))
    assert len(grams(text)) == 10_999
    assert grams(text, limit=3) == sorted(map(key, ["가각", "각갂", "갂갃"]))
    assert len(grams(text + " " + text[::-1])) == 20_000


def test_keys_are_the_same_in_every_process():
    script = "from gwidam.core.grams import grams; print(grams('요금 문의 wifi'))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == str(grams("요금 문의 wifi"))
