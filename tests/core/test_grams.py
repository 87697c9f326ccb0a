import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwidam.core.grams import grams, query_grams


def key(pair: str) -> int:
    code = ord(pair[0]) << 16 | ord(pair[1])
    return code - 2**32 if code >= 2**31 else code


def finds(words: str, text: str) -> bool:
    return set(query_grams(words)) <= set(grams(text))


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("인터넷", ["인터", "터넷"]),
        ("인터넷 해지", ["인터", "터넷", "넷해", "해지"]),
        ("인터넷해지", ["인터", "터넷", "넷해", "해지"]),
        ("해지.  요금", ["해지", "요금"]),
        ("집 전화", ["집전", "전화"]),
        ("Wi-Fi", ["wi", "if", "fi"]),
        ("ＬＧ", ["lg"]),
        ("ㅋㅋㅠㅠ", ["ㅋㅋ", "ㅋㅠ", "ㅠㅠ"]),
        ("요금 요금", ["요금", "금요"]),
        ("가", []),
        ("!?", []),
        ("", []),
    ],
)
def test_grams_are_the_pairs_within_words_and_across_one_gap(text: str, pairs: list[str]):
    assert grams(text) == sorted(map(key, pairs))


@pytest.mark.parametrize(
    ("words", "pairs"),
    [
        ("인터넷 해지", ["인터", "터넷", "해지"]),
        ("인터넷해지", ["인터", "터넷", "넷해", "해지"]),
        ("요금, 요금", ["요금"]),
        ("집 전화", ["전화"]),
        ("집", []),
        ("ㄱ b 3", []),
    ],
)
def test_a_question_asks_for_the_pairs_within_its_words(words: str, pairs: list[str]):
    assert query_grams(words) == sorted(map(key, pairs))
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
    ],
)
def test_korean_is_found_however_it_is_spelt(words: str, text: str):
    assert finds(words, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [("요금", "요즘 금리"), ("해지", "지해"), ("인터넷 해지", "인터넷 설치"), ("iphone", "phones")],
)
def test_other_words_are_not_found(words: str, text: str):
    assert not finds(words, text)


letters = st.text("가나다라마bcdＥ１２ㅋ\U00020bb7", min_size=1, max_size=6)


@given(st.lists(letters, min_size=1, max_size=8), st.data())
def test_any_part_of_any_word_is_found_with_and_without_its_spaces(words: list[str], data: st.DataObject):
    word = data.draw(st.sampled_from(words))
    start = data.draw(st.integers(0, len(word) - 1))
    for text in (" ".join(words), "".join(words), ", ".join(words)):
        assert finds(word[start:], text)
    assert finds("".join(words), " ".join(words))
    assert finds(" ".join(words), "".join(words))


@given(st.text(max_size=60))
def test_keys_are_sorted_distinct_and_fit_an_integer_column(text: str):
    keys = grams(text)
    assert keys == sorted(set(keys))
    assert all(-(2**31) <= number < 2**31 for number in keys)
    assert set(query_grams(text)) <= set(keys)


def test_a_very_long_text_keeps_the_keys_met_first():
    text = "".join(chr(code) for code in range(0xAC00, 0xAC00 + 11_000))
    assert len(grams(text)) == 10_999
    assert grams(text, limit=3) == sorted(map(key, ["가각", "각갂", "갂갃"]))
    assert len(grams(text + " " + text[::-1])) == 20_000


def test_keys_are_the_same_in_every_process():
    script = "from gwidam.core.grams import grams; print(grams('요금 문의 wifi'))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == str(grams("요금 문의 wifi"))
