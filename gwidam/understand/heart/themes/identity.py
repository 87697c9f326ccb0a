"""Which theme of tonight is which of yesterday: numbers that stay, and what became of the others.

Told by the voices both nights know. A group keeps the number of the theme most of its voices come from, as long as
no other group has a better claim; a theme that a person has named is served first, so that the person's word stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

TOUCHED = 0.2  # of a theme's voices that must go to a group to speak of a part of it
MOSTLY = 0.5


class Change(StrEnum):
    """What became of a theme."""

    FOUNDED = "founded"
    SPLIT = "split"
    MERGED = "merged"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Event:
    """`number` was founded or ended, was split off from `other`, or was merged into `other`."""

    change: Change
    number: int
    other: int | None = None


@dataclass(frozen=True, slots=True)
class Identity:
    """numbers: for each new group its theme's number. events: what changed, by number."""

    numbers: dict[int, int]
    events: list[Event] = field(default_factory=list)


def identified(
    before: Mapping[int, int], after: Mapping[int, int], *, next_number: int, named: Collection[int] = ()
) -> Identity:
    """Give the groups of a consolidation the numbers of the themes they continue.

    before: for each voice the number of its theme. after: for each voice its new group; voices may be new or gone.
    next_number: the first that was never used; new themes count on from it.
    named: themes that a person has named.
    """
    shared = Counter((before[voice], group) for voice, group in after.items() if voice in before)
    was = Counter(before.values())
    still: Counter[int] = Counter()
    for (theme, _), count in shared.items():
        still[theme] += count
    numbers = _heirs(shared, still, set(named))
    events = []
    for group in sorted(set(after.values()) - numbers.keys()):
        numbers[group] = next_number
        parent = _parent(group, shared, still)
        events.append(Event(Change.FOUNDED if parent is None else Change.SPLIT, next_number, parent))
        next_number += 1
    for theme in sorted(set(was) - set(numbers.values())):
        heir = _heir(theme, shared, still)
        events.append(Event(Change.ENDED, theme) if heir is None else Event(Change.MERGED, theme, numbers[heir]))
    return Identity(dict(sorted(numbers.items())), events)


def _heirs(shared: Counter[tuple[int, int]], still: Counter[int], named: set[int]) -> dict[int, int]:
    """Each group's number, by the largest part of a theme first; a group and a theme are given once."""
    order = sorted(shared, key=lambda pair: (pair[0] not in named, -shared[pair], pair))
    heirs: dict[int, int] = {}
    given: set[int] = set()
    for theme, group in order:
        if group in heirs or theme in given or shared[theme, group] < TOUCHED * still[theme]:
            continue
        if theme in named and not _is_largest_part(theme, group, shared):
            continue
        heirs[group] = theme
        given.add(theme)
    return heirs


def _is_largest_part(theme: int, group: int, shared: Counter[tuple[int, int]]) -> bool:
    return all(count <= shared[theme, group] for (other, _), count in shared.items() if other == theme)


def _parent(group: int, shared: Counter[tuple[int, int]], still: Counter[int]) -> int | None:
    """The theme that most of a new group's known voices come from, if it lost a real part of itself to it."""
    parts = {theme: count for (theme, other), count in shared.items() if other == group}
    theme = max(parts, key=lambda each: (parts[each], -each), default=None)
    if theme is None or parts[theme] < MOSTLY * sum(parts.values()) or parts[theme] < TOUCHED * still[theme]:
        return None
    return theme


def _heir(theme: int, shared: Counter[tuple[int, int]], still: Counter[int]) -> int | None:
    """The group that took most of a theme's voices in."""
    parts = {group: count for (other, group), count in shared.items() if other == theme}
    group = max(parts, key=lambda each: (parts[each], -each), default=None)
    return group if group is not None and parts[group] >= MOSTLY * still[theme] else None
