"""The same words again: copies and campaigns."""

from __future__ import annotations

import numpy as np
import pytest

from gwidam.understand.heart.likeness import Copies, campaigns, fingerprint, sameness
from gwidam.understand.heart.likeness.copies import LOOKED_UP, fingerprints, suspects

REVIEW = "여기 대리점 직원이 너무 불친절하고 약속한 사은품도 주지 않았습니다. 다들 가지 마세요."


@pytest.mark.parametrize(
    ("text", "is_copy"),
    [
        (REVIEW, True),
        (REVIEW.replace(" ", "  ").replace(".", "!!"), True),
        ("안녕하세요. " + REVIEW + " 010", True),
        (REVIEW * 2, True),
        (REVIEW[:20], False),
        ("매장 직원분이 정말 친절하게 안내해 주셔서 감사합니다. 다음에도 꼭 여기로 오겠습니다.", False),
        ("", False),
    ],
)
def test_copies_are_known_by_their_letters(text: str, is_copy: bool) -> None:
    copies = Copies()
    copies.add(1, "처음 온 다른 목소리입니다. 인터넷이 어제부터 계속 끊기고 있어요.")
    copies.add(2, REVIEW)
    assert copies.add(3, text) == (2 if is_copy else 3)
    assert copies.first_of(3) == (2 if is_copy else 3)


def test_short_texts_are_no_copies() -> None:
    copies = Copies()
    assert [copies.add(number, "너무 느려요") for number in range(3)] == [0, 1, 2]
    assert fingerprint("너무 느려요") == ()
    assert sameness((), ()) == 0.0


def test_a_flood_is_one_campaign() -> None:
    copies = Copies()
    firsts = [copies.add(number, f"{REVIEW} {number}") for number in range(50)]
    firsts += [
        copies.add(50 + number, f"저는 {number}번 손님인데 {'가나다라마바사아자차'[number:]} 문의드립니다")
        for number in range(5)
    ]
    people = [number % 10 for number in range(50)] + list(range(5))
    assert campaigns(firsts, people) == [(0, 50, 10)]


def test_unknown_people_are_one_in_a_campaign() -> None:
    assert campaigns([1, 1, 1, 1], [None, None, None, "a"]) == []
    assert campaigns([1, 1, 1], [None, "b", "a"]) == [(1, 3, 3)]


def test_fingerprints_are_the_same_in_every_process() -> None:
    assert fingerprint(REVIEW)[:2] == fingerprint(REVIEW.upper())[:2]
    assert len(fingerprint("가나다라마바사아자차카타파하" * 80_000)) <= 64
    assert all(0 <= hash_ < 2**63 for hash_ in fingerprint(REVIEW))


def test_many_fingerprints_at_once_are_those_of_each_text() -> None:
    texts = [REVIEW, "", "너무 느려요", "😀" * 30, "ㅋ" * 40, REVIEW * 3, "x" * 24]
    assert fingerprints(texts) == [fingerprint(text) for text in texts]
    assert [len(each) for each in fingerprints(texts)[1:3]] == [0, 0]
    assert fingerprints([]) == []


def test_only_texts_that_share_enough_hashes_may_be_copies() -> None:
    texts = [
        REVIEW,
        "매장 직원분이 정말 친절하게 안내해 주셔서 감사합니다. 다음에도 꼭 오겠습니다.",
        f"{REVIEW} 010",
        "네",
    ]
    marks = np.full((4, LOOKED_UP), -1, np.int64)
    for row, print_ in zip(marks, fingerprints(texts), strict=True):
        row[: len(print_[:LOOKED_UP])] = print_[:LOOKED_UP]
    assert suspects(marks).tolist() == [True, False, True, False]
    assert suspects(marks[:0]).tolist() == []


def test_a_text_of_one_shingle_may_be_a_copy_by_that_one() -> None:
    marks = np.full((3, LOOKED_UP), -1, np.int64)
    marks[:2, 0] = fingerprint("ㅋ" * 40)
    assert suspects(marks).tolist() == [True, True, False]
