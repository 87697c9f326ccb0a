"""What is read of a batch of texts, as columns of plain values: the part that knows no engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias

from ..heart.reading import Models, Reading, Said, read
from ..heart.tiers import Tier
from ..rules import is_sure

Columns: TypeAlias = dict[str, list[Any]]

# {column: "text", "number" (0 to 1) or "texts" (a list)}, in the order in which they are given.
KINDS: Final[Mapping[str, str]] = {
    "masked": "text",
    "language": "text",
    "tone": "text",
    "tone_sure": "number",
    "heat": "number",
    "kind": "text",
    "kind_sure": "number",
    "urgency": "texts",
    "dangers": "texts",
    "needs": "texts",
    "topic": "text",
    "topic_sure": "number",
    "products": "texts",
    "phrases": "texts",
    "tier": "text",
    "rules": "text",
}


def columns_of(texts: Sequence[str | None], tier: Tier, models: Models | None = None) -> Columns:
    """Read texts: {column: one value for each text}, as KINDS says; a missing text is read as an empty one.

    `masked` is the text as it may be kept: without resident and card numbers. `topic` is empty without a model of
    topics. Codes of urgency, dangers and needs are those that are sure enough to be said.
    """
    readings = read([text or "" for text in texts], tier, models)
    rows = [_row(reading, tier) for reading in readings]
    return {name: [row[name] for row in rows] for name in KINDS}


def _row(reading: Reading, tier: Tier) -> dict[str, Any]:
    kind = reading.kinds[0] if reading.kinds else None
    return {
        "masked": reading.text,
        "language": reading.language.language,
        "tone": reading.tone.label,
        "tone_sure": float(reading.tone.probability),
        "heat": float(reading.heat.confidence),
        "kind": kind.code if kind else "",
        "kind_sure": float(kind.confidence) if kind else 0.0,
        "urgency": _sure("urgency", reading.urgency),
        "dangers": _sure("dangers", reading.dangers),
        "needs": _sure("needs", reading.needs),
        "topic": reading.topic.label if reading.topic else "",
        "topic_sure": float(reading.topic.probability) if reading.topic else 0.0,
        "products": [product.name for product in reading.products],
        "phrases": [phrase.words for phrase in reading.phrases],
        "tier": tier.name,
        "rules": reading.version,
    }


def _sure(field: str, told: Sequence[Said]) -> list[str]:
    return [each.code for each in told if is_sure(field, each.confidence)]
