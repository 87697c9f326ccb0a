"""Tone: negative, neutral or positive, with a probability; and heat, how angry a text is.

Two witnesses are heard. A classifier learnt from ratings of films (see `teach.py`) knows how Koreans praise and
scold; cues know what is good and bad of a service, in both languages. Film reviews always judge, voices often
only ask; so a text that asks without judging leans to neutral.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ..features import Floats
from ..labels import Labels, evidence, leaning
from ..language import Told
from ..normal import Signals
from ..seen import Seen
from .cues import Found, Said, found, said

TONES = ("negative", "neutral", "positive")
PATH = Path(__file__).with_name("tone.npz")  # the default model; its hash stands beside it

_TRUST_IN_MODEL = {"ko": 0.6, "mixed": 0.4}  # it was taught with other matter, in Korean
_RATED = (0.17, 0.18, 0.65)  # shares of the ratings it was taught with, as counted by `teach.py`
_MOST_LEARNT = 2.5  # logits, either way
_CUE = 1.8  # logits of a cue of strength 1
_MOST_CUES = 3.0  # of strength together
_DENIED_TURNS = 6.0  # "not good" is nearly as bad as "good" is good; undoes most of the weakening of denied cues
_NEUTRAL_AT_REST = 1.0
_ASKS = 0.6


@dataclass(frozen=True, slots=True)
class Tone:
    """How a text sounds. label: negative, neutral or positive; probability: of it; chances: of all three, in order.

    evidence: the words it was read from.
    """

    label: str
    probability: float
    chances: tuple[float, float, float]
    evidence: tuple[Found, ...]


def tones(
    texts: Sequence[str],
    told: Sequence[Told],
    signals: Sequence[Signals],
    kinds: Sequence[tuple[Said, ...]],
    model: Labels | None,
    corrected: Labels | None = None,
) -> list[Tone]:
    """Read the tone of texts whose language, signals and kinds have been read.

    model: knows the labels `TONES`. corrected: learnt from people's corrections of tones. Each may be None.
    """
    seen = Seen(tuple(texts))
    learnt = np.zeros((len(texts), 3)) if model is None else _even(model.probabilities(seen))
    pushes = np.zeros((len(texts), 3)) if corrected is None else leaning(corrected, seen, TONES)
    read = [
        _tone(text, signs, kind, _trust(language) * row + push)
        for text, language, signs, kind, row, push in zip(texts, told, signals, kinds, learnt, pushes, strict=True)
    ]
    if corrected is not None:
        taught = [place for place, tone in enumerate(read) if tone.label in corrected.names]
        read = _with_words(read, texts, taught, corrected)
    if model is not None:
        rated = [place for place, each in enumerate(told) if each.language in _TRUST_IN_MODEL]
        read = _with_words(read, texts, rated, model)
    return read


def heat(text: str, signals: Signals) -> Said:
    """Read how angry a text is, 0 to 1, with the cues it was read from."""
    told = said(text, "heat")
    cues = [cue for each in told for cue in each.evidence]
    calm = 1.0
    for each in told:
        calm *= 1 - each.confidence
    calm *= 0.75 ** min(signals.rages, 3) * 0.85 ** min(signals.shouts, 4) * 0.95 ** min(signals.weeps, 2)
    return Said("heat", round(1 - calm, 4), tuple(sorted(cues)))


def _trust(told: Told) -> float:
    return _TRUST_IN_MODEL.get(told.language, 0.0)


def _tone(text: str, signals: Signals, kinds: tuple[Said, ...], learnt: Floats) -> Tone:
    cues = [*found(text, "tone"), *_bad(text)]
    logits = learnt + _cued(cues, signals)
    asks = any(kind.code in {"question", "request", "idea"} for kind in kinds[:1])
    logits[1] += (_NEUTRAL_AT_REST if not cues else 0.0) + (_ASKS if asks else 0.0)
    chances = np.exp(logits - logits.max())
    chances /= chances.sum()
    best = int(chances.argmax())
    label = TONES[best]
    words = [cue for cue in cues if (cue.code == label) != cue.is_denied]
    return Tone(
        label, float(chances[best]), (float(chances[0]), float(chances[1]), float(chances[2])), tuple(words)
    )


def _even(chances: Floats) -> Floats:
    """Return what the model says (texts, 3) in logits, without its leaning: two in three who rate a film like it."""
    return np.clip(np.log(chances + 1e-6) - np.log(_RATED), -_MOST_LEARNT, _MOST_LEARNT)


def _bad(text: str) -> list[Found]:
    """Return anger, insults and dangers of a text as cues of a negative tone."""
    angry = [cue for cue in found(text, "heat") if cue.code != "again"]
    return [cue.telling("negative") for cue in (*angry, *found(text, "danger")) if not cue.is_denied]


def _cued(cues: Sequence[Found], signals: Signals) -> Floats:
    sums = {"negative": 0.0, "positive": 0.0}
    for cue in {cue.words.lower(): cue for cue in cues}.values():
        other = "positive" if cue.code == "negative" else "negative"
        sums[other if cue.is_denied else cue.code] += cue.strength * (_DENIED_TURNS if cue.is_denied else 1.0)
    negative = min(sums["negative"], _MOST_CUES) + 0.4 * min(signals.rages, 2) + 0.3 * min(signals.weeps, 2)
    positive = min(sums["positive"], _MOST_CUES) + 0.5 * min(signals.loves, 2) + 0.1 * min(signals.laughs, 2)
    return np.array([_CUE * negative, 0.0, _CUE * positive])


def _with_words(read: list[Tone], texts: Sequence[str], places: Sequence[int], model: Labels) -> list[Tone]:
    """Give those of the tones at `places` that nothing speaks for yet the words by which the model came to them."""
    places = [place for place in places if not read[place].evidence and read[place].label != "neutral"]
    labels = [read[place].label for place in places]
    pushes = evidence(model, Seen(tuple(texts[place] for place in places)), labels, most=3)
    for place, words in zip(places, pushes, strict=True):
        strongest = max((each.push for each in words), default=1.0)
        found = [
            Found(e.start, e.end, e.word, read[place].label, round(e.push / strongest, 3), False) for e in words
        ]
        read[place] = replace(read[place], evidence=tuple(sorted(found)))
    return read
