"""Everything that is read of a voice at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
from numpy.typing import NDArray

from gwidam.core.masking import mask
from gwidam.core.text import clean

from ..labels import Evidence, Guess, Labels, evidence, from_bytes
from ..language import Told, languages
from ..normal import LONGEST, Signals, signals
from ..seen import Seen, see
from ..tiers import Missing, Tier
from ..tiers.files import checked_beside
from .cues import Said, said
from .kinds import kinds
from .phrases import Phrase, phrases
from .private import Private, private
from .products import Product, Products
from .tone import PATH, Tone, heat, tones

VERSION = "1"  # of the rules; kept with the versions of the models beside every reading


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one voice. All places are characters of `text`.

    text: the voice as it may be stored (clean and masked). language, tone, kinds, urgency, dangers, needs: surest
    first, with confidence and evidence. heat: how angry, 0 to 1. topic: the guess of the topic model, with the
    words behind it, or None. vector: of length 1, or None at a tier without vectors; embedder says whose.
    """

    text: str
    language: Told
    signals: Signals
    private: tuple[Private, ...]
    tone: Tone
    heat: Said
    kinds: tuple[Said, ...]
    urgency: tuple[Said, ...]
    dangers: tuple[Said, ...]
    needs: tuple[Said, ...]
    phrases: tuple[Phrase, ...]
    products: tuple[Product, ...]
    topic: Guess | None
    topic_evidence: tuple[Evidence, ...]
    vector: NDArray[np.float32] | None
    embedder: str
    version: str


@dataclass(frozen=True)
class Models:
    """What reading knows besides its rules: a model of tone, one of topics, the company's products.

    corrected: what people's corrections taught of `tone` and of `kind`, each a model over the codes of that field.
    troubles: a sentence for each part that could not be loaded.
    """

    tone: Labels | None = None
    topic: Labels | None = None
    products: Products = field(default_factory=Products)
    corrected: Mapping[str, Labels] = field(default_factory=dict)
    troubles: tuple[str, ...] = ()


@cache
def default_models() -> Models:
    """Load what the project brings: the model of tone; without it, tone is read from cues alone."""
    try:
        path, _ = checked_beside(PATH)
        return Models(tone=from_bytes(path.read_bytes()))
    except Missing as trouble:
        return Models(troubles=(str(trouble),))


def read(texts: Sequence[str], tier: Tier, models: Models | None = None) -> list[Reading]:
    """Read voices: as much as the tier and the models allow, each with its confidence and its evidence.

    Never fails on a text: an empty one, one without words, or one in another language is read as that.
    """
    models = default_models() if models is None else models
    kept = [mask(clean(text).text).text for text in texts]
    begun = [text[:LONGEST] for text in kept]
    told = languages(begun)
    signs = [signals(text) for text in begun]
    told_kinds = kinds(begun, models.corrected.get("kind"))
    toned = tones(begun, told, signs, told_kinds, models.tone, models.corrected.get("tone"))
    seen = see(begun, tier)
    topics = _topics(seen, models.topic)
    return [
        Reading(
            text=kept[place],
            language=told[place],
            signals=signs[place],
            private=tuple(private(kept[place])),
            tone=toned[place],
            heat=heat(text, signs[place]),
            kinds=told_kinds[place],
            urgency=said(text, "urgency"),
            dangers=said(text, "danger"),
            needs=said(text, "need"),
            phrases=phrases(text, None if seen.morphemes is None else seen.morphemes[place]),
            products=models.products.find(text),
            topic=topics[place][0],
            topic_evidence=topics[place][1],
            vector=None if seen.vectors is None else seen.vectors[place],
            embedder=seen.embedder,
            version=VERSION,
        )
        for place, text in enumerate(begun)
    ]


def _topics(seen: Seen, model: Labels | None) -> list[tuple[Guess | None, tuple[Evidence, ...]]]:
    if model is None:
        return [(None, ())] * len(seen)
    guesses = model.guess(seen)
    return list(zip(guesses, evidence(model, seen, [guess.label for guess in guesses]), strict=True))
