"""Building the demo: the company founded, its voices told, all in one transaction, so that it is there or not."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction

from gwidam.core.ledger import act, record
from gwidam.core.models import Fact
from gwidam.listen.models import Voice
from gwidam.people.models import Absence, Employee
from gwidam.people.verbs import be_absent

from . import pictures
from .campaign import ideas, please_fix_it
from .company import DEMO, Company, found
from .days import TAKES, Days, Story
from .doors import doors, sayings
from .events import DemoBuilt
from .improving import improve
from .logins import Login, give_second_factors
from .pictures import Picture
from .stories import STORIES
from .talking import ready_answers, talks
from .texts import Texts, Told, texts
from .walk import SEOUL, Walk

ABOUT = "house:demo"
FOUNDED_BEFORE = timedelta(days=400)
DUE_IS_SEEN = TAKES  # how long after it was due the clock of the demo has seen it
TOLD_AHEAD = timedelta(days=6)  # how long before a leave its colleagues know of it
Progress = Callable[[int], None]


class HasPeople(Exception):
    """The house has people or voices of its own: nothing is ever built on top of them."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a demo was built from, and when."""

    seed: int
    voices: int
    at: datetime


def built() -> Built | None:
    """The demo that stands in this house; None where there is none."""
    fact = Fact.objects.filter(about=ABOUT, kind=DemoBuilt.kind).first()
    return Built(seed=fact.body["seed"], voices=fact.body["voices"], at=fact.at) if fact else None


def build(
    *,
    seed: int,
    now: datetime,
    logins: Sequence[Login] = (),
    only: int | None = None,
    progress: Progress = lambda count: None,
) -> Built:
    """Found the company and let its voices walk until `now`; `only` so many of them, every story among them.

    The same seed at the same moment gives the same house: who, what and when, though not the same secrets.
    `progress` is called with 1 for each voice whose story has been told. Raises HasPeople.
    """
    told = chosen(texts().voices, only)
    with one_transaction(), few_collections():
        take_turn()
        if Employee.objects.exists() or Voice.objects.exists():
            raise HasPeople
        days = Days(
            until=now, texts=[each.text for each in told] + (ideas(seed) + sayings() if only is None else [])
        )
        with act():
            passwords = {each.email: each.password for each in logins}
            company = found(texts(), at=now - FOUNDED_BEFORE, passwords=passwords)
            ready_answers(texts(), company, at=now - FOUNDED_BEFORE)
        give_second_factors(logins)
        walks: dict[str, Walk] = {}
        given = pictures_for(told)
        for each in told:
            walks[each.key] = Walk(
                each,
                texts=texts(),
                company=company,
                seed=seed,
                now=now,
                walks=walks,
                pictures=given.get(each.key, ()),
            )
        stories = [STORIES[walk.told.story](walk) for walk in walks.values()]
        beside: list[Story] = []
        if only is None:
            beside = [
                please_fix_it(company, seed=seed, now=now, walks=walks),
                doors(company, texts(), now=now),
                *talks(texts(), company, seed=seed, now=now),
            ]
        days.play([*absences(texts(), company, now), *stories, *beside], told=lambda: progress(1))
        with act():
            improve(texts(), company, now=now)
            record(DemoBuilt(seed=seed, voices=len(told)), by=DEMO, at=now, about=ABOUT)
    return Built(seed=seed, voices=len(told), at=now)


def total(only: int | None = None) -> int:
    """How often `progress` will be called."""
    beside = 2 + len(texts().talks["talk"]) if only is None else 0  # the campaign, the doors, the talks
    return len(chosen(texts().voices, only)) + len(texts().people["absence"]) + beside


def chosen(voices: Sequence[Told], only: int | None) -> list[Told]:
    """All voices, or the first few of each story; a duplicate never without what it repeats."""
    if only is None:
        return list(voices)
    of_story: Mapping[str, list[Told]] = defaultdict(list)
    place = {}
    for each in voices:
        of_story[each.story].append(each)
        place[each.key] = len(of_story[each.story])
    keys = {each.key for each in sorted(voices, key=lambda each: place[each.key])[:only]}
    keys |= {each.original for each in voices if each.key in keys}
    return [each for each in voices if each.key in keys]


def pictures_for(told: Sequence[Told]) -> dict[str, tuple[Picture, ...]]:
    """{key of a voice: what its customer attached}: the latest written one of each of three topics."""
    drawn = {"cable": pictures.cable, "slow": pictures.measurement, "wrong_bill": pictures.bill}
    latest = {each.topic: each.key for each in told if each.topic in drawn and each.channel in ("web", "api")}
    return {key: (drawn[topic](),) for topic, key in latest.items()}


def absences(world: Texts, company: Company, now: datetime) -> Iterator[Story]:
    """Those who are away, each told some days ahead; who falls ill tells in the morning."""
    today = now.astimezone(SEOUL).date()
    for row in world.people["absence"]:
        starts_at = _midnight(today + timedelta(days=row["from_day"]))
        ends_at = _midnight(today + timedelta(days=row["to_day"] + 1))
        ahead = timedelta() if row["why"] == Absence.Why.SICK else TOLD_AHEAD
        yield _absence(company, row, starts_at, ends_at, at=starts_at - ahead + timedelta(hours=9))


def _absence(
    company: Company, row: Mapping[str, str], starts_at: datetime, ends_at: datetime, *, at: datetime
) -> Story:
    yield at
    employee = company.people[row["employee"]]
    be_absent(
        employee=employee,
        deputy=company.people[row["deputy"]],
        starts_at=starts_at,
        ends_at=ends_at,
        why=row["why"],
        by=employee,
        at=at,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SEOUL)


@contextmanager
def few_collections() -> Iterator[None]:
    """Look for garbage seldom while so much is made: it would be looked for some thousand times."""
    often = gc.get_threshold()
    gc.set_threshold(200_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*often)


def take_turn() -> None:
    """Wait until nobody else builds a demo here."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('gwidam.demo', 0))")


@contextmanager
def one_transaction() -> Iterator[None]:
    """All or nothing, so the savepoint of each verb would only take time: a third of all statements."""
    allowed = connection.features.uses_savepoints
    with transaction.atomic():
        connection.features.uses_savepoints = False
        try:
            yield
        finally:
            connection.features.uses_savepoints = allowed
