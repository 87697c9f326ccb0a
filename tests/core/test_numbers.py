"""Whole numbers written by anybody."""

from __future__ import annotations

import pytest

from gwidam.core.text import number_in


@pytest.mark.parametrize(("written", "number"), [("0", 0), ("7", 7), ("00012", 12), ("9" * 18, 10**18 - 1)])
def test_plain_digits_are_a_number(written: str, number: int) -> None:
    assert number_in(written) == number


@pytest.mark.parametrize("written", ["", "-1", "1.5", " 1", "1_000", "٣", "²", "x", "9" * 19, "9" * 5000])
def test_anything_else_is_none_of_ours(written: str) -> None:
    assert number_in(written) == 0
