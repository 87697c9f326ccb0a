"""Many are told of one change while the process that tells them is killed, again and again: is each told once?"""

from __future__ import annotations

import random
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from os import kill
from pathlib import Path
from time import monotonic, sleep

import psycopg

from .plan import WORK
from .sink import Sink, listening
from .throwaway import Throwaway, throwaway

Tell = Callable[[str], None]
TOLD_EVERY = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingPlan:
    """How many are told, how often the worker is killed, and within how many seconds all must be told."""

    people: int
    kills: int
    seed: int
    every: tuple[float, float] = (2.0, 6.0)  # seconds between two kills: a worker needs two to begin
    within: float = 3600.0


@dataclass(frozen=True, slots=True)
class TellingReport:
    """What was done, and every violation as a line."""

    people: int
    kills: int
    letters: int
    raw_repeats: int
    seconds: float
    violations: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.violations

    def as_json(self) -> dict[str, object]:
        """All of it, as it goes into JSON."""
        return {name: getattr(self, name) for name in self.__slots__}

    def lines(self) -> list[str]:
        """For people."""
        told = (
            f"{self.people:,} people, {self.kills} kills, {self.letters:,} letters in mailboxes "
            f"({self.raw_repeats} arrived twice under one Message-ID) in {self.seconds:.0f} s"
        )
        return [told, *(self.violations or ["Everybody was told exactly once."])]


def run(plan: TellingPlan, tell: Tell, *, kept: Path | None = None) -> TellingReport:
    """Run once, in a house of its own that is gone afterwards. `kept` is a folder with a house to copy."""
    with listening() as sink, throwaway(is_unsafe=False) as house:
        tell("Building a throwaway Gwidam.")
        house.furnish(kept)
        house.start(smtp_url=sink.url, patches=())
        tell(f"{plan.people:,} people ask.")
        improvement = _begin(plan.people)
        began = monotonic()
        kills = _kill_until_told(plan, house, improvement, tell)
        return TellingReport(
            people=plan.people,
            kills=kills,
            letters=sum(len(box) for box in sink.boxes().values()),
            raw_repeats=sink.raw_repeats(),
            seconds=monotonic() - began,
            violations=list(violations(plan.people, improvement, sink)),
        )


def _begin(people: int) -> int:
    """Have so many ask for one change, and begin to tell them; the number of the improvement."""
    from django.conf import settings
    from django.utils import timezone

    from gwidam.bench.askers import released_with_askers
    from gwidam.change.rules.telling import FASTEST_PACE
    from gwidam.change.verbs import begin_telling
    from gwidam.listen.models import Channel
    from gwidam.people.models import Employee

    owner = Employee.objects.select_related("department").order_by("pk")[0]
    improvement = released_with_askers(
        people,
        channel=Channel.objects.all()[0],
        owner=owner,
        secret=settings.SECRET_KEY.encode(),
        at=timezone.now(),
    )
    begin_telling(improvement=improvement, pace=FASTEST_PACE, by=owner, at=timezone.now())
    return int(improvement.pk)


def _kill_until_told(plan: TellingPlan, house: Throwaway, improvement: int, tell: Tell) -> int:
    """Kill the worker at random moments, `kills` times in all, until everybody has been told. How often it was."""
    dice = random.Random(plan.seed)
    began = told_at = monotonic()
    next_kill, killed = began + dice.uniform(*plan.every), 0
    while monotonic() - began < plan.within and not _is_over(house, improvement):
        if killed < plan.kills and monotonic() >= next_kill:
            for victim in house.victims(WORK):
                kill(victim, signal.SIGKILL)
                killed += 1
            next_kill = monotonic() + dice.uniform(*plan.every)
        if monotonic() - told_at > TOLD_EVERY:
            told_at = monotonic()
            tell(f"{told_at - began:.0f} s, {killed} kills")
        sleep(0.2)
    return killed


def _is_over(house: Throwaway, improvement: int) -> bool:
    try:
        with psycopg.connect(house.cluster.url, connect_timeout=5) as line:
            row = line.execute("SELECT state FROM change_improvement WHERE id = %s", [improvement]).fetchone()
    except psycopg.Error:
        return False
    return row is not None and row[0] == "told"


def violations(people: int, improvement: int, sink: Sink) -> Iterator[str]:
    """Whoever was not told exactly once, in the tables and in the mailboxes."""
    from django.db.models import Count

    from gwidam.change.models import Improvement, Telling
    from gwidam.post.models import Message

    if Improvement.objects.get(pk=improvement).state != Improvement.State.TOLD:
        yield "not everybody was told in time"
    tellings = Telling.objects.filter(improvement=improvement)
    if tellings.count() != people:
        yield f"{tellings.count()} tellings for {people} people"
    for reader, count in Message.objects.values_list("reader").annotate(n=Count("id")).filter(n__gt=1):
        yield f"{count} letters were written to {reader}"
    boxes = Counter({to: len(letters) for to, letters in sink.boxes().items()})
    if len(boxes) != people:
        yield f"{len(boxes)} mailboxes of {people} got a letter"
    for to, count in boxes.items():
        if count > 1:
            yield f"{to} got {count} letters"
