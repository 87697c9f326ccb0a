"""One improvement, and everything its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from gwidam.core.errors import NotFound, NotValid, NotYours
from gwidam.core.words import reading_language
from gwidam.listen.models import Voice
from gwidam.own.models import Case
from gwidam.own.queries.rows import NOBODY
from gwidam.own.queries.voices import seen_among
from gwidam.people.models import Employee, Role
from gwidam.people.queries import names

from .. import rules
from ..models import Improvement, Ruling, Support, ThemeLink, TrackerIssue, VoiceLink
from .issues import issues_of
from .story import Moment, moments_of
from .telling import Told, told_of

VOICES = 20  # on a page
JOINED = ("owner", "department", "asked_of", "proposed_by", "merged_into", "reach")


@dataclass(frozen=True, slots=True)
class Asking:
    """A linked voice as a line. `text`, `receipt` and `guardian` are empty where the reader may not see it.

    `own_number`: the improvement behind this one that it is linked to; empty where it is linked to this one itself.
    """

    link_id: int
    receipt: str
    text: str
    guardian: str
    said_at: datetime | None
    via: str
    own_number: str
    has_case: bool
    may_be_seen: bool


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of an improvement shows besides the improvement itself. `older`: ask on with it; 0: no more."""

    voices: tuple[Asking, ...]
    older: int
    themes: tuple[ThemeLink, ...]
    rulings: tuple[Ruling, ...]
    behind: tuple[Improvement, ...]
    moments: tuple[Moment, ...]
    told: Told
    my_support: Support | None
    issues: tuple[TrackerIssue, ...]


def improvement_of(written: str) -> Improvement:
    """The improvement with this number, G-12 or 12. Raises NotFound."""
    number = rules.number_of(written)
    found = (
        None
        if number is None
        else Improvement.objects.select_related(*JOINED).defer("grams").filter(pk=number).first()
    )
    if found is None:
        raise NotFound(ko=f"그런 개선이 없습니다: {written[:20]}", en=f"There is no improvement {written[:20]}.")
    return found


def improvement_named(written: str, *, field: str = "improvement") -> Improvement:
    """The improvement that a line such as 'G-12 Calls are answered' begins with. Raises NotValid on the field."""
    number = rules.named_number(written)
    try:
        return improvement_of(written if number is None else str(number))
    except NotFound as nothing:
        raise NotValid(ko=nothing.said.ko, en=nothing.said.en, field=field) from None


def may_carry(who: Employee, improvement: Improvement) -> bool:
    """Whoever owns it, and the CVI team."""
    return who.pk == improvement.owner_id or who.is_a(Role.CVI)


def improvement_to_carry(who: Employee, written: str) -> Improvement:
    """The improvement, for its owner or the CVI team. Raises NotFound, NotYours for anybody else."""
    found = improvement_of(written)
    if not may_carry(who, found):
        raise NotYours(
            ko="맡은 이와 고객가치혁신팀만 할 수 있습니다.", en="Only its owner and the CVI team can do that."
        )
    return found


def page_of(improvement: Improvement, who: Employee, *, at: datetime, before: int = 0) -> Page:
    """Everything on the page. Ten queries, whatever is on it; one more for who does not see every case."""
    voices, older = _voices(improvement, who, at=at, before=before)
    themes = ThemeLink.objects.filter(improvement=improvement).select_related("theme").order_by("id")
    rulings = Ruling.objects.filter(improvement=improvement).select_related("executive", "asked_of", "owner")
    return Page(
        voices=voices,
        older=older,
        themes=tuple(themes),
        rulings=tuple(rulings.order_by("-id")),
        behind=tuple(Improvement.objects.filter(merged_into=improvement).defer("grams").order_by("id")),
        moments=moments_of(improvement),
        told=told_of(improvement),
        my_support=Support.objects.filter(improvement=improvement, employee=who).first(),
        issues=issues_of(improvement),
    )


def _voices(
    improvement: Improvement, who: Employee, *, at: datetime, before: int
) -> tuple[tuple[Asking, ...], int]:
    rows = VoiceLink.objects.filter(counted_at=improvement).order_by("-id")
    rows = rows.filter(pk__lt=before) if before else rows
    found = list(rows[: VOICES + 1])
    shown = found[:VOICES]
    seen = set(seen_among(who, [each.voice_id for each in shown], at=at))
    voices = {
        voice.pk: voice
        for voice in Voice.objects.filter(pk__in=seen).only("id", "receipt", "summary", "said_at", "erased_at")
    }
    guardians = dict(
        Case.objects.filter(pk__in=seen).values_list("pk", "guardian_id")
    )  # a case bears its voice's number
    told = tuple(_asking(each, improvement, voices.get(each.voice_id), guardians) for each in shown)
    return told, shown[-1].pk if len(found) > VOICES else 0


def _asking(link: VoiceLink, front: Improvement, voice: Voice | None, guardians: dict[int, int]) -> Asking:
    guardian = guardians.get(link.voice_id)
    name = names().get(("employee", guardian), NOBODY).into(reading_language()) if guardian else ""
    return Asking(
        link_id=link.pk,
        receipt=voice.receipt if voice else "",
        text="" if voice is None or voice.erased_at else voice.summary,
        guardian=name,
        said_at=voice.said_at if voice else None,
        via=str(VoiceLink.Via(link.via).label),
        own_number="" if link.improvement_id == front.pk else rules.shown(link.improvement_id),
        has_case=guardian is not None,
        may_be_seen=voice is not None,
    )
