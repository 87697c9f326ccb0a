"""What a model of people's corrections does to reading: on texts whose label is known, and on what is plain."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from ..labels import Labels
from ..tiers import tier
from .reader import Reading, default_models, read

_PATH = Path(__file__).with_name("plain.tsv")


def read_as(field: str, texts: Sequence[str], corrected: Labels | None) -> list[str]:
    """Return what each text is read as, in `tone` or `kind`, beside this model of corrections; '' where nothing is.

    As at T0: a model of corrections sees words alone.
    """
    models = replace(default_models(), corrected={} if corrected is None else {field: corrected})
    return [_best(field, each) for each in read(texts, tier("T0"), models)]


def turned(field: str, corrected: Labels) -> list[str]:
    """Return the plain sentences that are read rightly without this model, and wrongly with it."""
    plain = _plain()
    texts = [row["text"] for row in plain]
    both = zip(read_as(field, texts, None), read_as(field, texts, corrected), strict=True)
    return [row["text"] for row, (without, now) in zip(plain, both, strict=True) if row[field] == without != now]


@cache
def _plain() -> list[dict[str, str]]:
    """Sentences that everybody reads alike, with their tone and kind."""
    with _PATH.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _best(field: str, reading: Reading) -> str:
    if field == "tone":
        return reading.tone.label
    return reading.kinds[0].code if reading.kinds else ""
