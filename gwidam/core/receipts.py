"""The number a customer is given: ten digits that can be read out, typed and checked.

Nine digits are a keyed permutation of the case's own number, so that nobody can tell from a receipt how many
there are or which one is next; the tenth is a Damm check digit, which notices every single wrong digit and
every two neighbours swapped.
"""

from __future__ import annotations

import hmac
import unicodedata
from functools import lru_cache

MOST = 10**9  # receipts there can be, and one more than the largest id

_HALF = 31_623  # the least number whose square holds MOST, so that hardly any id has to walk
_ROUNDS = tuple(bytes([number]) for number in range(8))
_LONGEST = 64  # characters of a typed receipt that are looked at
_WITHOUT_GAPS = dict.fromkeys(map(ord, " \u00a0\u3000\t\r\n-‐‑‒–—―−－ㅡ─_＿.．·・"))
# A totally anti-symmetric quasigroup of order ten (H. M. Damm, 2004); its diagonal is zero.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def receipt(number: int, key: bytes) -> str:
    """The ten digits for an id from 1 to 999,999,999; unique, and always the same under one secret key.

    A Feistel network on two equal halves, its rounds HMAC-SHA256; what falls outside nine digits walks on
    until it is inside (Black and Rogaway, "Ciphers with Arbitrary Finite Domains", 2002).
    Raises ValueError for other ids and for a key shorter than 16 bytes.
    """
    if not 1 <= number < MOST:
        raise ValueError("Receipts exist for ids from 1 to 999,999,999.")
    rounds = _keyed_rounds(key)
    permuted = _permuted(number, rounds)
    while permuted >= MOST:
        permuted = _permuted(permuted, rounds)
    nine = f"{permuted:09d}"
    return nine + str(_check_digit(nine))


def shown(digits: str) -> str:
    """`"3841509276"` as people read it: `"38415-09276"`."""
    return f"{digits[:5]}-{digits[5:]}"


def parse(text: str) -> str:
    """The ten digits a person meant, however they spaced, dashed or widened them.

    Raises ValueError with a sentence: too few or too many digits, something else than digits, or one of them
    wrong.
    """
    plain = unicodedata.normalize("NFKC", text[:_LONGEST].translate(_WITHOUT_GAPS))
    if not (plain.isascii() and plain.isdigit() and len(plain) == 10):
        raise ValueError("A receipt number has ten digits.")
    if _check_digit(plain) != 0:
        raise ValueError("One digit seems wrong.")
    return plain


def _permuted(number: int, rounds: tuple[hmac.HMAC, ...]) -> int:
    left, right = divmod(number, _HALF)
    for keyed in rounds:
        code = keyed.copy()
        code.update(right.to_bytes(2))
        left, right = right, (left + int.from_bytes(code.digest()[:8])) % _HALF
    return left * _HALF + right


@lru_cache(maxsize=8)
def _keyed_rounds(key: bytes) -> tuple[hmac.HMAC, ...]:
    if len(key) < 16:
        raise ValueError("The key of the receipts needs at least 16 bytes.")
    return tuple(hmac.new(key, b"receipt" + number, "sha256") for number in _ROUNDS)


def _check_digit(digits: str) -> int:
    """The digit that completes these; zero when the last of them already does."""
    check = 0
    for digit in digits:
        check = _DAMM[check][int(digit)]
    return check
