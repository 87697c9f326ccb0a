"""The one table of an improvement: which verb leads where, whom the door lets do it, and what it needs.

The diagram in the docs is drawn from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gwidam.core.steps import Steps, called, next_state
from gwidam.core.words import Said

STATES = (
    "proposed",
    "scored",
    "tabled",
    "asked_more",
    "approved",
    "declined",
    "in_work",
    "in_proof",
    "released",
    "told",
    "verified",
)
FINISHED = ("told", "verified")  # everybody who asked has been told: who asks now asks anew
OPEN = tuple(state for state in STATES if state not in (*FINISHED, "declined", "released"))

ANYBODY = "propose improvements"
CVI = "score improvements"
EXECUTIVE = "rule on improvements"
OWNER = "carry out improvements"  # the owner of this one, and the CVI team: asked of the object, too


@dataclass(frozen=True, slots=True)
class Move:
    """A verb: from which state to which, the action of the door policy, and the names of what it needs."""

    to: Mapping[str, str]
    action: str
    needs: tuple[str, ...] = ()


def _stay(*states: str) -> dict[str, str]:
    return {state: state for state in states}


_UNFINISHED = tuple(state for state in STATES if state not in FINISHED)
_BEFORE_RELEASE = ("proposed", "scored", "tabled", "asked_more", "approved", "in_work")

MOVES: Mapping[str, Move] = {
    "reword": Move(_stay(*STATES), CVI, ("title",)),
    "link": Move(_stay(*_UNFINISHED), ANYBODY),
    "unlink": Move(_stay(*_UNFINISHED), ANYBODY),
    "support": Move(_stay(*_UNFINISHED), ANYBODY),
    "score": Move({"proposed": "scored", **_stay("scored", "tabled", "asked_more")}, CVI, ("parts",)),
    "table": Move(dict.fromkeys(("proposed", "scored", "asked_more"), "tabled"), CVI, ("score",)),
    "approve": Move({"tabled": "approved"}, EXECUTIVE, ("owner",)),
    "decline": Move({"tabled": "declined"}, EXECUTIVE, ("public_reason",)),
    "ask_more": Move({"tabled": "asked_more"}, EXECUTIVE, ("asked_of", "asked_until")),
    "begin_work": Move({"approved": "in_work"}, OWNER),
    "begin_proof": Move({"in_work": "in_proof"}, OWNER),
    "release": Move(dict.fromkeys(("in_work", "in_proof"), "released"), OWNER, ("public_text",)),
    "finish_telling": Move({"released": "told"}, CVI, ("everybody_told",)),
    "verify": Move({"told": "verified"}, CVI),
    "reopen": Move(dict.fromkeys(STATES[2:], "proposed"), CVI, ("why",)),
    "merge": Move(_stay(*_BEFORE_RELEASE), CVI, ("why",)),
    "take_in": Move(_stay(*_UNFINISHED), CVI),
}

# state -> verb -> next state: the same table as the docs draw it.
STEPS: Steps = {
    state: {verb: move.to[state] for verb, move in MOVES.items() if state in move.to} for state in STATES
}

NEEDS: Mapping[str, Said] = {
    "title": Said("고객이 읽을 제목", "a title for the public"),
    "parts": Said("점수의 모든 항목", "every part of the score"),
    "score": Said("점수, 또는 반드시 해야 하는 까닭", "a score, or the ground why it must be done"),
    "owner": Said("맡을 사람과 부서", "an owner and their department"),
    "public_reason": Said("고객이 읽을 까닭", "a reason the public reads"),
    "asked_of": Said("더 알아볼 사람", "who is to find out"),
    "asked_until": Said("알아볼 날짜", "until when"),
    "public_text": Said("무엇이 달라졌는지 고객이 읽을 글", "what has changed, in words the public reads"),
    "everybody_told": Said("말씀해 주신 모든 분께 알리기", "everybody who asked to be told"),
    "why": Said("까닭", "a reason"),
}

NAMES: Mapping[str, Said] = {
    "proposed": Said("제안됨", "proposed"),
    "scored": Said("점수 매김", "scored"),
    "tabled": Said("결정 기다림", "waiting for a ruling"),
    "asked_more": Said("더 알아보는 중", "more asked"),
    "approved": Said("하기로 함", "approved"),
    "declined": Said("하지 않기로 함", "declined"),
    "in_work": Said("고치는 중", "in work"),
    "in_proof": Said("증명하는 중", "in proof"),
    "released": Said("달라짐", "released"),
    "told": Said("모두에게 알림", "everybody told"),
    "verified": Said("효과 확인됨", "verified"),
}


def step(state: str, verb: str) -> str:
    """The state after a verb. Raises NotNow where the verb makes no sense."""
    return next_state(STEPS, state, verb, refusal=_refused)


def _refused(state: str) -> Said:
    name = called(NAMES, state)
    return Said(
        f"이 개선은 지금 “{name.ko}” 상태라서 할 수 없습니다.",
        f"This improvement is {name.en}; that cannot be done now.",
    )


def next_verbs(state: str) -> list[str]:
    """Verbs that lead on from a state, beginning again left out."""
    return [verb for verb, to in STEPS[state].items() if to != state and verb != "reopen"]


def later(state: str, than: str) -> bool:
    """Whether a state stands behind another in the table."""
    return STATES.index(state) > STATES.index(than)
