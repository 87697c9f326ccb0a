"""What is new and what is quoted, as Korean and foreign programs quote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwidam.listen.mail import Kind, fold, new_text

BLOCK_KO = (
    "보낸사람: 귀담 <voc@x.kr>\n받는사람: 홍길동 <hong@x.kr>\n날짜: 2026년 11월 22일\n제목: 답변\n\n이전 글\n"
)
BLOCK_EN = "From: Gwidam <voc@x.kr>\nSent: Sunday\nTo: Hong\nSubject: answer\n\nold words\n"


@pytest.mark.parametrize(
    "quoted",
    [
        "2026년 11월 22일 (일) 오후 3:00, 홍길동 <hong@x.kr>님이 작성:\n\n> 이전 글\n",
        "2026년 11월 22일 (일) 오후 3:00, 홍길동\n<hong@x.kr>님이 작성:\n\n이전 글\n",
        "2026. 11. 22. 오후 3:00, 귀담 <voc@x.kr> 작성:\n\n> 이전 글\n",
        "On Sun, Nov 22, 2026 at 3:00 PM Gwidam <voc@x.kr> wrote:\n\n> old words\n",
        "On Sun, Nov 22, 2026 at 3:00 PM Gwidam <voc@x.kr>\nwrote:\n\nold words\n",
        "-----Original Message-----\n" + BLOCK_EN,
        "-----원본 메시지-----\n" + BLOCK_KO,
        "---------- 원본 메일 ----------\n" + BLOCK_KO,
        "________________________________\n" + BLOCK_EN,
        BLOCK_EN,
        BLOCK_KO,
        "> old words\n> more\n",
    ],
)
def test_what_is_quoted_is_folded(quoted: str) -> None:
    text = "네, 확인했습니다.\n\n" + quoted
    parts = fold(text)
    assert [each.kind for each in parts] == [Kind.NEW, Kind.QUOTED]
    assert (parts[0].text, new_text(text)) == ("네, 확인했습니다.\n\n", "네, 확인했습니다.")


@pytest.mark.parametrize("mark", ["---------- Forwarded message ---------\n", "-------- 전달된 메시지 --------\n"])
def test_what_is_forwarded_is_its_own_part(mark: str) -> None:
    assert [each.kind for each in fold("보세요\n\n" + mark + BLOCK_KO)] == [Kind.NEW, Kind.FORWARDED]


@pytest.mark.parametrize(
    "signature",
    [
        "-- \n홍길동\n010-0000-0000\n",
        "감사합니다.\n홍길동 드림\n010-0000-0000\n",
        "Best regards,\nHong\nACME\n",
        "Sent from my iPhone\n",
        "나의 iPhone에서 보냄\n",
    ],
)
def test_signatures_are_folded(signature: str) -> None:
    assert [each.kind for each in fold("인터넷이 끊겨요.\n\n" + signature)] == [Kind.NEW, Kind.SIGNATURE]


@pytest.mark.parametrize(
    "text",
    [
        "안녕하세요\n감사합니다\n그런데 인터넷이 아직도 안 돼요\n빨리 봐 주세요\n",
        "My neighbour wrote:\nplease fix it\n",
        "Thanks\nBut it is still broken. Please come again.\n",
        "From: the kitchen\nit does not work\n",
        "제목: 요금 문의\n요금이 이상합니다\n",
    ],
)
def test_new_words_are_not_folded(text: str) -> None:
    assert [each.kind for each in fold(text)] == [Kind.NEW]


def test_answers_between_quoted_lines_are_new() -> None:
    text = "2026. 11. 22. 귀담 <voc@x.kr> 작성:\n> 주소가 어디인가요?\n서울입니다.\n> 언제 갈까요?\n내일요.\n"
    assert [each.kind.value for each in fold(text)] == ["quoted", "new", "quoted", "new"]
    assert new_text(text) == "서울입니다.\n내일요."


def test_a_bare_forward_is_all_there_is() -> None:
    assert new_text("> 이전 글\n") == "> 이전 글\n"


@given(st.text(alphabet=st.sampled_from("a>가:\n\r-\u2028<@.1 "), max_size=200))
def test_folding_loses_nothing(text: str) -> None:
    assert "".join(each.text for each in fold(text)) == text
