"""What happened to an improvement, as sentences, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from gwidam.core.ledger import references
from gwidam.core.models import Fact
from gwidam.core.words import reading_language
from gwidam.own.queries.rows import NOBODY
from gwidam.own.queries.timeline import who_did
from gwidam.people.queries import Named, names

from ..models import Improvement

MOST_FACTS = 100
LINKED = "change.VoiceLinked"
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
    """Its facts as moments; the voices that a person linked on one day, with nothing else between, are one.

    Of a longer story the last MOST_FACTS facts. One query.
    """
    facts = list(Fact.objects.filter(about=improvement.about).order_by("-id")[:MOST_FACTS])
    language, named = reading_language(), names()
    return tuple(_moment(group, named, language) for group in _told_together(facts))


def _told_together(facts: Iterable[Fact]) -> Iterator[list[Fact]]:
    """The facts, those of linking in a row by (day, person): colleagues who link by turns make one line each."""
    linking: dict[tuple[date, str], list[Fact]] = {}
    for fact in facts:
        if fact.kind == LINKED:
            linking.setdefault((timezone.localdate(fact.at), fact.by), []).append(fact)
            continue
        yield from linking.values()
        linking = {}
        yield [fact]
    yield from linking.values()


def _moment(group: Sequence[Fact], named: Mapping[tuple[str, int], Named], language: str) -> Moment:
    last = group[0]
    if len(group) > 1:
        words = _("Linked %(n)d voices.") % {"n": len(group)}
        within = tuple(_moment([each], named, language) for each in group)
    else:
        places = {role: named.get((noun, pk), NOBODY).into(language) for role, noun, pk in references(last.body)}
        words, within = last.said(places, language).strip(), ()
    return Moment(last.at, ICONS.get(last.kind, "note"), who_did(last.by, named, language), words, within)
