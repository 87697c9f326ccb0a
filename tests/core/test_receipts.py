from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwidam.core.receipts import MOST, parse, receipt, shown

KEY, OTHER_KEY = b"a key for the tests only", b"another key for the tests"

ids = st.integers(1, MOST - 1)


def test_a_receipt_never_changes():
    assert [receipt(number, KEY) for number in (1, 2, 3, MOST - 1)] == [
        "8946466331",
        "1455836989",
        "2123879714",
        "2591920356",
    ]


@given(ids)
def test_a_receipt_reads_back(number: int):
    digits = receipt(number, KEY)
    assert len(digits) == 10
    assert parse(shown(digits)) == digits


def test_receipts_are_unique_and_in_no_order():
    nines = [receipt(number, KEY)[:9] for number in range(1, 20_001)]
    assert len(set(nines)) == 20_000
    rising = sum(one < two for one, two in pairwise(nines))
    assert 9_700 < rising < 10_300
    leading = [sum(nine[0] == digit for nine in nines) for digit in "0123456789"]
    assert all(1_850 < count < 2_150 for count in leading)


def test_another_key_gives_other_receipts():
    assert [receipt(number, KEY) for number in range(1, 50)] != [
        receipt(number, OTHER_KEY) for number in range(1, 50)
    ]


@given(ids)
def test_every_single_wrong_digit_is_noticed(number: int):
    digits = receipt(number, KEY)
    for place in range(10):
        for wrong in "0123456789".replace(digits[place], ""):
            with pytest.raises(ValueError, match=r"^One digit seems wrong\.$"):
                parse(digits[:place] + wrong + digits[place + 1 :])


@given(ids)
def test_every_two_swapped_neighbours_are_noticed(number: int):
    digits = receipt(number, KEY)
    for place in range(9):
        one, two = digits[place : place + 2]
        if one != two:
            with pytest.raises(ValueError, match=r"^One digit seems wrong\.$"):
                parse(digits[:place] + two + one + digits[place + 2 :])


@pytest.mark.parametrize(
    "dressed",
    ["{0}-{1}", "{0} {1}", "{0}{1}", " {0} - {1}\n", "{0}–{1}", "{0}－{1}", "{0}\u3000{1}", "{0}.{1}", "{0}ㅡ{1}"],
)
def test_a_receipt_may_be_typed_in_any_dress(dressed: str):
    digits = receipt(41, KEY)
    assert parse(dressed.format(digits[:5], digits[5:])) == digits
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    assert parse(dressed.format(digits[:5], digits[5:]).translate(wide)) == digits


@pytest.mark.parametrize(
    "text", ["", "-", "12345-6789", "12345-678901", "12345-6789a", "전화번호", "1" * 10_000, "٣" * 10]
)
def test_what_is_no_receipt_is_refused(text: str):
    with pytest.raises(ValueError, match=r"^A receipt number has ten digits\.$"):
        parse(text)


@pytest.mark.parametrize("number", [0, -1, MOST])
def test_receipts_end_with_nine_digits(number: int):
    with pytest.raises(ValueError, match="1 to 999,999,999"):
        receipt(number, KEY)


def test_a_short_key_is_refused():
    with pytest.raises(ValueError, match="16 bytes"):
        receipt(1, b"short")
