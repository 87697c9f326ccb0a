"""One run: build, load and kill, come to rest, ask."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import psycopg

from .killer import Killer
from .load import Diary, Load
from .patches.deaths import at_lines
from .plan import HURRY_SECONDS, Plan
from .report import Report, percentile
from .sink import Sink, listening
from .throwaway import Throwaway, throwaway

Tell = Callable[[str], None]
TOLD_EVERY = 15.0  # seconds
LAST_WORDS = 60.0  # seconds the clients have for what they are at when the load ends


def run(plan: Plan, tell: Tell, *, kept: Path | None = None) -> Report:
    """Do what `plan` says on a house of its own, a copy of the one in `kept` if that is given.

    Raises NotPossible where it cannot start, ImportError without aiosmtpd.
    """
    with listening() as sink, throwaway(is_unsafe=plan.is_unsafe) as house:
        tell("Building a throwaway Gwidam.")
        keys = house.furnish(kept)
        house.start(smtp_url=sink.url, patches=plan.patches)
        load = Load(plan, house.port, keys)
        killer = Killer(plan, house, load.diary)
        tell(f"{plan.clients} clients speak, and processes die.")
        load.start()
        killer.start()
        _wait(plan, lambda: _kills(killer, house), tell)
        killer.stop()
        load.stop(patience=LAST_WORDS)
        tell(f"{len(load.diary.accepted):,} voices accepted. Waiting for the house to come to rest.")
        drained_in = _drain(house, plan.drain_within, lambda: _is_seen(plan.ends_with, load.diary, sink))
        return _report(load.diary, sink, _kills(killer, house), killer.outages, drained_in)


def _wait(plan: Plan, kills: Callable[[], Counter[str]], tell: Tell) -> None:
    began = told = monotonic()
    while monotonic() - began < plan.seconds or kills().total() < plan.kills:
        sleep(0.1)
        if monotonic() - told > TOLD_EVERY:
            told = monotonic()
            tell(f"{told - began:.0f} s, {kills().total()} kills")


def _kills(killer: Killer, house: Throwaway) -> Counter[str]:
    """Kills by kind of victim, and by line of code where a process killed itself."""
    return Counter(killer.kills) + at_lines(house.folder)


def _drain(house: Throwaway, within: float, is_enough: Callable[[], bool]) -> float | None:
    """Seconds until nothing waits any more: no job, no letter, no clock about to fire. None when it never came."""
    began = monotonic()
    while monotonic() - began < within and not is_enough():
        if _waiting(house) == 0:
            return monotonic() - began
        sleep(0.5)
    return None


def _is_seen(question: str, diary: Diary, sink: Sink) -> bool:
    """Whether the audit has found this already."""
    if not question:
        return False
    from . import audit

    return any(audit.QUESTIONS[question](diary, sink, datetime.now(UTC)))


def _waiting(house: Throwaway) -> int | None:
    """How much waits; None while the database does not say."""
    try:
        with psycopg.connect(house.cluster.url, connect_timeout=5) as line:
            row = line.execute(
                "SELECT (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing'))"
                " + (SELECT count(*) FROM core_unhurried)"
                " + (SELECT count(*) FROM post_message"
                " WHERE urgency = 'now' AND state IN ('queued', 'sending'))"
                " + (SELECT count(*) FROM own_promise WHERE tick_at < now() + make_interval(secs => %s))",
                [HURRY_SECONDS + 1],
            ).fetchone()
    except psycopg.Error:
        return None
    return int(row[0]) if row else None


def _report(
    diary: Diary, sink: Sink, kills: Counter[str], outages: list[float], drained_in: float | None
) -> Report:
    from . import audit  # it asks through Django, which knows its database since the house was built

    return Report(
        accepted=len(diary.accepted),
        handed_over=len(diary.handed_over),
        taken=len(diary.taken),
        answered=len(diary.answered),
        letters=len(sink.letters),
        raw_repeats=sink.raw_repeats(),
        kills=dict(kills),
        outages=outages,
        intake_p50=percentile(diary.seconds, 50),
        intake_p99=percentile(diary.seconds, 99),
        drained_in=drained_in,
        trouble=dict(sum(diary.trouble, Counter())),
        violations=audit.ask(diary, sink, datetime.now(UTC)),
    )
