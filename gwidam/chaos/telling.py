"""Many are told of one change while what tells them is killed, again and again: is each told once?"""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import monotonic, sleep

import psycopg

from .patches.deaths import at_lines
from .plan import BACKEND, POSTMASTER, WORK
from .sink import listening
from .throwaway import Throwaway, throwaway

Tell = Callable[[str], None]
TOLD_EVERY = 15.0  # seconds
SHOWN = 10  # violations that are printed
# How often each is chosen against the others: without the database nobody is told, and it takes long to come back.
VICTIMS = {WORK: 6, BACKEND: 2, POSTMASTER: 2}
# Safeguards that can be switched off here, and the patches that show it.
CONTROLS = {"new-message-id": ("short_lease", "letter_taken", "new_message_id")}
AT_POINTS = ("short_lease", "letter_taken")


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingPlan:
    """How many are told, how often something is killed on the way, and within how many seconds all must be told."""

    people: int
    kills: int
    seed: int
    patches: tuple[str, ...] = ()
    every: tuple[float, float] = (5.0, 15.0)  # seconds between two kills: a worker needs some to begin
    within: float = 7200.0


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingReport:
    """What was done, and every violation as a line. reasons: {why nothing was sent: people}."""

    people: int
    told: int
    reasons: dict[str, int]
    kills: dict[str, int]
    letters: int
    raw_repeats: int
    seconds: float
    violations: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether everybody was told exactly once, or it is written why not."""
        return not self.violations

    def as_json(self) -> dict[str, object]:
        """All of it, as it goes into JSON."""
        return {**asdict(self), "is_good": self.is_good}

    def lines(self) -> list[str]:
        """What a person reads."""
        kills = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kills.items())) or "none"
        reasons = ", ".join(f"{count:,} {reason}" for reason, count in sorted(self.reasons.items())) or "none"
        return [
            f"people          {self.people:,}, told {self.told:,} in {self.seconds:.0f} s",
            f"with a reason   {reasons}",
            f"kills           {sum(self.kills.values())}: {kills}",
            f"letters         {self.letters:,} in mailboxes, {self.raw_repeats} raw repeats on the wire",
            f"violations      {len(self.violations)}",
            *(f"    {line}" for line in self.violations[:SHOWN]),
            "Everybody was told exactly once." if self.is_good else "NOT EVERYBODY WAS TOLD EXACTLY ONCE.",
        ]


def run(plan: TellingPlan, tell: Tell, *, kept: Path | None = None) -> TellingReport:
    """Run once, in a house of its own that is gone afterwards. `kept` is a folder with a house to copy.

    Raises NotPossible where it cannot start, ImportError without aiosmtpd.
    """
    with listening(keeps_words=False) as sink, throwaway(is_unsafe=False) as house:
        tell("Building a throwaway Gwidam.")
        house.furnish(kept)
        house.start(smtp_url=sink.url, patches=plan.patches)
        from .crowd import begin  # its models need Django
        from .told_audit import letters_to_come, violations

        tell(f"{plan.people:,} people ask.")
        crowd = begin(plan.people, seed=plan.seed)
        tell("They are told, and processes die.")
        began = monotonic()
        kills = _kill_until_told(plan, house, crowd.improvement, tell)
        house.leave_database()  # the line on which all was begun died with the first database
        return TellingReport(
            people=plan.people,
            told=len(letters_to_come(crowd.improvement)),
            reasons=dict(Counter(crowd.reasons.values())),
            kills=dict(kills + at_lines(house.folder)),
            letters=sum(len(box) for box in sink.boxes().values()),
            raw_repeats=sink.raw_repeats(),
            seconds=monotonic() - began,
            violations=list(violations(crowd, sink)),
        )


def _kill_until_told(plan: TellingPlan, house: Throwaway, improvement: int, tell: Tell) -> Counter[str]:
    """Kill at random moments, `kills` times at most, until everybody has been told; the kills by kind."""
    dice, kills = random.Random(plan.seed), Counter[str]()
    began = said_at = monotonic()
    next_kill = began + dice.uniform(*plan.every)
    while monotonic() - began < plan.within and not _is_over(house, improvement):
        if kills.total() < plan.kills and monotonic() >= next_kill:
            kind = dice.choices(list(VICTIMS), list(VICTIMS.values()))[0]
            if found := house.victims(kind):  # else it has not come back from an earlier kill
                with suppress(ProcessLookupError):
                    os.kill(dice.choice(found), signal.SIGKILL)
                    kills[kind] += 1
            next_kill = monotonic() + dice.uniform(*plan.every)
        if monotonic() - said_at > TOLD_EVERY:
            said_at = monotonic()
            tell(f"{said_at - began:.0f} s, {kills.total()} kills")
        sleep(0.2)
    return kills


def _is_over(house: Throwaway, improvement: int) -> bool:
    """Whether the house says that everybody was told; no while its database is away."""
    try:
        with psycopg.connect(house.cluster.url, connect_timeout=5) as line:
            row = line.execute("SELECT state FROM change_improvement WHERE id = %s", [improvement]).fetchone()
    except psycopg.Error:
        return False
    return row is not None and row[0] == "told"
