"""A question as this house understands it: words with their keys, conditions, and what was not understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils import timezone

from gwidam.core.grams import Sought
from gwidam.core.text import squeezed
from gwidam.core.words import Said
from gwidam.understand.heart.find import Filter, Question, Trouble, read, sought_of

from .conditions import VOICE, Condition, Days
from .filters import Asker, condition_for, spelt

COMPARED = 20_000  # letters of a text that are compared; a longer one is believed by its keys


@dataclass(frozen=True)
class Asked:
    """What somebody asks the house.

    typed: as it stands in the box. conditions: what the filters mean. troubles: what was not understood.
    """

    typed: str
    question: Question
    conditions: tuple[Condition | Days, ...]
    troubles: tuple[Said, ...]

    @cached_property
    def sought(self) -> Sought:
        """What the keys of a text with all the words have in common."""
        return sought_of(self.question.wanted)

    @property
    def is_about_nothing(self) -> bool:
        """Whether it would find everything."""
        return not self.sought and not self.conditions

    @property
    def is_about_days(self) -> bool:
        """Whether it asks for some days and for no words; then voices come as they were said."""
        return not self.sought and any(isinstance(each, Days) for each in self.conditions)

    @cached_property
    def on_the_voice(self) -> Q:
        """Conditions that the voice's own row answers."""
        return _together(self.conditions, is_own=True)

    @cached_property
    def on_its_case_and_reading(self) -> Q:
        """Conditions that other tables answer."""
        return _together(self.conditions, is_own=False)

    def fits(self, text: str) -> bool:
        """Whether a text has all the words, however they are spaced, and none of the unwanted ones."""
        if len(text) >= COMPARED:
            return True
        plain = squeezed(text)
        return all(word in plain for word in self._wanted) and not any(word in plain for word in self._unwanted)

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether one voice, with its columns as `conditions` names them, is what is asked for."""
        return all(each.holds(row) for each in self.conditions) and self.fits(row["voice.text"])

    def instead(self, words: tuple[str, ...]) -> Asked:
        """The same question with other words."""
        return replace(self, question=replace(self.question, words=words, phrases=()))

    @cached_property
    def _wanted(self) -> list[str]:
        return [plain for plain in map(squeezed, self.question.wanted) if plain]

    @cached_property
    def _unwanted(self) -> list[str]:
        return [plain for plain in map(squeezed, self.question.without) if plain]


def understood(typed: str, asker: Asker) -> Asked:
    """Read a question; never raises. What cannot be understood is told, and the rest is asked."""
    question = read(typed, today=timezone.localdate(asker.at))
    troubles = [_told(each, typed) for each in question.troubles]
    conditions: list[Condition | Days] = []
    for wanted in question.filters:
        condition = condition_for(wanted, asker)
        if condition is None:
            troubles.append(_nothing_called(wanted))
        else:
            conditions.append(condition)
    if question.since or question.until:
        conditions.append(Days(question.since, question.until))
    return Asked(typed, question, tuple(conditions), tuple(troubles))


def _together(conditions: tuple[Condition | Days, ...], *, is_own: bool) -> Q:
    whole = Q()
    for each in conditions:
        if is_own == (isinstance(each, Days) or each.table == VOICE):
            whole &= each.asked()
    return whole


def _told(trouble: Trouble, typed: str) -> Said:
    part = typed[trouble.start : trouble.end]
    if trouble.reason == "date":
        return Said(
            f"‘{part}’: 날짜로 읽지 못해 빼고 찾았습니다. 2026-10-05, 2026-10, 7d처럼 적어 주세요.",
            f"“{part}” is no date and was left out. Write 2026-10-05, 2026-10 or 7d.",
        )
    if trouble.reason == "empty":
        return Said(
            f"‘{part}’ 뒤에 값이 없어 빼고 찾았습니다.", f"“{part}” has no value behind it and was left out."
        )
    if trouble.reason == "field":
        return Said(
            f"‘{part.partition(':')[0]}:’ 그런 거르개가 없어 낱말로 찾았습니다.",
            f"There is no filter “{part.partition(':')[0]}”; it was taken as a word.",
        )
    return Said("너무 길어서 앞부분만 찾았습니다.", "This is too long; only its beginning was read.")


def _nothing_called(wanted: Filter) -> Said:
    part = spelt(wanted)
    return Said(
        f"‘{part}’에 맞는 것이 없어 이 거르개는 빼고 찾았습니다.",
        f"Nothing is called “{part}”; this filter was left out.",
    )
