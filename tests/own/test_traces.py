"""What names a person in what somebody else typed."""

from __future__ import annotations

import pytest

from gwidam.own.rules.traces import Traces

SEOYEON = Traces.of(
    names=["김서연", "seoyeon@home.example"], phones=["+821023454417", "010-2345-4417"], receipts=["3841509276"]
)
OTHERS = Traces.of(names=["이수", "Jane Lee", "O", ""], phones=["1588"], receipts=[])


@pytest.mark.parametrize(
    "words",
    [
        *("김서연", "김 서연 환불", "요금 김서연님", "ＳＥＯＹＥＯＮ@home.example", "seoyeon@home.example 환불"),
        *("010-2345-4417", "01023454417", "010 2345 4417로", "+82 10-2345-4417", "4417", "0123 4417"),
        *("3841509276", "38415-09276", "접수 3841 5092 76"),
    ],
)
def test_a_person_is_named_by_name_contact_and_receipt(words):
    assert SEOYEON.stand_in(words)


@pytest.mark.parametrize(
    "words",
    [
        *("김서", "서연이네", "환불", "4417 요금", "요금 2026", "010-2345-4418", "38415-09277", ""),
        *("home example", "seoyeon", "이수", "Jane Lee"),
    ],
)
def test_others_are_not_taken_for_them(words):
    assert not SEOYEON.stand_in(words)


@pytest.mark.parametrize(
    ("words", "is_named"),
    [
        *(("이수 환불", True), ("이수님", True), ("정이수리", False)),
        *(("jane lee", True), ("Lee, Jane", True), ("janelee", True), ("jane sleep", False), ("lee", False)),
        *(("o", False), ("1588", False)),
    ],
)
def test_short_and_latin_names_are_words_of_their_own(words, is_named):
    assert OTHERS.stand_in(words) is is_named


def test_nobody_is_named_by_no_traces():
    assert not Traces().stand_in("김서연 4417")
