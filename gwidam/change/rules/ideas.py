"""The one table of an idea in a campaign, and the arithmetic around ideas: likeness, disagreement, points."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from gwidam.core.steps import Steps, called, next_state
from gwidam.core.words import Said

IDEA_STATES = ("submitted", "in_review", "folded", "accepted", "declined", "done")
UNDECIDED = ("submitted", "in_review")
DECIDED = ("accepted", "declined")
SUPPORTABLE = ("submitted", "in_review", "accepted")  # by customers: what is still to come
BACK = "back"  # to the state it was in before
UNDO_WITHIN = timedelta(minutes=10)  # an official answer leaves once it can no longer be taken back
MOST_SPREAD = 4  # between the marks 1 and 5

_OPEN_MOVES = {"assign": "in_review", "accept": "accepted", "decline": "declined", "fold": "folded"}

IDEA_STEPS: Steps = {
    "submitted": _OPEN_MOVES,
    "in_review": _OPEN_MOVES,
    "folded": {"unfold": BACK},
    "accepted": {"take_back": BACK, "finish": "done"},
    "declined": {"take_back": BACK},
    "done": {"resume": "accepted"},
}

IDEA_NAMES: Mapping[str, Said] = {
    "submitted": Said("접수", "submitted"),
    "in_review": Said("검토 중", "in review"),
    "folded": Said("같은 제안에 묶음", "folded"),
    "accepted": Said("채택", "accepted"),
    "declined": Said("채택하지 않음", "declined"),
    "done": Said("고쳤습니다", "done"),
}


def idea_step(state: str, verb: str, *, was: str = "") -> str:
    """The state after a verb. Raises NotNow where the verb makes no sense."""
    to = next_state(IDEA_STEPS, state, verb, refusal=_refused)
    return was if to == BACK else to


def _refused(state: str) -> Said:
    name = called(IDEA_NAMES, state)
    return Said(
        f"이 제안은 지금 “{name.ko}” 상태라서 할 수 없습니다.",
        f"This idea is {name.en}; that cannot be done now.",
    )


def alike(one: Collection[int], other: Collection[int]) -> float:
    """Jaccard index of two sets of letter pairs, 0 to 1."""
    mine, theirs = set(one), set(other)
    both = mine | theirs
    return len(mine & theirs) / len(both) if both else 0.0


def spread(marks: Sequence[tuple[int, int]]) -> int:
    """How far evaluators stand apart: the wider range of (value, feasibility) marks, 0 to 4."""
    if len(marks) < 2:
        return 0
    return max(max(side) - min(side) for side in zip(*marks, strict=True))


@dataclass(frozen=True, slots=True)
class Points:
    """What a campaign gives for an idea that was handed in, for one that was accepted, for one that is done."""

    submitted: int
    accepted: int
    done: int

    def of(self, *, submitted: int, accepted: int, done: int) -> int:
        """The sum. `accepted` counts those that are done by now, too: each step adds its own points."""
        return submitted * self.submitted + accepted * self.accepted + done * self.done
