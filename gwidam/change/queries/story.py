"""What happened to an improvement, as sentences, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from gwidam.core.ledger import references
from gwidam.core.models import Fact
from gwidam.core.words import Said, reading_language
from gwidam.own.queries.rows import NOBODY
from gwidam.own.queries.timeline import who_did
from gwidam.people.queries import Named, names

from ..models import Improvement

MOST_FACTS = 500
LINKED, SETTLED = "change.VoiceLinked", "change.SettlingSaid"
ICONS = {
    LINKED: "voice",
    "change.ImprovementProposed": "plus",
    "change.VoiceUnlinked": "voice",
    "change.ThemeLinked": "themes",
    "change.ScoreSet": "pulse",
    "change.ImprovementTabled": "people",
    "change.ImprovementApproved": "check",
    "change.ImprovementDeclined": "close",
    "change.MoreAsked": "search",
    "change.ImprovementReleased": "check",
    "change.ImprovementReopened": "reopen",
    "change.ImprovementMerged": "merge",
    "change.ImprovementUnmerged": "merge",
    "change.EverybodyTold": "mail",
    "change.TellingArrived": "mail",
}


# What one person does to many voices, and many people do on one day, in one sentence.
TOGETHER = {
    LINKED: Said("이 개선에 말씀 {n}건을 이었습니다.", "Linked {n} voices."),
    SETTLED: Said(
        "고객 {n}분이 달라진 것을 보고 “{word_ko}”라고 했습니다.",
        "{n} customers, asked whether this settles it, said “{word_en}”.",
    ),
    "change.TellingArrived": Said("알린 글이 {n}분께 닿았습니다.", "The telling arrived at {n} people."),
    "change.SupportGiven": Said("{n}명이 지지를 더했습니다.", "{n} people gave their support."),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to it. `within`: what it sums up, one by one."""

    at: datetime
    icon: str
    who: str
    words: str
    within: tuple[Moment, ...] = ()


def moments_of(improvement: Improvement) -> tuple[Moment, ...]:
    """Its facts as moments; what happened often on one day, with nothing else between, is one that opens.

    Of a longer story the last MOST_FACTS facts. One query.
    """
    facts = list(Fact.objects.filter(about=improvement.about).order_by("-id")[:MOST_FACTS])
    language, named = reading_language(), names()
    return tuple(_moment(group, named, language) for group in _told_together(facts))


def _told_together(facts: Iterable[Fact]) -> Iterator[list[Fact]]:
    """The facts; of those in TOGETHER that stand in a row, the same ones of a day are one group.

    The same is what says the same; voices were linked by the same person, so that colleagues who link by turns
    have a line each.
    """
    same: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        if fact.kind in TOGETHER:
            by = fact.by if fact.kind == LINKED else ""
            key = (timezone.localdate(fact.at), fact.kind, by, fact.body.get("settled"))
            same.setdefault(key, []).append(fact)
            continue
        yield from same.values()
        same = {}
        yield [fact]
    yield from same.values()


def _moment(group: Sequence[Fact], named: Mapping[tuple[str, int], Named], language: str) -> Moment:
    last = group[0]
    within: tuple[Moment, ...] = ()
    who = who_did(last.by, named, language) if len({each.by for each in group}) == 1 else ""
    if len(group) == 1:
        places = {role: named.get((noun, pk), NOBODY).into(language) for role, noun, pk in references(last.body)}
        words = last.said(places, language).strip()
    else:
        words = TOGETHER[last.kind].into(language).format(n=len(group), **last.body)
        within = tuple(_moment([each], named, language) for each in group)
    return Moment(last.at, ICONS.get(last.kind, "note"), who, words, within)
