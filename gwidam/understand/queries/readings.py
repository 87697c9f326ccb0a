"""What was read of a voice, as a page shows it: words with how sure they are, and where they stand in the text."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from gwidam.core.prepared import Prepared
from gwidam.listen.models import Voice

from .. import rules
from ..footing import product_names
from ..models import Reading, Theme
from ..names import FIELDS, NOT_SURE, name_of
from .models import topics
from .offers import Suggested, suggested
from .themes.needs import Standing, need_of
from .themes.one import theme_of_voice


@dataclass(frozen=True, slots=True)
class Option:
    """A value somebody can choose for a field."""

    code: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Label:
    """A field with one value. `words` is empty where nothing was read at all.

    percent: how sure the reading is of its best guess; None where that does not matter. `is_sure`: the guess stands.
    may_be_none: a person may say that there is none.
    """

    field: str
    name: str
    words: str
    percent: int | None
    is_sure: bool
    is_from_person: bool
    options: tuple[Option, ...]
    may_be_none: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """One value of a field with several: a danger or a need."""

    field: str
    code: str
    words: str
    percent: int | None


@dataclass(frozen=True, slots=True)
class Missing:
    """A field with several values, and the marks that do not stand in it."""

    field: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the customer's text, and the names of what it is evidence of, between spaces."""

    text: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A reading on a page. `missing`: dangers and needs a person may add, by field. `offers`: what may help.
    `need`: what stands behind its theme.
    """

    labels: tuple[Label, ...]
    dangers: tuple[Mark, ...]
    needs: tuple[Mark, ...]
    missing: tuple[Missing, ...]
    offers: tuple[Suggested, ...]
    phrases: tuple[str, ...]
    pieces: tuple[Piece, ...]
    language: str
    tier: str
    theme: Theme | None
    need: Standing | None


_current = Prepared(lambda voice: Reading.objects.filter(voice=voice, is_current=True)[:1])


def shown_reading(voice: Voice) -> Shown | None:
    """The current reading of a voice; None before it was read.

    Two queries; the directory's topics and products and the needs behind themes are remembered; one more where offers
    answer a need of the voice or of its theme.
    """
    reading = _current.first(voice=voice.pk)
    if reading is None:
        return None
    dangers, needs = (marks_of(reading, field) for field in rules.SOME_OF)
    theme = theme_of_voice(voice)
    need = need_of(theme) if theme else None
    return Shown(
        labels=tuple(label_of(reading, field) for field in rules.ONE_OF),
        dangers=dangers,
        needs=needs,
        missing=tuple(
            missing_of(field, there) for field, there in zip(rules.SOME_OF, (dangers, needs), strict=True)
        ),
        offers=suggested(
            voice.pk,
            [mark.code for mark in needs],
            theme=str(theme or ""),
            linked=need.offers if need else (),
        ),
        phrases=tuple(words for words, _weight, _places in reading.told.get("phrases", [])),
        pieces=pieces(voice.text, reading),
        language=reading.language,
        tier=reading.tier,
        theme=theme,
        need=need,
    )


def label_of(reading: Reading, field: str) -> Label:
    """A field with one value: what stands, or the best guess with how little it is sure."""
    told = reading.told.get(field) or []
    stands = reading.stands(field)
    guess, confidence = (str(told[0][0]), float(told[0][1])) if told else ("", 0.0)
    is_corrected = field in reading.corrected
    shown = stands if is_corrected else stands or guess
    codes = rules.OPTIONS.get(field) or tuple(dict.fromkeys([*([shown] if shown else []), *_free(field, told)]))
    percent = None if is_corrected or not told or field == "heat" else round(100 * confidence)
    return Label(
        field=field,
        name=str(FIELDS[field]),
        words=name_of(field, shown) if stands else (str(NOT_SURE) if shown else ""),
        percent=percent,
        is_sure=bool(stands),
        is_from_person=is_corrected,
        options=tuple(Option(code, name_of(field, code), code == stands) for code in codes),
        may_be_none=field in rules.MAY_BE_NONE,
    )


def _free(field: str, told: rules.Told) -> list[str]:
    """What can be chosen where values are the company's own: topics; products that were found, then the others."""
    return topics() if field == "topic" else [*(str(code) for code, *_ in told), *product_names()]


def missing_of(field: str, there: tuple[Mark, ...]) -> Missing:
    """The values of a field with several that do not stand."""
    known = {mark.code for mark in there}
    return Missing(
        field,
        tuple(Mark(field, code, name_of(field, code), None) for code in rules.OPTIONS[field] if code not in known),
    )


def marks_of(reading: Reading, field: str) -> tuple[Mark, ...]:
    """The values of a field with several that stand."""
    sure = {code: round(100 * confidence) for code, confidence, _places in reading.told.get(field, [])}
    is_corrected = field in reading.corrected
    return tuple(
        Mark(field, code, name_of(field, code), None if is_corrected else sure.get(code))
        for code in reading.stands(field)
    )


def pieces(text: str, reading: Reading) -> tuple[Piece, ...]:
    """The text cut where evidence begins and ends. Evidence is named by field, or field-code of several.

    What a person has put right has no evidence: it was not read from these words.
    """
    places: list[tuple[int, int, str]] = []
    for field in rules.FIELDS:
        if field in reading.corrected:
            continue
        values = reading.told.get(field, [])
        for code, _confidence, spans in values if field in rules.SOME_OF else values[:1]:
            name = f"{field}-{code}" if field in rules.SOME_OF else field
            places += [(start, end, name) for start, end in spans if 0 <= start < end <= len(text)]
    cuts = sorted({0, len(text), *(place for start, end, _ in places for place in (start, end))})
    return tuple(
        Piece(text[start:end], " ".join(dict.fromkeys(name for s, e, name in places if s <= start and end <= e)))
        for start, end in itertools.pairwise(cuts)
    )
