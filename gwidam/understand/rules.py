"""Pure decisions of reading: what is sure enough to be said, what wakes a person, and who is woken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from .heart.labels import Evidence
    from .heart.reading import Found, Reading, Said

# What was read of one field, surest first: (code, confidence 0..1, places [[start, end], ...] in the voice's text).
Told: TypeAlias = list[list[Any]]

ONE_OF = ("tone", "heat", "kind", "topic", "product", "urgency")  # fields with one value
SOME_OF = ("dangers", "needs")  # fields with any number of values
MAY_BE_NONE = frozenset({"product"})  # a voice may be about none of them, and a person may say so
FIELDS = (*ONE_OF, *SOME_OF)
OPTIONS: Mapping[str, tuple[str, ...]] = {
    "tone": ("negative", "neutral", "positive"),
    "heat": ("calm", "upset", "angry"),
    "kind": ("complaint", "request", "question", "praise", "idea", "report"),
    "urgency": ("none", "urgent", "stuck"),
    "dangers": ("safety", "self_harm", "legal", "press", "leaving"),
    "needs": (
        *("heard_once", "safety_at_night", "care_for_parents", "child", "access", "cost_relief", "moving"),
        *("work_depends", "clear_words", "away", "bereaved"),
    ),
}
LONGEST_VALUE = 80  # characters of a topic or product that a person writes

# From here on a value is said; below it stands as "not sure", with the guess beside it.
SURE: Mapping[str, float] = {"tone": 0.6, "kind": 0.5, "topic": 0.5, "product": 0.8}
_SURE_OTHERWISE = 0.5
_UPSET, _ANGRY = 0.35, 0.7  # heat from which a voice is called upset, angry

_WAKES_FROM = 0.5  # confidence from which a danger wakes somebody; a denied cue stays far below
_WAKES_WITHIN = timedelta(days=7)  # an old voice that a new model reads otherwise wakes nobody at night
TO_CVI = frozenset({"safety", "self_harm", "legal", "press"})  # too large for one guardian alone


def is_sure(field: str, confidence: float) -> bool:
    """Whether a value read with this confidence may be said without a question mark."""
    return confidence >= SURE.get(field, _SURE_OTHERWISE)


def heat_level(heat: float) -> str:
    """Heat from 0 to 1 in one of three words."""
    return "angry" if heat >= _ANGRY else "upset" if heat >= _UPSET else "calm"


def waking(told: Told, *, known: Collection[str], age: timedelta) -> list[str]:
    """Dangers that wake somebody: sure enough, not known before of this voice, in a voice that is not old."""
    if age > _WAKES_WITHIN:
        return []
    return [code for code, confidence, _places in told if confidence >= _WAKES_FROM and code not in known]


def told_by(reading: Reading, text: str) -> dict[str, Told]:
    """What a reading says of each field. Without places where it saw another text than the one that is kept."""
    is_same = reading.text == text
    told: dict[str, Told] = {
        "language": [[reading.language.language, _part(reading.language.confidence), []]],
        "tone": _toned(reading),
        "heat": [
            [heat_level(reading.heat.confidence), _part(reading.heat.confidence), _of(reading.heat.evidence)]
        ],
        "kind": _said(reading.kinds),
        "topic": _topics(reading),
        "product": [[each.name, _part(each.confidence), [[each.start, each.end]]] for each in reading.products],
        "urgency": _said(reading.urgency) or [["none", 1.0, []]],
        "dangers": _said(reading.dangers),
        "needs": _said(reading.needs),
        "phrases": [[each.words, _part(each.weight), [[each.start, each.end]]] for each in reading.phrases],
    }
    return told if is_same else {field: [[*each[:2], []] for each in values] for field, values in told.items()}


def best(field: str, told: Mapping[str, Told]) -> str:
    """The value of a field with one value, or an empty string where nothing is sure."""
    values = told.get(field) or []
    if field == "heat":
        return str(values[0][0]) if values else ""
    return str(values[0][0]) if values and is_sure(field, values[0][1]) else ""


def some(field: str, told: Mapping[str, Told]) -> list[str]:
    """The values of a field with any number of them that are sure."""
    return [str(code) for code, confidence, _places in told.get(field, []) if is_sure(field, confidence)]


def _toned(reading: Reading) -> Told:
    chances = dict(zip(OPTIONS["tone"], reading.tone.chances, strict=True))
    ranked = sorted(chances, key=lambda code: -chances[code])
    return [
        [code, _part(chances[code]), _of(reading.tone.evidence) if code == reading.tone.label else []]
        for code in ranked
    ]


def _topics(reading: Reading) -> Told:
    if reading.topic is None:
        return []
    places = _of(reading.topic_evidence)
    return [
        [label, _part(chance), places if label == reading.topic.label else []]
        for label, chance in reading.topic.ranked
    ]


def _said(values: Sequence[Said]) -> Told:
    return [[each.code, _part(each.confidence), _of(each.evidence)] for each in values]


def _of(evidence: Sequence[Found | Evidence]) -> list[list[int]]:
    return [[each.start, each.end] for each in evidence]


def _part(share: float) -> float:
    return round(float(share), 3)
