"""Resident and card numbers are taken out of every text before it is first written.

PIPA art. 24-2: a resident number may not be kept without a statute that asks for it, consent is not enough.
There is one function, `mask`; whatever reads, indexes, sends or exports text does so after it.
"""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise
from typing import NamedTuple


class Span(NamedTuple):
    """Where something was masked, in the masked text (half-open), and why; never what it was.

    kind: "resident", "foreigner" or "card".
    rule: "plain" (13 digits, or 6 and 7), "apart" (more gaps than that), "told" (앞자리 ... 뒷자리 ...),
        "half" (the writer had masked part of it), "luhn" (a card number with its check digit).
    """

    start: int
    end: int
    kind: str
    rule: str


class Masked(NamedTuple):
    """Text that may be stored, and its masked spans in order."""

    text: str
    spans: tuple[Span, ...]


def mask(text: str) -> Masked:
    """Replace resident and foreigner numbers by `880101-*******` and card numbers by `****-****-****-1234`.

    Found in any digits Unicode has, with any dash, dot, space, line break or invisible character between, or
    none. A resident number needs a birth date that exists and a century digit from 1 to 8; its check digit
    is not asked, because numbers given since October 2020 have none. A card number needs the beginning and
    length of a network that exists, and Luhn's check digit. Phone numbers, receipts, dates and amounts stay.
    Masking twice changes nothing more. Linear in the length of the text.
    """
    parts: list[str] = []
    spans: list[Span] = []
    done = length = 0
    for find in _found(text):
        kept = text[done : find.start]
        start = length + len(kept)
        length = start + len(find.shown)
        parts += (kept, find.shown)
        spans.append(Span(start, length, find.kind, find.rule))
        done = find.end
    return Masked("".join([*parts, text[done:]]), tuple(spans))


def masked_places(text: str) -> list[tuple[int, int, str]]:
    """Return what `mask` takes out of a text: places in the text as it was given (half-open), and kinds."""
    return [(find.start, find.end, find.kind) for find in _found(text)]


def one_spelling(text: str) -> str:
    """Return the same text, character for character, with one spelling of digits, dashes, dots and gaps.

    Digits that are spelt out (공일공, 팔팔공일) are digits where six or more follow one another.
    """
    if text.isascii():
        return text
    return _SPOKEN.sub(lambda run: run[0].translate(_DIGITS_SPOKEN), text.translate(_spellings()))


class _Group(NamedTuple):
    """Digits with nothing visible between them."""

    start: int
    end: int
    digits: str
    is_first: bool  # nothing before it can belong to it


class _Find(NamedTuple):
    start: int
    end: int
    kind: str
    rule: str
    shown: str


def _found(text: str) -> Iterator[_Find]:
    fewest = _FEWEST_OF_HALF if _HIDING.search(text) else _FEWEST
    if sum(1 for _ in islice(_DIGIT.finditer(text), fewest)) < fewest:
        return iter(())
    return _finds(one_spelling(text))


def _finds(plain: str) -> Iterator[_Find]:
    """Leftmost finds first, none overlapping; looks at no more than `_FURTHEST` groups at once."""
    groups = _groups(plain)
    ahead: list[_Group] = []
    while True:
        ahead += islice(groups, _FURTHEST - len(ahead))
        if not ahead:
            return
        found = _find_at(plain, ahead)
        if found is None:
            del ahead[0]
        else:
            yield found
            ahead = [group for group in ahead if group.start >= found.end]


def _groups(plain: str) -> Iterator[_Group]:
    end = -_WIDEST_GAP
    for token in _TOKENS.finditer(plain):
        start = token.start()
        if token.lastgroup == "digits":
            yield _Group(start, token.end(), token[0].replace(_NOTHING, ""), start - end >= _WIDEST_GAP)
            end = token.end()
        else:
            end = -_WIDEST_GAP  # what is masked already has nothing to do with its neighbours


def _find_at(plain: str, ahead: Sequence[_Group]) -> _Find | None:
    if 6 <= len(ahead[0].digits) < 13 and (half := _half_at(plain, ahead[0])):
        return half
    if len(ahead[0].digits) not in _FIRST_SIZES:
        return None
    sizes = _sizes(ahead)
    # A card shows its last four digits, so thirteen digits that could be either are taken for the resident's.
    if sizes[0] == 13:
        return _resident_at(plain, ahead, sizes) or _card_at(plain, ahead, sizes)
    return _card_at(plain, ahead, sizes) or _resident_at(plain, ahead, sizes)


def _sizes(ahead: Sequence[_Group]) -> tuple[int, ...]:
    """Numbers of digits of the groups that may belong to the first."""
    sizes = [len(ahead[0].digits)]
    for group in ahead[1:]:
        if group.is_first:
            break
        sizes.append(len(group.digits))
    return tuple(sizes)


def _gaps(plain: str, taken: Sequence[_Group]) -> list[str]:
    """How each group but the first follows the one before: "near", "line", "told" or "far"."""
    return [_gap(plain[before.end : after.start]) for before, after in pairwise(taken)]


def _gap(between: str) -> str:
    between = between.replace(_NOTHING, "")
    return next((name for name, pattern in _GAPS.items() if pattern.fullmatch(between)), "far")


def _half_at(plain: str, group: _Group) -> _Find | None:
    found = _HALF.match(plain, group.start)
    kind = _kind(found[1], found[2]) if found else None
    if found is None or kind is None:
        return None
    return _Find(group.start, found.end(), kind, "half", f"{found[1]}-*******")


def _resident_at(plain: str, ahead: Sequence[_Group], sizes: tuple[int, ...]) -> _Find | None:
    for shape, head in _RESIDENT_SHAPES.get(sizes[0], ()):
        if sizes[: len(shape)] != shape:
            continue
        taken = ahead[: len(shape)]
        digits = "".join(group.digits for group in taken)
        kind = _kind(digits[:6], digits[6])
        rule = _rule(_gaps(plain, taken), head)
        if kind and rule:
            return _Find(taken[0].start, taken[-1].end, kind, rule, f"{digits[:6]}-*******")
    return None


def _rule(gaps: list[str], head: int) -> str | None:
    """By which rule the gaps hold a resident number together; only the one after its date may be wide."""
    if not gaps:
        return "plain"
    middle = gaps.pop(head - 1)
    if middle == "far" or any(gap != "near" for gap in gaps):
        return None
    if middle == "told":
        return "told"
    return "apart" if gaps else "plain"


def _kind(born: str, century: str) -> str | None:
    """Whose number begins like this, or None when nobody can be born on that date."""
    if century not in "12345678":
        return None
    year = (2000 if century in "3478" else 1900) + int(born[:2])
    month, day = int(born[2:4]), int(born[4:])
    if year > _LAST_BIRTH or not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
        return None
    return "foreigner" if century in "5678" else "resident"


def _card_at(plain: str, ahead: Sequence[_Group], sizes: tuple[int, ...]) -> _Find | None:
    for shape in _CARD_SHAPES.get(sizes[0], ()):
        if sizes[: len(shape)] != shape:
            continue
        taken = ahead[: len(shape)]
        digits = "".join(group.digits for group in taken)
        if not (_NETWORK.fullmatch(digits) and _passes_luhn(digits)):
            continue
        start, end = taken[0].start, taken[-1].end
        if not _is_in_word(plain, start, end) and all(gap == "near" for gap in _gaps(plain, taken)):
            return _Find(start, end, "card", "luhn", f"****-****-****-{digits[-4:]}")
    return None


def _is_in_word(plain: str, start: int, end: int) -> bool:
    """Part of a hash or an identifier with letters in it."""
    return bool(_LETTER.fullmatch(plain[start - 1 : start]) or _LETTER.fullmatch(plain[end : end + 1]))


def _passes_luhn(digits: str) -> bool:
    """ISO/IEC 7812-1 annex B."""
    total = sum(map(int, digits[-1::-2])) + sum(_DOUBLED[int(digit)] for digit in digits[-2::-2])
    return total % 10 == 0


@lru_cache(maxsize=1)
def _spellings() -> dict[int, str]:
    table = {}
    for code in (*range(0x80, _LAST_DIGIT), *range(0xE0000, 0xE0080)):
        character = chr(code)
        category = unicodedata.category(character)
        if category == "Nd":
            table[code] = str(unicodedata.digit(character))
        elif category == "Pd":
            table[code] = "-"
        elif category == "Zs":
            table[code] = " "
        elif category == "Cf":
            table[code] = _NOTHING
    circled = {0x24EA: "0"} | {0x245F + digit: str(digit) for digit in range(1, 10)}
    return table | circled | str.maketrans(_LOOKALIKES)


_LAST_DIGIT = 0x1FC00  # no digits or dashes live beyond; of what has no shape, only the tags do
_NOTHING = "\u200b"  # stands for everything without a shape
_STARS = "＊●○◯★☆■□※"
_LOOKALIKES = {
    **dict.fromkeys("−⁃ㅡー─━╴", "-"),
    **dict.fromkeys("．。·・‧∙ㆍ•․｡､", "."),
    **dict.fromkeys(_STARS, "*"),
    **dict.fromkeys("～∼〜", "~"),
    "／": "/",
    "＿": "_",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u034f": _NOTHING,
    "\u115f": _NOTHING,
    "\u1160": _NOTHING,
    "\u3164": " ",
    "\uffa0": " ",
}

_DIGITS_SPOKEN = str.maketrans("공영령일이삼사오육륙칠팔구", "0001234566789")
# Six or more in a row; of 이고, 이며, 이에요 the 이 is no digit. Between digits only the names of nought.
_SPOKEN = re.compile(
    r"(?:(?:[공영령일삼사오육륙칠팔구]|이(?![고며라에었요]))(?:[ .-]|에){0,2}){6,}"
    r"|(?<=[0-9])(?:[ .-]{0,2}[공영])+(?=[ .-]{0,2}[0-9])"
)
_DIGIT = re.compile(r"[\d①-⑨공영령일이삼사오육륙칠팔구]")
_LETTER = re.compile("[A-Za-z]")
_TOKENS = re.compile(
    r"(?P<resident>(?<!\d)\d{6}-\*{7})"
    r"|(?P<card>\*{4}-\*{4}-\*{4}-\d{4}(?!\d))"
    rf"|(?P<digits>[0-9](?:{_NOTHING}*[0-9])*)"
)
_FEWEST = 13  # digits of any number
_FEWEST_OF_HALF = 7  # of one whose writer had hidden the rest
_FURTHEST = 20  # groups that any shape below can take
_WIDEST_GAP = 24
_GAPS = {
    "near": re.compile(r"[ \t]{0,3}[-./~_]{0,2}[ \t]{0,3}"),
    "line": re.compile(
        r"[ \t]*-?[ \t]*\r?\n[ \t]*-?[ \t]*|[ \t]*[-,:)(\]\[]{1,3}[ \t]*|[ \t]?(?:에|하이픈|대시|짝대기)[ \t]?"
    ),
    "told": re.compile(r"[^*\d]*(?:뒷|뒤|끝|다시)[^*\d]*"),
}
_HIDING = re.compile(f"[*xX{_STARS}]")
_HALF = re.compile(r"(\d{6}) ?-? ?([1-8])(?!\d{6})[\d*xX]{6}(?![\d*])")

_ONE = (1,)
# By the size of their first group: sizes of all groups, and how many of them are the date.
_RESIDENT_SHAPES: dict[int, tuple[tuple[tuple[int, ...], int], ...]] = {
    13: (((13,), 1),),
    6: tuple(((6, *tail), 1) for tail in ((7,), (1, 6), (3, 4), (4, 3), (2, 5), (1, 3, 3), _ONE * 7)),
    2: tuple(((2, 2, 2, *tail), 3) for tail in ((7,), (1, 6), (3, 4), (4, 3))),
    1: ((_ONE * 13, 6), ((*_ONE * 6, 7), 6)),
}
# A birth date after this is none. There is no clock here; move it on once in twenty years.
_LAST_BIRTH = 2045

_CARD_SHAPES: dict[int, tuple[tuple[int, ...], ...]] = {
    **{length: ((length,),) for length in range(13, 20)},
    4: ((4, 4, 4, 4, 3), (4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 12), (4, 4, 8), (4, 8, 4), (4, 4, 4, 1)),
    8: ((8, 8),),
    6: ((6, 10), (6, 6, 4), (6, 13)),
    1: (_ONE * 16, _ONE * 15),
}
# First digits and lengths by network: Visa; Maestro, Mastercard; Amex; Diners; JCB; Discover and UnionPay;
# the domestic ones of Korea.
_NETWORK = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[0-8]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"
    r"|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}|35\d{14}|6\d{15,18}|9\d{15}"
)
_FIRST_SIZES = {*_RESIDENT_SHAPES, *_CARD_SHAPES}
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)
