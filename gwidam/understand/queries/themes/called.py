"""Themes by what they are called: a number, or words of a name."""

from __future__ import annotations

from django.db.models import Q

from gwidam.core.text import squeezed

from ...models import Theme

NUMBER = 18  # digits of the largest number there can be


def themes_called(asked: str) -> frozenset[int]:
    """Numbers of the themes that are meant, each with those shown with it; empty where none is called that.

    A number is a theme's own, also of one that became part of another. Else the whole name counts before names that
    have all the words. Three queries at most, and one for each night that merged such a theme.
    """
    number = asked.strip().removeprefix("#")
    found = _numbered(int(number)) if number.isdecimal() and len(number) <= NUMBER else set()
    return _with_those_under(found or _named(asked))


def _numbered(number: int) -> set[int]:
    row = Theme.objects.filter(pk=number).values_list("successor_id", "state").first()
    while row is not None and row[0] is not None:
        number = row[0]
        row = Theme.objects.filter(pk=number).values_list("successor_id", "state").first()
    return set() if row is None else {number}


def _named(asked: str) -> set[int]:
    whole, words = squeezed(asked), [plain for word in asked.split() if (plain := squeezed(word))]
    if not words:
        return set()
    rows = Theme.objects.filter(state=Theme.State.LIVE).exclude(name="").values_list("pk", "name")
    names = {pk: squeezed(name) for pk, name in rows}
    same = {pk for pk, name in names.items() if name == whole}
    return same or {pk for pk, name in names.items() if all(word in name for word in words)}


def _with_those_under(found: set[int]) -> frozenset[int]:
    rows = Theme.objects.filter(Q(pk__in=found) | Q(under__in=found)) if found else Theme.objects.none()
    return frozenset(rows.values_list("pk", flat=True))
