"""One spelling of a text for reading, and the signals that go lost when a text is evened out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gwidam.core.text import clean

LONGEST = 20_000  # characters read of one voice; the rest is kept and found, but not judged


@dataclass(frozen=True, slots=True)
class Signals:
    """How often a text laughs, weeps and shouts: counts of runs, whatever their length.

    laughs: ㅋㅋ, ㅎㅎ, haha, :), 😂 · weeps: ㅠㅠ, ㅜㅜ, :(, 😭 · rages: ㅡㅡ, 😡, ㅗ, ㅅㅂ, !!! · loves: ♥, 👍, ^^
    stretches: letters drawn out (너무우우우, sooooo) · shouts: words of capitals (three letters or more).
    """

    laughs: int = 0
    weeps: int = 0
    rages: int = 0
    loves: int = 0
    stretches: int = 0
    shouts: int = 0


@dataclass(frozen=True, slots=True)
class Normal:
    """A text evened out for models, and its signals.

    text: composed (NFC), one spelling of spaces, runs of one sign cut to two; case and signs stay.
    """

    text: str
    signals: Signals


def normal(text: str) -> Normal:
    """Even out a text and read its signals; linear in its length, at most `LONGEST` characters of it."""
    cleaned = clean(text[: 4 * LONGEST]).text[:LONGEST]
    return Normal(evened(cleaned), signals(cleaned))


def evened(text: str) -> str:
    """Bring a clean text to one spelling of gaps and repetitions: ㅋㅋㅋㅋㅋ is ㅋㅋ, !!!!! is !!, soooo is soo."""
    return " ".join(_REPEATED.sub(r"\1\1", text).split())


def signals(text: str) -> Signals:
    """Count the signals of a clean text."""
    counts = {name: sum(1 for _ in pattern.finditer(text)) for name, pattern in _SIGNALS.items()}
    return Signals(**counts)


_REPEATED = re.compile(r"([^\W\d]|[^\w\s])\1{2,}")
_SIGNALS = {
    "laughs": re.compile("[ㅋㅎ]{2,}|\\b(?:ha){2,}h?\\b|\\blol\\b|[:;=]-?[)D]|[😀-😆😂🤣😊☺😄]+", re.IGNORECASE),
    "weeps": re.compile("[ㅠㅜ]{1,}|[:=]'?-?\\(|T[_.]T|[😢😭😥😰😿😞😔😩]+"),
    "rages": re.compile("ㅡㅡ+|ㅡ_ㅡ|-_-|ㅗ+|[ㅅㅆ][ㅂㅃ]|ㅂㅅ|ㅈㄹ|!{2,}|[😠😡🤬👿💢👎🤮]+"),
    "loves": re.compile("[♥♡❤💕💖💗😍🥰👍👏🙏]+\ufe0f?|\\^_?\\^"),
    "stretches": re.compile(r"([^\W\d_ㅋㅎㅠㅜㅡㅗ])\1{2,}"),
    "shouts": re.compile(r"\b[A-Z]{3,}\b(?=.*[A-Z]{3,})|\b[A-Z]{5,}\b"),
}
