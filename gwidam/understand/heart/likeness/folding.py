"""One person who says the same thing twice is heard once: voices folded under the first of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

WITHIN = timedelta(days=30)  # after that it is a new occasion, however alike
MOST_COMPARED = 20  # the last voices of one person


class Said(NamedTuple):
    """A voice, who said it (None: nobody knows), and when."""

    number: int
    person: Hashable | None
    at: datetime


def folded(voices: Sequence[Said], alike: Callable[[int, int], bool]) -> dict[int, int]:
    """For each voice the number of the one it is folded under: its own, or an earlier one of the same person.

    alike: whether two voices, the earlier first, say the same thing.
    The people of unknown voices are never the same. A chain of repetitions folds under its beginning, also when
    it lasts longer than WITHIN.
    """
    under: dict[int, int] = {}
    before: defaultdict[Hashable, list[Said]] = defaultdict(list)
    for voice in sorted(voices, key=lambda each: (each.at, each.number)):
        under[voice.number] = voice.number
        if voice.person is None:
            continue
        earlier = [each for each in before[voice.person][-MOST_COMPARED:] if voice.at - each.at <= WITHIN]
        for each in reversed(earlier):
            if alike(each.number, voice.number):
                under[voice.number] = under[each.number]
                break
        before[voice.person].append(voice)
    return under
