"""Finding voices: by words, by receipt, by the end of a phone number, by name.

Words are found through their pairs of letters (`core.grams`), newest first. Common and rare words want different
ways, and the planner cannot tell them apart well for several pairs at once, so both are taken in turn:

1. the newest LOOKED_THROUGH voices are looked through one by one: a word that one voice in two hundred has fills
   the page from these;
2. otherwise the rest is asked through the index, which is fast exactly for what is not common.

A voice with all the pairs need not have the words, so the text has the last say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, IntegerField, QuerySet
from django.db.models.functions import Left

from gwidam.core.grams import query_grams
from gwidam.core.receipts import shown
from gwidam.core.text import squeezed
from gwidam.listen.models import Voice
from gwidam.people.door import may
from gwidam.people.models import Contact, Customer, Employee

from .rows import CHANNEL_ICONS
from .voices import seen_among

PAGE = 25
LOOKED_THROUGH = 6000  # rows read in the order of their numbers: some 7 ms
MOST_LOOKED_AT = (
    5000  # voices with the pairs that are looked at for one page; then the reader says whether to go on
)
COMPARED = 20_000  # letters of a text that are compared; a longer one is believed by its pairs
LONGEST = 100  # letters of a question
AROUND = 60  # letters shown on either side of the first word found
NAMED = 8
MOST_CALLED = 100  # customers of one name, and voices of theirs, that are looked at


class Walked(Func):
    """A column that no index stands on, so that rows are walked through in the order asked for."""

    template = "(%(expressions)s || '{}'::integer[])"
    output_field = ArrayField(IntegerField())


@dataclass(frozen=True, slots=True)
class Found:
    """One voice that has the words.

    `before`, `word`, `behind` are its text around the first of them: all of the summary where that has it
    (`is_summary`), else a piece of the text.
    """

    pk: int
    receipt: str
    summary: str
    channel: str
    name: str
    said_at: datetime
    state: str
    before: str
    word: str
    behind: str
    is_summary: bool

    @property
    def icon(self) -> str:
        return CHANNEL_ICONS.get(self.channel, "voice")

    @property
    def shown_receipt(self) -> str:
        return shown(self.receipt)


@dataclass(frozen=True, slots=True)
class Results:
    """A page of voices, and the number to go on from (0: these were all)."""

    voices: list[Found]
    before: int


def search(who: Employee, question: str, *, at: datetime, before: int = 0) -> Results:
    """Voices with all of these words that this person may see, newest first; `before` pages on.

    A question without two letters in a row finds nothing: it would find everything.
    """
    words = words_of(question)
    keys = query_grams(words)
    if not keys:
        return Results([], 0)
    matching: list[int] = []
    last = looked = 0
    for chunk in _chunks(keys, before):
        for pk, text in _texts(seen_among(who, chunk, at=at)):
            if len(text) >= COMPARED or has_words(text, words):
                matching.append(pk)
                if len(matching) > PAGE:
                    return Results(_found(matching[:PAGE], words), matching[PAGE - 1])
        last, looked = chunk[-1], looked + len(chunk)
        if looked >= MOST_LOOKED_AT:
            return Results(_found(matching, words), last)
    return Results(_found(matching, words), 0)


def words_of(question: str) -> list[str]:
    """The words of a question as they are compared: width and case evened, punctuation gone."""
    return [word for word in map(squeezed, question[:LONGEST].split()) if word]


def has_words(text: str, words: list[str]) -> bool:
    """Whether all words stand in the text, however it is spaced."""
    plain = squeezed(text)
    return all(word in plain for word in words)


def _chunks(keys: list[int], before: int) -> Iterator[list[int]]:
    """Ids of voices with all the pairs, newest first, a few at a time."""
    voices = Voice.objects.filter(pk__lt=before) if before else Voice.objects.all()
    newest = voices.order_by("-pk").values_list("pk", flat=True)
    edge = next(iter(newest[LOOKED_THROUGH : LOOKED_THROUGH + 1]), 0)
    near = voices.filter(pk__gt=edge).annotate(walked=Walked("grams")).filter(walked__contains=keys)
    yield from _in_chunks(near.order_by("-pk"))
    if edge:
        # "+ 0": in the order of the numbers a rare word would be looked for from one end to the other.
        far = voices.filter(pk__lte=edge, grams__contains=keys)
        yield from _in_chunks(far.order_by((F("pk") + 0).desc()))


def _in_chunks(voices: QuerySet[Voice]) -> Iterator[list[int]]:
    ids = list(voices.values_list("pk", flat=True)[:MOST_LOOKED_AT])
    start, size = 0, PAGE * 2
    while start < len(ids):
        yield ids[start : start + size]
        start, size = start + size, size * 2  # who finds little in the first ones will find little in the next


def _texts(ids: list[int]) -> list[tuple[int, str]]:
    texts = Voice.objects.filter(pk__in=ids).order_by("-pk")
    return list(texts.values_list("pk", Left("text", COMPARED)))


def _found(ids: list[int], words: list[str]) -> list[Found]:
    rows = (
        Voice.objects.filter(pk__in=ids)
        .order_by("-pk")
        .values_list(
            "pk",
            "receipt",
            "summary",
            "channel__kind",
            "customer__name",
            "said_at",
            "case__state",
            Left("text", COMPARED),
        )
    )
    return [
        Found(pk, receipt, summary, kind, name, said_at, state or "", *_shown(summary, text, words))
        for pk, receipt, summary, kind, name, said_at, state, text in rows
    ]


def _shown(summary: str, text: str, words: list[str]) -> tuple[str, str, str, bool]:
    in_summary = around(summary, words, margin=len(summary))
    if in_summary[1] or not words:
        return (*in_summary, True)
    return (*around(text, words), False)


def around(text: str, words: list[str], *, margin: int = AROUND) -> tuple[str, str, str]:
    """The text around the first word found in it: before, the word as it is spelled there, behind."""
    for word in words:
        spelled = r"[\W_]*".join(map(re.escape, word))
        place = re.search(spelled, text, re.IGNORECASE)
        if place:
            start, end = max(0, place.start() - margin), place.end() + margin
            before = ("…" if start else "") + text[start : place.start()]
            return before, place.group(), text[place.end() : end] + ("…" if end < len(text) else "")
    return text[: 2 * margin], "", ""


def by_receipt(who: Employee, digits: str, *, at: datetime, limit: int = 5) -> list[Found]:
    """Voices whose receipt begins with these digits (spaces and dashes do not matter)."""
    plain = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", digits))
    if not (plain.isascii() and plain.isdigit() and 3 <= len(plain) <= 10):
        return []
    ids = list(
        Voice.objects.filter(receipt__startswith=plain).order_by("-pk").values_list("pk", flat=True)[:MOST_CALLED]
    )
    return _found(seen_among(who, ids, at=at)[:limit], [])


def by_customer(who: Employee, asked: str, *, at: datetime) -> list[Found]:
    """Voices of customers whose name begins so, or whose phone ends in these four digits.

    Only for those who may see contacts at all; for others nobody is called anything.
    """
    asked = asked.strip()
    if not may(who, "see contact") or len(asked) < 2:
        return []
    if asked.isascii() and asked.isdigit():
        if len(asked) != 4:
            return []
        customers = list(Contact.objects.filter(tail=asked).values_list("customer_id", flat=True)[:MOST_CALLED])
    else:
        called = Customer.objects.filter(name__startswith=asked).exclude(name="")  # as the index does
        customers = list(called.values_list("pk", flat=True)[:MOST_CALLED])
    if not customers:
        return []
    theirs = Voice.objects.filter(customer__in=customers).order_by("-pk").values_list("pk", flat=True)
    return _found(seen_among(who, list(theirs[:MOST_CALLED]), at=at)[:NAMED], [])
