"""What a person does with themes: name, put under another, move voices. Their word stays, and can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F, Min, Q

from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import record, verb
from gwidam.core.models import Fact
from gwidam.listen.models import Voice
from gwidam.people.models import Employee

from ... import events
from ...models import Need, Theme, ThemeVoice
from .heads import Heads
from .rows import count_days, take_turn

LONGEST_NAME = 80
MOST_MOVED = 200  # voices at once


@verb
def rename_theme(*, theme: Theme, name: str, by: Employee, at: datetime) -> Theme:
    """Name a theme; an empty name gives naming back to the night. ThemeRenamed.

    Raises NotValid for a name that is too long, NotNow for a theme that is no more.
    """
    theme = live(theme)
    name = " ".join(name.replace("\x00", "").split())
    if len(name) > LONGEST_NAME:
        raise NotValid(
            ko=f"이름은 {LONGEST_NAME}자까지 쓸 수 있습니다.",
            en=f"A name has at most {LONGEST_NAME} letters.",
            field="name",
        )
    now = name or _own_name(theme)
    if (now, bool(name)) == (theme.name, theme.is_named):
        return theme
    was, theme.name, theme.is_named = theme.name, now, bool(name)
    theme.save(update_fields=["name", "is_named"])
    record(events.ThemeRenamed(theme_id=theme.pk, was=was, now=now), by=by, at=at, about=theme.about)
    return theme


@verb
def put_under(*, theme: Theme, into: Theme, by: Employee, at: datetime) -> Theme:
    """Show a theme, and what stands under it, with another one. It is still sorted by itself. ThemePutUnder.

    Raises NotNow where either is no more or the theme stands under another already, NotValid for itself.
    """
    theme, into = live(theme), live(into)
    into = live(into.under) if into.under is not None else into
    if into.pk == theme.pk:
        raise NotValid(
            ko="흐름을 자기 아래에 묶을 수는 없습니다.", en="A theme cannot stand under itself.", field="into"
        )
    if theme.under_id is not None:
        raise NotNow(ko="이미 다른 흐름 아래에 묶여 있습니다.", en="It stands under another theme already.")
    for each in (theme, *Theme.objects.filter(under=theme)):
        each.under = into
        each.save(update_fields=["under"])
    Need.note_write()  # what stands behind it is shown elsewhere now
    for about in (theme.about, into.about):
        record(events.ThemePutUnder(theme_id=theme.pk, into_id=into.pk, into=into.name), by=by, at=at, about=about)
    return theme


@verb
def take_out(*, theme: Theme, by: Employee, at: datetime) -> Theme:
    """Show a theme by itself again. ThemeTakenOut. Raises NotNow where it stands under none."""
    theme = live(theme)
    if theme.under is None:
        raise NotNow(ko="묶여 있지 않은 흐름입니다.", en="It stands under no other theme.")
    out_of, theme.under = theme.under, None
    theme.save(update_fields=["under"])
    Need.note_write()
    for about in (theme.about, out_of.about):
        record(
            events.ThemeTakenOut(theme_id=theme.pk, out_of_id=out_of.pk, out_of=out_of.name),
            by=by,
            at=at,
            about=about,
        )
    return theme


@verb
def move_voices(
    *, voice_ids: Sequence[int], to: Theme | None, by: Employee, at: datetime, name: str = ""
) -> Theme:
    """Move voices to a theme, or to a new one of this name; no night moves them back. The theme they are in then.

    1. ThemeFounded for a new one. 2. Whom the voices count for, and the days in counts, of all themes concerned.
    3. VoicesMoved. Raises NotValid where nothing was chosen, too much, or a new theme has no name.
    """
    take_turn()
    rows = _chosen(voice_ids)
    to = _founded(name, rows, by=by, at=at) if to is None else live(to)
    moving = [row for row in rows if row.theme_id != to.pk]
    if not moving:
        return to
    left = {row.theme_id for row in moving}
    ThemeVoice.objects.filter(pk__in=[row.pk for row in moving]).update(theme=to, is_moved=True, placed_at=at)
    _settle({*left, to.pk})
    numbers = [row.pk for row in moving]
    record(
        events.VoicesMoved(theme_id=to.pk, voices=len(numbers), voice_ids=numbers), by=by, at=at, about=to.about
    )
    return to


@verb
def put_back(*, voice_ids: Sequence[int], by: Employee, at: datetime) -> int:
    """Put voices that a person has moved back to where they were sorted; how many that were. VoicesPutBack."""
    take_turn()
    rows = [row for row in _chosen(voice_ids) if row.is_moved]
    if not rows:
        raise NotNow(ko="옮긴 말씀이 아닙니다.", en="These voices were not moved.")
    touched = {row.theme_id for row in rows} | {row.sorted_into_id for row in rows}
    numbers = [row.pk for row in rows]
    ThemeVoice.objects.filter(pk__in=numbers).update(theme=F("sorted_into"), is_moved=False, placed_at=at)
    _settle(touched)
    theme = rows[0].theme_id
    record(
        events.VoicesPutBack(theme_id=theme, voices=len(numbers), voice_ids=numbers),
        by=by,
        at=at,
        about=f"theme:{theme}",
    )
    return len(rows)


@verb
def leave_themes(*, voice: Voice, at: datetime) -> None:
    """Take an erased voice out of its theme, and out of its counts. Part of a larger erasure.

    Whoever it counted for is counted by the next voice they left there, if any.
    """
    row = ThemeVoice.objects.filter(pk=voice.pk).first()
    if row is None:
        return
    take_turn()
    row.delete()
    heir = ThemeVoice.objects.filter(head_id=voice.pk).order_by("voice__said_at", "pk").first()
    if heir is not None:
        ThemeVoice.objects.filter(head_id=voice.pk).update(head_id=heir.pk)
    first = ThemeVoice.objects.filter(first_id=voice.pk).order_by("pk").first()
    if first is not None:
        ThemeVoice.objects.filter(first_id=voice.pk).update(first_id=first.pk)
    for theme in Theme.objects.filter(pk__in={row.theme_id, row.sorted_into_id}):
        theme.speakers = [number for number in theme.speakers if number != voice.pk]
        theme.examples = [number for number in theme.examples if number != voice.pk]
        theme.save(update_fields=["speakers", "examples"])
        if not ThemeVoice.objects.filter(Q(theme=theme) | Q(sorted_into=theme)).exists():
            _forget(theme)
    count_days([row.theme_id])


def _forget(theme: Theme) -> None:
    """Nobody is left in it: the words it was named after were theirs."""
    theme.words, theme.state, theme.under, theme.successor = [], Theme.State.ENDED, None, None
    theme.name = theme.name if theme.is_named else ""
    theme.save(update_fields=["words", "state", "under", "successor", "name"])
    Theme.objects.filter(under=theme).update(under=None)
    Fact.objects.filter(about=theme.about, personal__isnull=False).update(personal=None)


def live(theme: Theme) -> Theme:
    """The theme as it is now, locked until the act is over. Raises NotNow for one that is no more."""
    found = Theme.objects.select_for_update().get(pk=theme.pk)
    if found.state != Theme.State.LIVE:
        raise NotNow(ko="이제는 없는 흐름입니다.", en="This theme is no more.")
    return found


def _own_name(theme: Theme) -> str:
    from ...heart.themes import name_of

    return name_of(theme.words)[:LONGEST_NAME]


def _chosen(voice_ids: Sequence[int]) -> list[ThemeVoice]:
    if len(voice_ids) > MOST_MOVED:
        raise NotValid(
            ko=f"한 번에 {MOST_MOVED}건까지 옮길 수 있습니다.",
            en=f"At most {MOST_MOVED} voices at once.",
            field="voices",
        )
    rows = list(ThemeVoice.objects.filter(pk__in=list(voice_ids)).order_by("pk"))
    if not rows:
        raise NotValid(ko="말씀을 골라 주세요.", en="Choose voices first.", field="voices")
    return rows


def _founded(name: str, rows: Sequence[ThemeVoice], *, by: Employee, at: datetime) -> Theme:
    name = " ".join(name.replace("\x00", "").split())[:LONGEST_NAME]
    if not name:
        raise NotValid(ko="새 흐름의 이름을 적어 주세요.", en="The new theme needs a name.", field="name")
    numbers = [row.pk for row in rows]
    said_at = Voice.objects.filter(pk__in=numbers).aggregate(first=Min("said_at"))["first"]
    theme = Theme(
        name=name,
        is_named=True,
        founded_at=at,
        first_said_at=said_at,
        parent_id=rows[0].theme_id,
        speakers=numbers[:3],
        examples=numbers,
    )
    theme.save()
    record(events.ThemeFounded(theme_id=theme.pk, name=name), by=by, at=at, about=theme.about)
    return theme


def _settle(themes: set[int]) -> None:
    """Whom the voices of these themes count for, and their days in counts, found out anew."""
    of = ThemeVoice.objects.filter(theme__in=themes).order_by("voice__said_at", "pk")
    heads, changed = Heads(), []
    for row in of.annotate(person=F("voice__customer_id"), said_at=F("voice__said_at")).iterator(2_000):
        head = heads.of(row.pk, theme=row.theme_id, person=row.person, first=row.first_id, said_at=row.said_at)
        if head != row.head_id:
            row.head_id = head
            changed.append(row)
    ThemeVoice.objects.bulk_update(changed, ["head_id"], batch_size=1_000)
    count_days(sorted(themes))
