"""What the filters of a question mean in this house: which channel "전화" is, who "김미나" is.

A value is looked for by its code and by its names in both languages. What cannot be understood is told in words
and left out; the rest is asked all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from gwidam.core.text import squeezed
from gwidam.core.words import Said, reading_language
from gwidam.listen.models import Channel
from gwidam.listen.queries import channels
from gwidam.moments.queries import touchpoints
from gwidam.people.models import Employee
from gwidam.people.queries import names
from gwidam.understand.heart.find import Filter
from gwidam.understand.heart.find.question import FIELDS
from gwidam.understand.names import VALUES
from gwidam.understand.queries.models import topics
from gwidam.understand.queries.themes.called import themes_called

from .conditions import CASE, READING, THEME, VOICE, Condition

STATES = {
    "open": Said("열림", "open"),
    "answered": Said("답함", "answered"),
    "closed": Said("마침", "closed"),
    "merged": Said("묶임", "merged"),
}
# Everyday words for channels; their own codes and names count as well.
DOORS = {
    "web": Said("누리집", "web"),
    "phone": Said("전화", "phone"),
    "counter": Said("매장", "shop"),
    "portal": Said("사내", "portal"),
    "import": Said("파일", "import"),
    "api": Said("API", "api"),
    "campaign": Said("고쳐주세요", "campaign"),
    "open311": Said("Open311", "open311"),
    "chat": Said("대화", "chat"),
    "webhook": Said("웹훅", "webhook"),
    "unnamed": Said("익명", "unnamed"),
    "mail": Said("메일", "mail"),
    "text": Said("문자", "text"),
    "social": Said("소셜", "social"),
}
LANGUAGES = (("ko", ("ko", "한국어", "Korean")), ("en", ("en", "영어", "English")))
IS = {
    "mine": Said("내것", "mine"),
    "late": Said("늦음", "late"),
    "danger": Said("위험", "danger"),
    "urgent": Said("급함", "urgent"),
}


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and when: what "mine" and "late" mean."""

    who: Employee
    at: datetime


def condition_for(wanted: Filter, asker: Asker) -> Condition | None:
    """What a filter means here; None where nobody and nothing is called that."""
    return MEANINGS[wanted.field](wanted, asker)


def spelt(wanted: Filter) -> str:
    """A filter as the reader would type it: `at:shop`, `주제:"인터넷 속도"`."""
    korean = FIELDS[wanted.field][1]
    field = wanted.field if reading_language() == "en" else korean
    value = wanted.value.replace('"', "")
    return f"{'-' * wanted.is_not}{field}:" + (f'"{value}"' if " " in value else value)


def _one_of(table: str, column: str, known: Mapping[str, Said]) -> Callable[[Filter, Asker], Condition | None]:
    """A column with a closed list of values, asked for by code or by name."""

    def meant(wanted: Filter, asker: Asker) -> Condition | None:
        codes = _called(wanted.value, ((code, (code, said.ko, said.en)) for code, said in known.items()))
        return Condition(table, column, frozenset(codes), wanted.is_not) if codes else None

    return meant


def _called(value: str, known: Iterable[tuple[str, Iterable[str]]]) -> set[str]:
    """Codes of what is called so; else of what begins so. Spacing and case do not matter."""
    asked = squeezed(value)
    if not asked:
        return set()
    named = [(code, [squeezed(name) for name in called]) for code, called in known]
    whole = {code for code, called in named if asked in called}
    return whole or {code for code, called in named if any(name.startswith(asked) for name in called)}


def _topic(wanted: Filter, asker: Asker) -> Condition:
    """A topic of the company's own; one that nobody has learnt yet is taken as it was typed."""
    found = _called(wanted.value, ((topic, (topic,)) for topic in topics()))
    return Condition(READING, "topic", frozenset(found or {wanted.value}), wanted.is_not)


def _product(wanted: Filter, asker: Asker) -> Condition:
    return Condition(READING, "product", frozenset({wanted.value}), wanted.is_not)


def _theme(wanted: Filter, asker: Asker) -> Condition | None:
    found = themes_called(wanted.value)
    return Condition(THEME, "theme_id", found, wanted.is_not) if found else None


def _language(wanted: Filter, asker: Asker) -> Condition:
    """The language that was read; any code counts, as people write in more than two."""
    return Condition(
        READING, "language", frozenset(_called(wanted.value, LANGUAGES) or {wanted.value.lower()}), wanted.is_not
    )


def _channel(wanted: Filter, asker: Asker) -> Condition | None:
    found = _called(wanted.value, ((str(pk), _names_of(each)) for pk, each in channels().items()))
    return Condition(VOICE, "channel_id", frozenset(map(int, found)), wanted.is_not) if found else None


def _names_of(channel: Channel) -> list[str]:
    door = DOORS[channel.kind]
    return [channel.code, channel.name_ko, channel.name_en, channel.kind, door.ko, door.en]


def _at(wanted: Filter, asker: Asker) -> Condition | None:
    """A touchpoint; where none is called that, the door: `at:shop`."""
    found = _called(
        wanted.value, ((str(each.pk), (each.code, each.name_ko, each.name_en)) for each in touchpoints())
    )
    if found:
        return Condition(VOICE, "touchpoint_id", frozenset(map(int, found)), wanted.is_not)
    return _channel(wanted, asker)


def _named(noun: str, column: str) -> Callable[[Filter, Asker], Condition | None]:
    """A colleague or a department, by name; `me` is whoever asks."""

    def meant(wanted: Filter, asker: Asker) -> Condition | None:
        if noun == "employee" and squeezed(wanted.value) in {"me", "나"}:
            found = {str(asker.who.pk)}
        else:
            known = ((str(pk), (name.ko, name.en)) for (of, pk), name in names().items() if of == noun)
            found = _called(wanted.value, known)
        return Condition(CASE, column, frozenset(map(int, found)), wanted.is_not) if found else None

    return meant


def _is(wanted: Filter, asker: Asker) -> Condition | None:
    codes = _called(wanted.value, ((code, (code, said.ko, said.en)) for code, said in IS.items()))
    return _STANDING[codes.pop()](wanted, asker) if len(codes) == 1 else None


def _mine(wanted: Filter, asker: Asker) -> Condition:
    return Condition(CASE, "guardian_id", frozenset({asker.who.pk}), wanted.is_not)


def _late(wanted: Filter, asker: Asker) -> Condition:
    return Condition(CASE, "next_due_at", frozenset({asker.at}), wanted.is_not, lookup="lt")


_STANDING: Mapping[str, Callable[[Filter, Asker], Condition]] = {
    "mine": _mine,
    "late": _late,
    "danger": lambda wanted, asker: Condition(
        READING, "dangers", frozenset(VALUES["dangers"]), wanted.is_not, lookup="overlap"
    ),
    "urgent": lambda wanted, asker: Condition(READING, "urgency", frozenset({"urgent", "stuck"}), wanted.is_not),
}

MEANINGS: Mapping[str, Callable[[Filter, Asker], Condition | None]] = {
    "at": _at,
    "channel": _channel,
    "tone": _one_of(READING, "tone", VALUES["tone"]),
    "kind": _one_of(READING, "kind", VALUES["kind"]),
    "topic": _topic,
    "product": _product,
    "theme": _theme,
    "state": _one_of(CASE, "state", STATES),
    "guardian": _named("employee", "guardian_id"),
    "holder": _named("employee", "holder_id"),
    "department": _named("department", "department_id"),
    "language": _language,
    "is": _is,
}
