"""What the public board shows, and all that one customer has said with what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from gwidam.core.errors import NotFound
from gwidam.core.memory import shared_for
from gwidam.core.prepared import Prepared, any_of
from gwidam.listen.models import Voice
from gwidam.own.models import Case
from gwidam.own.rules.shares import FEWEST

from .. import rules
from ..models import Improvement, Photo, Publication, Telling, VoiceLink

PAGE = 20
FRESH = 60.0  # seconds that counts of the board are kept
MOST_THEMES = 12

State = Improvement.State
# What the board calls a group, and the states that make it.
GROUPS: dict[str, tuple[str, ...]] = {
    "done": (State.RELEASED, State.TOLD, State.VERIFIED),
    "next": (State.APPROVED, State.IN_WORK, State.IN_PROOF),
    "not": (State.DECLINED,),
}
_GROUP_OF = {state: group for group, states in GROUPS.items() for state in states}


@dataclass(frozen=True, slots=True)
class Entry:
    """An improvement as the public sees it. A count below FEWEST is 0: so few could be told by it."""

    improvement: Improvement
    publication: Publication
    group: str
    people: int
    told: int
    to_tell: int
    photos: tuple[Photo, ...]

    @property
    def words(self) -> str:
        """What changed, what will, or why not."""
        return str(self.improvement.reason if self.group == "not" else self.improvement.text)

    @property
    def at(self) -> datetime:
        """When it was released, or ruled on."""
        return self.improvement.released_at or self.improvement.moved_at


@dataclass(frozen=True, slots=True)
class Counts:
    """The board at a glance: improvements by group, and [(theme, improvements, people)], most people first."""

    groups: dict[str, int]
    themes: tuple[tuple[str, int, int], ...]
    people: int
    told: int


def _standing() -> QuerySet[Publication]:
    return Publication.objects.filter(
        taken_down_at__isnull=True, improvement__merged_into__isnull=True, improvement__state__in=list(_GROUP_OF)
    )


@shared_for(FRESH)
def counts_of(language: str) -> Counts:
    """Counts of the whole board in a language, kept for a minute. Three queries."""
    groups: defaultdict[str, int] = defaultdict(int)
    for state, count in _standing().values_list("improvement__state").annotate(Count("pk")):
        groups[_GROUP_OF[state]] += count
    other = "ko" if language == "en" else "en"
    rows = _standing().values_list(f"theme_{language}", f"theme_{other}", "improvement__reach__people")
    themes: dict[str, list[int]] = {}
    for theme, elsewhere, people in rows.exclude(theme_ko="", theme_en="").iterator():
        found = themes.setdefault(theme or elsewhere, [0, 0])
        found[0] += 1
        found[1] += people or 0
    by_people = sorted(
        ((name, count, people) for name, (count, people) in themes.items()), key=lambda row: (-row[2], row[0])
    )
    told = Telling.objects.filter(
        improvement__publication__taken_down_at__isnull=True,
        improvement__publication__isnull=False,
        round=F("improvement__round"),
    ).aggregate(told=Count("id", filter=Q(state=Telling.State.DELIVERED)), whole=Count("id"))
    return Counts(dict(groups), tuple(by_people[:MOST_THEMES]), told["whole"], told["told"])


def entries(*, group: str = "", theme: str = "", before: int = 0, most: int = PAGE) -> tuple[list[Entry], int]:
    """(improvements on the board, newest first, and what to ask on with; 0: no more). Three queries.

    `before` is what an earlier call gave. Both filters may be empty.
    """
    rows = _standing().select_related("improvement__reach").defer("improvement__grams", "improvement__internal")
    if group:
        rows = rows.filter(improvement__state__in=GROUPS[group])
    if theme:
        rows = rows.filter(Q(theme_ko=theme) | Q(theme_en=theme))
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: most + 1])
    return _entries(found[:most]), found[most - 1].pk if len(found) > most else 0


def entry_of(written: str) -> Entry:
    """One improvement of the board by its number. Raises NotFound for one that does not stand there."""
    number = rules.number_of(written)
    rows = _standing().select_related("improvement__reach").defer("improvement__grams", "improvement__internal")
    found = list(rows.filter(pk=number)) if number is not None else []
    if not found:
        raise NotFound(ko="게시판에 없는 개선입니다.", en="This does not stand on the board.")
    return _entries(found)[0]


def _entries(publications: Sequence[Publication]) -> list[Entry]:
    numbers = [each.pk for each in publications]
    told = {
        pk: (told, whole)
        for pk, told, whole in Telling.objects.filter(improvement__in=numbers, round=F("improvement__round"))
        .values_list("improvement_id")
        .annotate(told=Count("id", filter=Q(state=Telling.State.DELIVERED)), whole=Count("id"))
    }
    photos: defaultdict[int, list[Photo]] = defaultdict(list)
    for photo in Photo.objects.filter(improvement__in=numbers, taken_down_at__isnull=True).order_by("-when", "pk"):
        photos[photo.improvement_id].append(photo)
    return [
        Entry(
            improvement=each.improvement,
            publication=each,
            group=_GROUP_OF[each.improvement.state],
            people=_enough(each.improvement.reach.people + each.improvement.reach.supporters),
            told=told.get(each.pk, (0, 0))[0],
            to_tell=_enough(told.get(each.pk, (0, 0))[1]),
            photos=tuple(photos[each.pk]),
        )
        for each in publications
    ]


def _enough(count: int) -> int:
    return count if count >= FEWEST else 0


def public_photo(pk: int) -> Photo:
    """A photo that stands on the board. Raises NotFound."""
    found = Photo.objects.filter(
        pk=pk, taken_down_at__isnull=True, improvement__publication__in=_standing()
    ).first()
    if found is None:
        raise NotFound(ko="게시판에 없는 사진입니다.", en="This photo does not stand on the board.")
    return found


@dataclass(frozen=True, slots=True)
class Outcome:
    """An improvement that a voice led to, and what its customer was told of it."""

    improvement: Improvement
    group: str
    telling: Telling | None
    is_public: bool

    @property
    def words(self) -> str:
        """What the customer may read of it: the public's words, once it is ruled on; else nothing yet."""
        if self.group == "not":
            return str(self.improvement.reason)
        return str(self.improvement.text) if self.group == "done" else ""


@dataclass(frozen=True, slots=True)
class Saying:
    """One voice of a customer, its case, and what it led to."""

    voice: Voice
    case: Case | None
    outcomes: tuple[Outcome, ...]


def _links_ruled_on(voices: Any) -> Any:
    newest = Telling.objects.filter(
        improvement=OuterRef("counted_at"), round=OuterRef("counted_at__round"), customer=OuterRef("customer")
    )
    return (
        VoiceLink.objects.filter(voice=any_of(voices), counted_at__state__in=list(_GROUP_OF))
        .select_related("counted_at__publication")
        .defer("counted_at__grams", "counted_at__internal")
        .annotate(telling_id=Subquery(newest.values("pk")[:1]))
        .order_by("id")
    )


_ruled_on: Prepared[Any] = Prepared(_links_ruled_on)


def outcomes_of(voices: Sequence[int]) -> dict[int, list[Outcome]]:
    """{voice: what it led to}: of each improvement in front, once ruled on, with the newest telling. Two queries.

    What nobody has decided yet is not shown: it would be a promise.
    """
    rows = _ruled_on(voices=list(voices))
    numbers = [each.telling_id for each in rows if each.telling_id]
    tellings = Telling.objects.in_bulk(numbers) if numbers else {}
    found: defaultdict[int, dict[int, Outcome]] = defaultdict(dict)
    for each in rows:
        publication = getattr(each.counted_at, "publication", None)
        found[each.voice_id][each.counted_at_id] = Outcome(
            each.counted_at,
            _GROUP_OF[each.counted_at.state],
            tellings.get(each.telling_id),
            publication is not None and publication.taken_down_at is None,
        )
    return {voice: list(outcomes.values()) for voice, outcomes in found.items()}


def sayings_of(customer_id: int, *, most: int = 200) -> list[Saying]:
    """Everything a customer has said, newest first, with what became of it. Three queries."""
    rows = Voice.objects.filter(customer=customer_id, erased_at__isnull=True).select_related("case__guardian")
    voices = list(rows.defer("grams").order_by("-pk")[:most])
    outcomes = outcomes_of([each.pk for each in voices])
    return [Saying(each, getattr(each, "case", None), tuple(outcomes.get(each.pk, ()))) for each in voices]


def supported_by(customer_id: int) -> list[Outcome]:
    """What a customer supports without having said a linked voice, once ruled on. Two queries."""
    improvements = list(
        Improvement.objects.filter(
            supports__customer=customer_id, state__in=list(_GROUP_OF), merged_into__isnull=True
        )
        .exclude(counted__customer=customer_id)
        .select_related("publication")
        .defer("grams", "internal")
        .order_by("-pk")
    )
    told = {
        each.improvement_id: each
        for each in Telling.objects.filter(customer=customer_id, improvement__in=improvements).order_by("round")
    }
    return [
        Outcome(
            each,
            _GROUP_OF[each.state],
            told.get(each.pk),
            getattr(each, "publication", None) is not None and each.publication.taken_down_at is None,
        )
        for each in improvements
    ]


def was_told_since(voice_id: int, since: datetime) -> bool:
    """Whether whoever said it was told what became of it, at that moment or later."""
    return Telling.objects.filter(voice=voice_id, made_at__gte=since).exists()


def telling_of(customer_id: int, pk: int) -> Telling:
    """A telling of this customer, to answer. Raises NotFound for anybody else's."""
    found = Telling.objects.filter(pk=pk, customer=customer_id).first()
    if found is None:
        raise NotFound(ko="이 링크로는 볼 수 있는 것이 없습니다.", en="There is nothing to see under this link.")
    return found
