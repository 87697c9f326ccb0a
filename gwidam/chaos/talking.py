"""Visitors talk while web and worker are killed, again and again: is each talk one voice with every word in it once?"""

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
from .plan import WEB, WEB_PARENT, WORK
from .sink import listening
from .throwaway import Throwaway, throwaway
from .visitors import Visitors

Tell = Callable[[str], None]
SHOWN = 10  # violations that are printed
VICTIMS = {WEB: 5, WEB_PARENT: 1, WORK: 4}
# Safeguards that can be switched off here.
CONTROLS = {"no-line-key": "visitors send a line again under another key"}
# Processes also die between a line's commit and its answer, and while a voice is made of a talk; the clock of talks
# looks after seconds instead of minutes.
PATCHES = ("short_talks", "line_lost", "talk_cut")


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkingPlan:
    """How many talks of how many lines, how often something is killed meanwhile, and when all must be voices."""

    talks: int
    kills: int
    seed: int
    lines: int = 6
    at_once: int = 6
    every: tuple[float, float] = (0.4, 1.4)  # seconds between two kills
    within: float = 120.0
    keeps_keys: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkingReport:
    """What was done, and every violation as a line."""

    talks: int
    words: int
    ended_by: dict[str, int]  # {why a talk ended: talks}
    kills: dict[str, int]
    trouble: dict[str, int]
    seconds: float
    violations: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether each talk is one voice with every word in it once."""
        return not self.violations

    def as_json(self) -> dict[str, object]:
        """All of it, as it goes into JSON."""
        return {**asdict(self), "is_good": self.is_good}

    def lines(self) -> list[str]:
        """What a person reads."""
        return [
            f"talks           {self.talks:,} with {self.words:,} confirmed lines, in {self.seconds:.0f} s",
            f"ended           {_counted(self.ended_by)}",
            f"kills           {sum(self.kills.values())}: {_counted(self.kills)}",
            f"visitors met    {_counted(self.trouble)}",
            f"violations      {len(self.violations)}",
            *(f"    {line}" for line in self.violations[:SHOWN]),
            "Each talk is one voice, every line in it once." if self.is_good else "A LINE WAS LOST OR DOUBLED.",
        ]


def run(plan: TalkingPlan, tell: Tell, *, kept: Path | None = None) -> TalkingReport:
    """Run once, in a house of its own that is gone afterwards. `kept` is a folder with a house to copy.

    Raises NotPossible where it cannot start, ImportError without aiosmtpd.
    """
    with listening(keeps_words=False) as sink, throwaway(is_unsafe=False) as house:
        tell("Building a throwaway Gwidam.")
        house.furnish(kept)
        house.start(smtp_url=sink.url, patches=PATCHES)
        visitors = Visitors(
            house.port,
            talks=plan.talks,
            lines=plan.lines,
            at_once=plan.at_once,
            seed=plan.seed,
            keeps_keys=plan.keeps_keys,
        )
        tell(f"{plan.talks:,} visitors talk, and processes die.")
        began = monotonic()
        visitors.start()
        kills = _kill_while(plan, house, visitors)
        is_over = _wait_for_voices(plan, house, began)
        visitors.stop()
        house.leave_database()
        from .talk_audit import ended_by, violations  # its models need Django

        late = [] if is_over else ["not every talk became a voice in time"]
        return TalkingReport(
            talks=len(visitors.visits),
            words=sum(len(each.confirmed) for each in visitors.visits),
            ended_by=ended_by(),
            kills=dict(kills + at_lines(house.folder)),
            trouble=dict(visitors.trouble),
            seconds=monotonic() - began,
            violations=[*late, *violations(visitors)],
        )


def _kill_while(plan: TalkingPlan, house: Throwaway, visitors: Visitors) -> Counter[str]:
    """Kill at random moments, `kills` times at most, until everybody has had their say; the kills by kind."""
    dice, kills = random.Random(plan.seed), Counter[str]()
    until, next_kill = monotonic() + plan.within, monotonic() + dice.uniform(*plan.every)
    while not visitors.is_done and monotonic() < until:
        if kills.total() < plan.kills and monotonic() >= next_kill:
            kind = dice.choices(list(VICTIMS), list(VICTIMS.values()))[0]
            if found := house.victims(kind):  # else it has not come back from an earlier kill
                with suppress(ProcessLookupError):
                    os.kill(dice.choice(found), signal.SIGKILL)
                    kills[kind] += 1
            next_kill = monotonic() + dice.uniform(*plan.every)
        sleep(0.05)
    return kills


def _wait_for_voices(plan: TalkingPlan, house: Throwaway, began: float) -> bool:
    """Whether every talk has ended in time."""
    while monotonic() - began < plan.within:
        with suppress(psycopg.Error), psycopg.connect(house.cluster.url, connect_timeout=5) as line:
            row = line.execute("SELECT count(*) FROM own_talk WHERE state <> 'ended'").fetchone()
            if row == (0,):
                return True
        sleep(0.1)
    return False


def _counted(found: dict[str, int]) -> str:
    return ", ".join(f"{count:,} {name}" for name, count in sorted(found.items())) or "none"
