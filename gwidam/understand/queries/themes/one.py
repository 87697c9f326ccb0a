"""One theme with everything that is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Left

from gwidam.core.errors import NotFound
from gwidam.core.models import Fact
from gwidam.core.words import reading_language
from gwidam.listen.models import Voice
from gwidam.moments.models import Touchpoint
from gwidam.people.door import sees_every_case
from gwidam.people.models import Employee
from gwidam.people.queries import names

from ...models import Theme, ThemeDay, ThemeVoice
from .asked import Asked
from .listing import Tones

EXCERPT = 280  # letters
VOICES = 20  # on a page
MOST_MOMENTS = 40
MOST_CHOICES = 100


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A voice as far as the reader may see it; `text` is empty where they may not, or where it was erased."""

    pk: int
    receipt: str
    text: str
    language: str
    said_at: datetime
    channel: str
    is_moved: bool = False
    is_counted: bool = True


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to a theme."""

    at: datetime
    who: str
    words: str


@dataclass(frozen=True, slots=True)
class Page:
    """A theme as its page shows it. People and tones are of the period asked for."""

    theme: Theme
    people: int
    tones: Tones
    touchpoints: tuple[tuple[str, int], ...]
    channels: tuple[tuple[str, int], ...]
    speakers: tuple[Excerpt, ...]
    merged: tuple[Theme, ...]
    moments: tuple[Moment, ...]
    older_names: tuple[str, ...]


def theme_of_number(pk: int) -> Theme:
    """The theme with this number, whatever became of it. Raises NotFound."""
    found = Theme.objects.select_related("successor", "under", "parent").filter(pk=pk).first()
    if found is None:
        raise NotFound(ko="그런 흐름이 없습니다.", en="There is no such theme.")
    return found


def page_of(theme: Theme, asked: Asked, who: Employee) -> Page:
    """Everything on the page of a theme but the list of its voices. Nine queries."""
    days = ThemeDay.objects.filter(asked.condition()).filter(_of(theme))
    whole = days.aggregate(people=Sum("people"), voices=Sum("voices"), bad=Sum("negative"), good=Sum("positive"))
    moments = list(Fact.objects.filter(about=theme.about).order_by("-id")[:MOST_MOMENTS])
    touchpoints = days.filter(touchpoint__isnull=False).values_list("touchpoint").annotate(n=Sum("people"))
    channels = days.values_list("channel__name_ko", "channel__name_en").annotate(n=Sum("people"))
    counted = [(pk, people) for pk, people in touchpoints.order_by("-n")[:6] if people]
    names_of = {each.pk: str(each.name) for each in Touchpoint.objects.filter(pk__in=[pk for pk, _ in counted])}
    return Page(
        theme=theme,
        people=whole["people"] or 0,
        tones=Tones(whole["voices"] or 0, whole["bad"] or 0, whole["good"] or 0),
        touchpoints=tuple((names_of[pk], people) for pk, people in counted),
        channels=tuple(
            ((en or ko) if reading_language() == "en" else ko, people)
            for ko, en, people in channels.order_by("-n")[:6]
            if people
        ),
        speakers=_speakers(theme, who),
        merged=tuple(Theme.objects.filter(under=theme).order_by("name")),
        moments=_told(moments),
        older_names=_older_names(theme, moments),
    )


def voices_of(theme: Theme, who: Employee, *, before: int = 0) -> tuple[list[Excerpt], int]:
    """The newest voices of a theme, and the number to ask for older ones with (0: there are none). Two queries."""
    rows = ThemeVoice.objects.filter(Q(theme=theme) | Q(theme__under=theme)).order_by("-voice")
    rows = rows.filter(voice__lt=before) if before else rows
    found = list(rows.values_list("voice_id", "is_moved", "head_id")[: VOICES + 1])
    shown = _excerpts([number for number, _moved, _head in found[:VOICES]], who)
    told = [
        Excerpt(*_fields(shown[number]), is_moved=is_moved, is_counted=head == number)
        for number, is_moved, head in found[:VOICES]
        if number in shown
    ]
    return told, found[VOICES - 1][0] if len(found) > VOICES else 0


def choices(but: Theme) -> list[Theme]:
    """Themes something may be put into, by name: those with most people lately."""
    live = Theme.objects.filter(state=Theme.State.LIVE, under__isnull=True).exclude(pk=but.pk).exclude(name="")
    return sorted(live.order_by("-people_lately", "pk")[:MOST_CHOICES], key=lambda theme: theme.name)


def theme_of_voice(voice: Voice) -> Theme | None:
    """The theme a voice is shown with; None where it is of none yet. One query."""
    row = ThemeVoice.objects.select_related("theme__under").filter(pk=voice.pk).first()
    return None if row is None else row.theme.under or row.theme


def _of(theme: Theme) -> Q:
    return Q(theme=theme) | Q(theme__under=theme)


def may_see(who: Employee) -> Q:
    """The condition on voices whose words somebody may read here: all for who sees every case, else their own."""
    return Q() if sees_every_case(who) else Q(heard_by=who) | Q(customer__employee=who)


def _speakers(theme: Theme, who: Employee) -> tuple[Excerpt, ...]:
    here = ThemeVoice.objects.filter(pk__in=theme.speakers, theme=theme).values_list("pk", flat=True)
    shown = _excerpts(list(here), who)
    return tuple(shown[number] for number in theme.speakers if number in shown)


def _excerpts(numbers: Sequence[int], who: Employee) -> dict[int, Excerpt]:
    if not numbers:
        return {}
    rows: QuerySet[Voice] = Voice.objects.filter(may_see(who), pk__in=list(numbers), erased_at__isnull=True)
    told = rows.annotate(beginning=Left("text", EXCERPT + 1)).select_related("channel").defer("text", "grams")
    return {
        each.pk: Excerpt(
            each.pk, each.receipt, _cut(each.beginning), each.language, each.said_at, str(each.channel.name)
        )
        for each in told
    }


def _fields(excerpt: Excerpt) -> tuple[int, str, str, str, datetime, str]:
    return excerpt.pk, excerpt.receipt, excerpt.text, excerpt.language, excerpt.said_at, excerpt.channel


def _cut(text: str) -> str:
    return text if len(text) <= EXCERPT else text[:EXCERPT].rstrip() + " …"


def _told(facts: Sequence[Fact]) -> tuple[Moment, ...]:
    language, named = reading_language(), names()

    def who(actor: str) -> str:
        noun, _, pk = actor.partition(":")
        found = named.get((noun, int(pk))) if pk.isdecimal() else None
        return found.into(language) if found else ""

    return tuple(Moment(each.at, who(each.by), each.said({}, language)) for each in facts)


def _older_names(theme: Theme, facts: Sequence[Fact]) -> tuple[str, ...]:
    renamed = [each.body["was"] for each in facts if each.kind == "understand.ThemeRenamed"]
    return tuple(name for name in dict.fromkeys(renamed) if name and name != theme.name)
