"""Whole numbers written by anybody."""

from __future__ import annotations

MOST_DIGITS = 18  # what always fits the database's bigint; Python itself refuses some thousands of digits


def number_in(written: str) -> int:
    """The whole number that stands there in plain digits; 0 for anything else."""
    is_number = written.isascii() and written.isdecimal() and len(written) <= MOST_DIGITS
    return int(written) if is_number else 0
