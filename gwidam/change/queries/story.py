"""What happened to an improvement, as sentences, the newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from gwidam.core.ledger import references
from gwidam.core.models import Fact
from gwidam.core.words import reading_language
from gwidam.own.queries.rows import NOBODY
from gwidam.own.queries.timeline import who_did
from gwidam.people.queries import names

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
    """Something that happened to it."""

    at: datetime
    icon: str
    who: str
    words: str


def moments_of(improvement: Improvement) -> tuple[Moment, ...]:
    """Its facts as moments; voices that one person linked one after the other are one. One query."""
    facts = Fact.objects.filter(about=improvement.about).order_by("-id")[:MOST_FACTS]
    groups = (list(group) for _same, group in groupby(facts, key=_told_together))
    return tuple(_moment(group) for group in groups)


def _told_together(fact: Fact) -> tuple[str, str] | int:
    return (fact.kind, fact.by) if fact.kind == LINKED else fact.pk


def _moment(group: list[Fact]) -> Moment:
    last, language, named = group[0], reading_language(), names()
    if len(group) > 1:
        words = _("Linked %(n)d voices.") % {"n": len(group)}
    else:
        places = {role: named.get((noun, pk), NOBODY).into(language) for role, noun, pk in references(last.body)}
        words = last.said(places, language).strip()
    return Moment(last.at, ICONS.get(last.kind, "note"), who_did(last.by, named, language), words)
