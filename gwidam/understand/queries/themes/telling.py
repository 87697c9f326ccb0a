"""The words by which voices tell their theme."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models.functions import Left

from gwidam.core.prepared import among
from gwidam.listen.models import Voice

from ...footing import present_tier

READ = 600  # letters of a voice: what it is about it says first
LONGEST = 60  # letters of a word that is kept


def texts_of(numbers: Sequence[int]) -> dict[int, str]:
    """{voice: the beginning of its text} of those of these voices that have words."""
    rows = Voice.objects.filter(pk=among(numbers), erased_at__isnull=True)
    return dict(rows.annotate(beginning=Left("text", READ)).values_list("pk", "beginning"))


def words_of_texts(texts: Sequence[str]) -> list[list[str]]:
    """The words of texts by which themes are told: nouns where the tier has an analyser."""
    from ...heart.themes import words_in

    tier, _troubles = present_tier()
    return [[word[:LONGEST] for word in words] for words in words_in(texts, tier.analyser)]


def words_of_voices(numbers: Sequence[int]) -> dict[int, list[str]]:
    """{voice: its words, each once, as they come}."""
    from ...heart.themes.naming import WORDS

    texts = texts_of(numbers)
    words = words_of_texts(list(texts.values()))
    return {number: list(dict.fromkeys(each))[:WORDS] for number, each in zip(texts, words, strict=True)}
