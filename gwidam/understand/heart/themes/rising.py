"""Is it really rising, or is it Monday, a busy week, or one loud person?

A theme's people of the last week are held against the weeks before, given how many people spoke at all in each:
so weekdays, holidays and a busy house weigh on both sides. Told by the predictive tail of a gamma-Poisson model
(Gelman and others, Bayesian Data Analysis, 2.6), widened by how unevenly the theme came before; of many themes
tested at once only a tenth of the alarms may be false (Benjamini, Hochberg 1995).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc
from scipy.stats import nbinom

WEEK = 7  # days, so that every window has each weekday once
WEEKS = 8  # before the last one, by which it is judged
FEWEST = 3  # people in the last week; fewer are an incident, not a trend
FALSE_ALARMS = 0.1
SHRINKAGE = 8.0  # weeks' worth of belief that a theme is as uneven as themes are
PRIOR = 0.5  # people; Jeffreys' prior of a Poisson rate

Counts = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Trend:
    """How a theme moved in the last week.

    people: in the last week. expected: people that the weeks before let expect, given how many spoke at all.
    chance: how likely as many or more are if nothing has changed. is_rising: whether that is alarm enough
        among all themes tested together.
    """

    people: float
    expected: float
    chance: float
    is_rising: bool

    @property
    def ratio(self) -> float:
        """How many times as many as expected, drawn towards 1 where there are few."""
        return (self.people + 1) / (self.expected + 1)


def heads(windows: Sequence[int], people: Sequence[Hashable | None], firsts: Sequence[int]) -> dict[int, int]:
    """How many people stand behind the voices of each window.

    windows: for each voice the number of its window. people: who spoke; None is somebody unknown, one each.
    firsts: for each voice the first it is a copy of, or its own number. Voices of one person count once in a
    window, and so do copies of one text, whoever sent them: a campaign moves a theme by one person.
    """
    counts = {}
    voices: defaultdict[int, list[int]] = defaultdict(list)
    for voice, window in enumerate(windows):
        voices[window].append(voice)
    for window, inside in voices.items():
        leader: dict[Hashable, Hashable] = {}
        for voice in inside:
            copy = ("copy", firsts[voice])
            person = ("voice", voice) if people[voice] is None else ("person", people[voice])
            leader[_root(leader, copy)] = _root(leader, person)
        counts[window] = len({_root(leader, ("copy", firsts[voice])) for voice in inside})
    return counts


def trends(weeks: Counts, all_weeks: Counts) -> list[Trend]:
    """How each theme moved in the last week.

    weeks: (themes, weeks) people a week, the oldest first, the last one to be judged. all_weeks: (weeks,) people
    who spoke at all. Raises ValueError on fewer than two weeks, or where the two do not fit.
    """
    if weeks.ndim != 2 or weeks.shape[1] != len(all_weeks) or len(all_weeks) < 2:
        raise ValueError("A trend needs two weeks at least, and everybody's counts for the same weeks.")
    weeks, exposure = weeks[:, -WEEKS - 1 :].astype(float), all_weeks[-WEEKS - 1 :].astype(float)
    before, last = weeks[:, :-1].sum(axis=1), weeks[:, -1]
    share = exposure[-1] / max(exposure.sum(), 1e-9)
    spread = _unevenness(weeks[:, :-1], exposure[:-1])
    expected = (before + PRIOR) * exposure[-1] / max(exposure[:-1].sum(), 1e-9)
    # The chance of `last` or more in a negative binomial whose rate was learnt from `before`.
    chances = np.where(last > 0, betainc(np.maximum(last, 1e-9) / spread, (before + PRIOR) / spread, share), 1.0)
    alarms = discoveries(np.where(last >= FEWEST, chances, 1.0))
    return [
        Trend(float(people), float(usual), float(chance), bool(alarm))
        for people, usual, chance, alarm in zip(last, expected, chances, alarms, strict=True)
    ]


def usual_people(weeks: Counts, all_weeks: Counts) -> Counts:
    """(themes, weeks, 3) what the weeks before let expect of each week: as few, the middle, as many.

    Between the first and the last lie nine of ten weeks in which nothing has changed. 0 where nothing is known yet.
    Shapes as in `trends`.
    """
    found = np.zeros((*weeks.shape, 3))
    for week in range(2, weeks.shape[1]):
        known = slice(max(0, week - WEEKS), week)
        before, exposure = weeks[:, known].astype(float), all_weeks[known].astype(float)
        if exposure.sum() > 0:
            spread = _unevenness(before, exposure)
            share = exposure.sum() / max(exposure.sum() + all_weeks[week], 1e-9)
            shape = (before.sum(axis=1) + PRIOR) / spread
            few, many = (nbinom.ppf(part, shape, share) * spread for part in (0.05, 0.95))
            found[:, week] = np.column_stack([few, shape * spread * (1 - share) / share, many])
    return found


def discoveries(chances: Counts, rate: float = FALSE_ALARMS) -> NDArray[np.bool_]:
    """Which of many tests hold when at most this share of those that do may be false (Benjamini, Hochberg 1995)."""
    count = len(chances)
    order = np.argsort(chances, kind="stable")
    holding = np.flatnonzero(chances[order] <= rate * np.arange(1, count + 1) / max(count, 1))
    alarms = np.zeros(count, bool)
    alarms[order[: holding[-1] + 1 if len(holding) else 0]] = True
    return alarms


def _unevenness(weeks: Counts, exposure: Counts) -> Counts:
    """Variance over mean of each theme's weeks, never below a Poisson's 1, drawn towards that of all themes."""
    free = weeks.shape[1] - 1
    rates = weeks.sum(axis=1) / max(exposure.sum(), 1e-9)
    usual = np.outer(rates, exposure)
    squares = (np.square(weeks - usual) / np.maximum(usual, 1e-9)).sum(axis=1)
    common = squares[usual.min(axis=1) >= 1].sum() / max(free * int((usual.min(axis=1) >= 1).sum()), 1)
    return np.maximum(1.0, (squares + SHRINKAGE * max(common, 1.0)) / (free + SHRINKAGE))


def _root(leader: dict[Hashable, Hashable], member: Hashable) -> Hashable:
    while (above := leader.setdefault(member, member)) != member:
        leader[member] = leader[above]
        member = leader[member]
    return member
