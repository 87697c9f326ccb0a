"""Words typed on the wrong keyboard: `dlsxjspt` is 인터넷, and ㅑㅔㅙㅜㄷ is iphone.

The standard two-set layout (KS X 5002), as every Korean keyboard has it.
"""

from __future__ import annotations

import unicodedata

_KEYS = "rRseEfaqQtTdwWczxvgkoiOjpuPhynbml"
_JAMO = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎㅏㅐㅑㅒㅓㅔㅕㅖㅗㅛㅜㅠㅡㅣ"
_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_FINALS = " ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"
_PAIRS = {
    "ㅗㅏ": "ㅘ", "ㅗㅐ": "ㅙ", "ㅗㅣ": "ㅚ", "ㅜㅓ": "ㅝ", "ㅜㅔ": "ㅞ", "ㅜㅣ": "ㅟ", "ㅡㅣ": "ㅢ",
    "ㄱㅅ": "ㄳ", "ㄴㅈ": "ㄵ", "ㄴㅎ": "ㄶ", "ㄹㄱ": "ㄺ", "ㄹㅁ": "ㄻ", "ㄹㅂ": "ㄼ", "ㄹㅅ": "ㄽ",
    "ㄹㅌ": "ㄾ", "ㄹㅍ": "ㄿ", "ㄹㅎ": "ㅀ", "ㅂㅅ": "ㅄ",
}  # fmt: skip
_TYPED_BY = dict(zip(_KEYS, _JAMO, strict=True))
_KEY_OF = dict(zip(_JAMO, _KEYS, strict=True))
_SPLIT = {joined: pair for pair, joined in _PAIRS.items()}
_FIRST_SYLLABLE, _LAST_SYLLABLE = 0xAC00, 0xD7A3


def hangul(typed: str) -> str:
    """What the keys of `typed` write on a Korean keyboard; "" unless it is syllables from end to end."""
    jamo = []
    for key in typed:
        written = _TYPED_BY.get(key) or _TYPED_BY.get(key.lower())
        if written is None:
            return ""
        jamo.append(written)
    text = _composed(jamo)
    return text if all("가" <= letter <= "힣" for letter in text) else ""


def latin(typed: str) -> str:
    """What the keys of Korean letters write on a Latin keyboard, in small letters; "" for anything else."""
    keys = [_KEY_OF.get(jamo, "") for jamo in jamo_of(typed)]
    return "" if "" in keys else "".join(keys).lower()


def jamo_of(text: str) -> str:
    """Hangul as the keys that write it, one jamo each; other letters as they are."""
    written = []
    for letter in unicodedata.normalize("NFC", text):
        code = ord(letter)
        if not _FIRST_SYLLABLE <= code <= _LAST_SYLLABLE:
            written.append(_SPLIT.get(letter, letter))
            continue
        rest, final = divmod(code - _FIRST_SYLLABLE, len(_FINALS))
        initial, vowel = divmod(rest, len(_VOWELS))
        parts = (_INITIALS[initial], _VOWELS[vowel], _FINALS[final].strip())
        written += [_SPLIT.get(part, part) for part in parts]
    return "".join(written)


def _composed(jamo: list[str]) -> str:
    """Syllables as an input method makes them: a consonant goes to the vowel that follows it."""
    text, place = [], 0
    while place < len(jamo):
        syllable, place = _syllable(jamo, place)
        text.append(syllable)
    return "".join(text)


def _syllable(jamo: list[str], place: int) -> tuple[str, int]:
    initial = jamo[place]
    if initial not in _INITIALS or place + 1 == len(jamo) or jamo[place + 1] not in _VOWELS:
        return initial, place + 1
    vowel, place = _joined(jamo, place + 1, _VOWELS)
    final = ""
    if place < len(jamo) and jamo[place] in _FINALS and not _before_vowel(jamo, place):
        final, after = _joined(jamo, place, _FINALS)
        if len(final) == 1 and after - place == 2 and _before_vowel(jamo, after - 1):
            final, after = jamo[place], place + 1
        place = after
    code = (_INITIALS.index(initial) * len(_VOWELS) + _VOWELS.index(vowel)) * len(_FINALS)
    return chr(_FIRST_SYLLABLE + code + _FINALS.index(final or " ")), place


def _joined(jamo: list[str], place: int, kinds: str) -> tuple[str, int]:
    joined = _PAIRS.get("".join(jamo[place : place + 2]), "")
    return (joined, place + 2) if joined and joined in kinds else (jamo[place], place + 1)


def _before_vowel(jamo: list[str], place: int) -> bool:
    return place + 1 < len(jamo) and jamo[place + 1] in _VOWELS
