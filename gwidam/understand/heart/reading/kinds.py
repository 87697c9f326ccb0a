"""What kind of voice it is: by the words that tell it, and by what people corrected."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..features import Floats
from ..labels import Labels, evidence, leaning
from ..seen import Seen
from .cues import Found, Said, found

KINDS = ("complaint", "request", "question", "praise", "idea", "report")

_MOST_CUES = 4.0  # of strength together
_FILLS = 0.8  # share of what the words leave open that corrections may fill
_LEAST = 0.1  # below, a kind that no word tells is not worth naming


def kinds(texts: Sequence[str], corrected: Labels | None = None) -> list[tuple[Said, ...]]:
    """Return what kinds of voice each text is, surest first; the rest up to 1 is the chance of none of them.

    corrected: a model learnt from people's corrections of kinds, or None.
    """
    told = [_cues(text) for text in texts]
    chances = _by_cues(told)
    if corrected is not None and len(texts):
        chances = _moved(chances, leaning(corrected, Seen(tuple(texts)), KINDS), corrected)
    read = [_said(row, cues) for row, cues in zip(chances, told, strict=True)]
    return read if corrected is None else _with_words(read, texts, corrected)


def _cues(text: str) -> dict[str, list[Found]]:
    cues = found(text, "kind")
    cues += [cue.telling("complaint") for cue in found(text, "heat") if cue.code != "again"]
    cues += [cue.telling("report") for cue in found(text, "danger") if cue.code == "safety"]
    by_code: dict[str, list[Found]] = {}
    for cue in cues:
        by_code.setdefault(cue.code, []).append(cue)
    return by_code


def _by_cues(told: Sequence[dict[str, list[Found]]]) -> Floats:
    """Return the probabilities (texts, kinds)."""
    loud = np.zeros((len(told), len(KINDS)))
    for row, cues in zip(loud, told, strict=True):
        for code, each in cues.items():
            row[KINDS.index(code)] = np.expm1(min(sum(cue.strength for cue in each), _MOST_CUES))
    return np.asarray(loud / (1 + loud.sum(axis=1, keepdims=True)))


def _moved(chances: Floats, pushes: Floats, corrected: Labels) -> Floats:
    """Push what the words tell, and let the corrections say something where the words leave it open."""
    nothing = 1 - chances.sum(axis=1, keepdims=True)
    pushed = chances * np.exp(pushes)
    total = pushed.sum(axis=1, keepdims=True) + nothing
    known = np.isin(KINDS, corrected.names)
    likely = np.where(known, np.exp(pushes), 0)
    filled = _FILLS * nothing * likely / np.maximum(likely.sum(axis=1, keepdims=True), 1e-9)
    return np.asarray((pushed + filled) / total)


def _said(chances: Floats, cues: dict[str, list[Found]]) -> tuple[Said, ...]:
    named = [
        Said(code, float(chance), tuple(cues.get(code, ())))
        for code, chance in zip(KINDS, chances, strict=True)
        if code in cues or chance >= _LEAST
    ]
    return tuple(sorted(named, key=lambda each: (-each.confidence, each.code)))


def _with_words(read: list[tuple[Said, ...]], texts: Sequence[str], corrected: Labels) -> list[tuple[Said, ...]]:
    """Give the likeliest kind, where no cue tells it, the words by which the corrections do."""
    places = [
        place
        for place, said in enumerate(read)
        if said and not said[0].evidence and said[0].code in corrected.names
    ]
    codes = [read[place][0].code for place in places]
    words = evidence(corrected, Seen(tuple(texts[place] for place in places)), codes, most=3)
    for place, code, pushed in zip(places, codes, words, strict=True):
        best, *others = read[place]
        telling = tuple(Found(each.start, each.end, each.word, code, each.push, False) for each in sorted(pushed))
        read[place] = (Said(code, best.confidence, telling), *others)
    return read
