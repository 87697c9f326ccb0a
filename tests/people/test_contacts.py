"""What people type as a way to reach them becomes one normalised contact."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwidam.core.errors import NotValid
from gwidam.people import contacts

GAPS = st.sampled_from(["", "-", " "])
DIGITS = "0123456789"


def by_library(text: str) -> str | None:
    """The E.164 number phonenumbers reads, the slow way; None where it reads none."""
    try:
        number = phonenumbers.parse(text, "KR")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@given(
    st.sampled_from(["010", "011", "016", "017", "018", "019"]),
    st.text(DIGITS, min_size=3, max_size=4),
    st.text(DIGITS, min_size=4, max_size=4),
    GAPS,
    GAPS,
)
def test_the_short_way_for_korean_mobiles_says_what_the_library_says(net, middle, end, first_gap, second_gap):
    typed = f"{net}{first_gap}{middle}{second_gap}{end}"
    assert contacts.phone(typed).value == by_library(typed)
    assert contacts.phone(typed).tail == end


@given(st.text(DIGITS + "-+ ()", max_size=18))
def test_whatever_looks_like_a_number_is_read_as_the_library_reads_it(typed):
    try:
        read = contacts.phone(typed).value
    except NotValid:
        read = None
    assert read == by_library(typed)


def test_a_number_with_a_country_code_is_the_same_person_as_without():
    assert contacts.phone("+82 10-2345-4417").mark == contacts.phone("010 2345 4417").mark


@pytest.mark.parametrize("typed", ["", "ㅎㅎ", "12", "0" * 40])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(NotValid):
        contacts.phone(typed)
