"""Long answers are parted where a reader would, and nothing of them is left out."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from gwidam.core.text.graphemes import characters
from gwidam.listen.connectors.shapes import CannotSay
from gwidam.listen.connectors.wording import NO_WORDS, TOO_LONG, alike, links, parted, plain, told


def at_most(most: int) -> object:
    return lambda part: sum(1 for _ in characters(part)) <= most


def test_short_words_stay_whole() -> None:
    assert parted("  네, 됩니다. ", lambda part: len(part) <= 20, opening="@mina ") == ("@mina 네, 됩니다.",)


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("첫 문단입니다.\n\n둘째 문단입니다.", 16, ("첫 문단입니다. (1/2)", "둘째 문단입니다. (2/2)")),
        ("앞 문장입니다. 뒤 문장입니다.", 15, ("앞 문장입니다. (1/2)", "뒤 문장입니다. (2/2)")),
        ("가나다라마바사아자차카타", 11, ("가나다라마 (1/3)", "바사아자차 (2/3)", "카타 (3/3)")),
        ("👨‍👩‍👧" * 9, 8, tuple(f"{'👨‍👩‍👧' * 2 if n < 5 else '👨‍👩‍👧'} ({n}/5)" for n in range(1, 6))),
        (
            "여기 https://a.example/1234567890",
            33,
            ("여기 https://a.example/1234567890",),
        ),
        (
            "여기를 눌러 보세요 https://a.example/12",
            29,
            ("여기를 눌러 보세요 (1/2)", "https://a.example/12 (2/2)"),
        ),
    ],
)
def test_words_are_cut_where_a_reader_would(text: str, most: int, expected: tuple[str, ...]) -> None:
    assert parted(text, at_most(most)) == expected  # type: ignore[arg-type]


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet="가나 다.\n!a👨‍👩é", max_size=160), st.integers(9, 60))
def test_nothing_is_left_out_and_every_part_fits(text: str, most: int) -> None:
    assume(text.strip())
    try:
        parts = parted(text, at_most(most))  # type: ignore[arg-type]
    except CannotSay:
        return
    assert all(sum(1 for _ in characters(part)) <= most for part in parts)
    bare = [re.sub(rf" \({n}/{len(parts)}\)$", "", part) for n, part in enumerate(parts, 1)]
    assert "".join("".join(bare).split()) == "".join(text.split())


def test_more_than_a_few_parts_are_refused_and_never_cut() -> None:
    with pytest.raises(CannotSay, match=re.escape(TOO_LONG)):
        parted("가" * 2_000, at_most(100))  # type: ignore[arg-type]
    with pytest.raises(CannotSay, match=re.escape(NO_WORDS)):
        parted(" \n ", at_most(100))  # type: ignore[arg-type]


def test_what_html_says_and_what_it_runs() -> None:
    assert (
        plain('<p onclick="alert(1)">문이<br>안 열려요</p><script>alert(2)</script><p>네</p>')
        == "문이\n안 열려요\n네"
    )
    assert told("", warning=" 사진 ", media=[("image", "", "")]) == "CW: 사진\n\n[image]"


def test_words_are_known_again_after_links_were_made_of_them() -> None:
    assert alike("@mina, a.example/B!") == alike("mina a.example b")
    assert (alike("👍"), alike("!!")) == ("👍", "!!")
    assert links("가 https://a.example/x). 나") == [(2, 21)]
