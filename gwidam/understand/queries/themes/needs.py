"""The needs behind themes: as they stand, as they were, and what is known before anybody has written one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from gwidam.core.memory import remembered
from gwidam.core.models import Fact
from gwidam.core.words import reading_language
from gwidam.people.models import Employee
from gwidam.people.queries import names

from ...models import Need, Offer, Reading, Theme, ThemeVoice
from ...names import VALUES

NEWEST = 1_000  # voices of a theme in which hidden needs are looked for
SHOWN = 3  # voices that are named for each


@dataclass(frozen=True, slots=True)
class Standing:
    """The need behind a theme. written_for: the theme it was written for, which may have become part of this one.

    offers: all that are to be suggested for its voices, those of themes that became part of it among them.
    """

    written_for: int
    version: int
    job: str
    cause: str
    prevention: str
    by: Employee
    at: datetime
    offers: tuple[Offer, ...]


def need_of(theme: Theme) -> Standing | None:
    """The need behind a theme as it is shown; its own word before those of themes that became part of it."""
    return needs().get(theme.pk)


@remembered
def needs() -> Mapping[int, Standing]:
    """{theme as it is shown: the need behind it}. Four queries, and one for each step from theme to theme."""
    found = list(Need.objects.select_related("by").prefetch_related("offers__touchpoint").order_by("at", "pk"))
    shown = _shown([need.theme_id for need in found])
    standing: dict[int, Standing] = {}
    # The latest word comes last, and a theme's own after all others.
    for need in sorted(found, key=lambda need: shown[need.theme_id] == need.theme_id):
        there = standing.get(shown[need.theme_id])
        offers = {
            offer.pk: offer for offer in [*(there.offers if there else ()), *need.offers.all()] if offer.is_active
        }
        standing[shown[need.theme_id]] = Standing(
            need.theme_id,
            need.version,
            need.job,
            need.cause,
            need.prevention,
            need.by,
            need.at,
            tuple(offers[number] for number in sorted(offers)),
        )
    return standing


def _shown(themes: Sequence[int]) -> dict[int, int]:
    """{theme: the one it is shown as}: itself, what it became part of, or what a person has put it under."""
    shown = {number: number for number in themes}
    asked = set(themes)
    while asked:
        rows = Theme.objects.filter(pk__in=asked).values_list("pk", "successor_id", "under_id")
        became = {pk: successor or under for pk, successor, under in rows if successor or under}
        shown = {number: became.get(now, now) for number, now in shown.items()}
        asked = set(became.values())
    return shown


@dataclass(frozen=True, slots=True)
class Version:
    """A need as it was written once."""

    version: int
    job: str
    cause: str
    prevention: str
    offers: tuple[str, ...]
    who: str
    at: datetime


def versions_of(theme: Theme) -> tuple[Version, ...]:
    """What was written of a theme, the latest first. One query."""
    facts = Fact.objects.filter(about=theme.about, kind="understand.NeedWritten").order_by("-id")
    people, language = names(), reading_language()

    def who(actor: str) -> str:
        noun, _, pk = actor.partition(":")
        found = people.get((noun, int(pk))) if pk.isdecimal() else None
        return found.into(language) if found else ""

    return tuple(
        Version(
            each.body["need_version"],
            each.body["job"],
            each.body["cause"],
            each.body["prevention"],
            tuple(each.body["offers"]),
            who(each.by),
            each.at,
        )
        for each in facts
    )


@dataclass(frozen=True, slots=True)
class Hint:
    """A hidden need that was heard in voices of a theme. voices: a few of them, newest first."""

    code: str
    words: str
    count: int
    voices: tuple[int, ...]


def hints_of(theme: Theme) -> tuple[Hint, ...]:
    """Hidden needs heard in the newest voices of a theme, most often heard first; each person counts once.
    Three queries."""
    rows = ThemeVoice.objects.filter(theme__in=[theme, *theme.merged.all()]).order_by("-voice")
    heads = dict(rows.values_list("voice_id", "head_id")[:NEWEST])
    heard: dict[str, dict[int, int]] = {}
    read = Reading.objects.filter(voice__in=heads, is_current=True).exclude(needs=[])
    for voice, found in read.order_by("-voice").values_list("voice_id", "needs"):
        for code in found:
            heard.setdefault(code, {}).setdefault(heads[voice], voice)
    counts = Counter({code: len(people) for code, people in heard.items() if code in VALUES["needs"]})
    return tuple(
        Hint(code, str(VALUES["needs"][code]), count, tuple(list(heard[code].values())[:SHOWN]))
        for code, count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    )
