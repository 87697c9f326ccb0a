"""Which voices may fit a question, newest first, a few at a time.

There are two ways to voices with certain keys, and each is slow where the other is fast:

- voices are walked through from the newest, and each is looked at: fast for what is common;
- the index is asked, which finds all at once: fast for what is rare.

How common the words are says which it is (`rarity`). A walk that finds less than was expected goes on in the index.

Voices of some days, whatever their words, are walked through by the day they were said: those that were said long
ago may have been heard at any time since.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, IntegerField, Max, Q, QuerySet

from gwidam.core.grams import Sought
from gwidam.listen.models import Voice
from gwidam.understand.heart.find import sought_of

from .rarity import rarity

LEAST_WALKED, MOST_WALKED = 6000, 40_000  # numbers of voices, newest first: some 7 ms, some 50 ms
# Voices with the keys that are looked at for one page; then the reader says whether to go on.
MOST_LOOKED_AT = 5000
FIRST_LOOK = 32  # a page and some; who finds little in the first ones will find little in the next
GROWTH = 4
MOST_KEYS = 32  # keys of a long question that are asked for; the text has the last say anyway


class Walked(Func):
    """A column that no index stands on, so that rows are walked through in the order asked for."""

    template = "(%(expressions)s || '{}'::integer[])"
    output_field = ArrayField(IntegerField())


def candidates(
    wanted: Sequence[str], *, where: Q, before: int = 0, enough: int, by_day: bool = False
) -> Iterator[list[int]]:
    """Numbers of voices that by their keys may have these words and are `where`, newest first, in chunks that grow.

    Where no word has keys all voices are candidates; `by_day` these come as they were said, else as they were
    heard. Ends after MOST_LOOKED_AT or a little more. `enough`: how many voices whoever asks will be content with.
    """
    voices = Voice.objects.filter(where)
    if before:
        voices = voices.filter(pk__lt=before)
    if not sought_of(wanted):
        yield from _by_day(Voice.objects.filter(where), before) if by_day else _growing(voices.order_by("-pk"))
        return
    edge = _edge(wanted, before, enough)
    if edge:
        near = voices.filter(pk__gte=edge).annotate(walked=Walked("grams")).filter(having(wanted, "walked"))
        yield from _growing(near.order_by("-pk"))
        voices = voices.filter(pk__lt=edge)
    if edge != 1:
        # "+ 0": in the order of the numbers a rare word would be looked for from one end to the other.
        far = voices.filter(having(wanted)).order_by((F("pk") + 0).desc())
        yield from _parted(list(far.values_list("pk", flat=True)[:MOST_LOOKED_AT]))


def having(wanted: Sequence[str], column: str = "grams") -> Q:
    """That the keys of a voice are those of a text with these words, whichever keys it was given."""
    whole = Q()
    for found in dict.fromkeys(sought_of(wanted, seek) for seek in rarity().ways):
        whole |= _has(found, column)
    return whole


def _has(wanted: Sought, column: str) -> Q:
    whole = Q()
    if wanted.every:
        whole &= Q((f"{column}__contains", rarity().rarest(wanted.every, MOST_KEYS)))
    for row in wanted.one_of:
        whole &= Q((f"{column}__overlap", list(row)))
    return whole


def _edge(words: Sequence[str], before: int, enough: int) -> int:
    """The number from which on voices are walked through: 1 for all of them, 0 for none."""
    known = rarity()
    share = known.share(words)
    indexed = share * known.total  # voices that the index would bring, each from its own place
    if share * indexed < enough and known.total > LEAST_WALKED:  # a walk reads enough / share
        return 0
    # Many voices with the keys may not have the words: the walk goes on until the index would have been as good.
    walked = min(MOST_WALKED, max(LEAST_WALKED, round(indexed)))
    newest = before or (Voice.objects.aggregate(newest=Max("pk"))["newest"] or 0) + 1
    return max(1, newest - walked)


def _growing(voices: QuerySet[Voice]) -> Iterator[list[int]]:
    """Chunk by chunk, each a query that ends as soon as it has enough."""
    size, looked = FIRST_LOOK, 0
    chunk = list(voices.values_list("pk", flat=True)[:size])
    while chunk:
        yield chunk
        looked += len(chunk)
        if len(chunk) < size or looked >= MOST_LOOKED_AT:
            return
        size *= GROWTH
        chunk = list(voices.filter(pk__lt=chunk[-1]).values_list("pk", flat=True)[:size])


def _by_day(voices: QuerySet[Voice], before: int) -> Iterator[list[int]]:
    """The same in the order of the days on which they were said; `before` is the last one of an earlier page."""
    size, looked = FIRST_LOOK, 0
    last = Voice.objects.filter(pk=before).values_list("said_at", "pk").first() if before else None
    ordered = voices.order_by("-said_at", "-pk").values_list("said_at", "pk")
    while chunk := list(ordered.filter(_said_before(last))[:size]):
        yield [number for _, number in chunk]
        looked, last = looked + len(chunk), chunk[-1]
        if len(chunk) < size or looked >= MOST_LOOKED_AT:
            return
        size *= GROWTH


def _said_before(last: tuple[datetime, int] | None) -> Q:
    if last is None:
        return Q()
    moment, number = last
    return Q(said_at__lte=moment) & ~Q(said_at=moment, pk__gte=number)  # so that the index begins at the moment


def _parted(numbers: list[int]) -> Iterator[list[int]]:
    start, size = 0, FIRST_LOOK
    while start < len(numbers):
        yield numbers[start : start + size]
        start, size = start + size, size * GROWTH
