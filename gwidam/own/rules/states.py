"""The two transition tables of the room. The diagrams in the docs are drawn from them."""

from __future__ import annotations

from gwidam.core.steps import Steps, called, next_state
from gwidam.core.words import Said

STATES = ("open", "answered", "closed", "merged")

STEPS: Steps = {
    "open": {
        "hand_over": "open",
        "accept": "open",
        "bounce": "open",
        "take": "open",
        "promise": "open",
        "serve_first": "open",
        "answer": "open",
        "deliver": "answered",
        "undeliver": "open",
        "note": "open",
        "add_words": "open",
        "merge": "merged",
        "close_unreached": "closed",
        "report_abuse": "open",
        "move_guardian": "open",
    },
    "answered": {
        "hand_over": "answered",
        "accept": "answered",
        "bounce": "answered",
        "take": "answered",
        "promise": "answered",
        "serve_first": "answered",
        "answer": "answered",
        "deliver": "answered",
        "undeliver": "open",
        "note": "answered",
        "add_words": "answered",
        "close": "closed",
        "reopen": "open",
        "report_abuse": "answered",
        "move_guardian": "answered",
    },
    "closed": {
        "deliver": "closed",
        "undeliver": "open",  # a bounced mail is no answer, also when it bounces late
        "note": "closed",
        "reopen": "open",
        "say_outcome": "closed",
        "report_abuse": "closed",
    },
    "merged": {
        "note": "merged",
        "add_words": "merged",
        "answer": "merged",  # an answer to the case in front is an answer to each behind it
        "deliver": "merged",
        "undeliver": "merged",
        "unmerge": "open",
        "close_behind": "closed",
        "report_abuse": "merged",
        "move_guardian": "merged",
    },
}

HANDOFF_STATES = ("offered", "accepted", "bounced", "expired", "withdrawn")
HANDOFF_STEPS: Steps = {
    "offered": {
        "accept": "accepted",
        "bounce": "bounced",
        "expire": "expired",
        "withdraw": "withdrawn",
    },
    "accepted": {},
    "bounced": {},
    "expired": {},
    "withdrawn": {},
}

_STANDS = {
    "open": Said("열려", "open"),
    "answered": Said("답변되어", "answered"),
    "closed": Said("마쳐져", "closed"),
    "merged": Said("다른 건에 묶여", "merged"),
}


def step(state: str, verb: str) -> str:
    """The state of a case after a verb. Raises NotNow where the verb makes no sense."""
    return next_state(STEPS, state, verb, refusal=_case_refused)


def handoff_step(state: str, verb: str) -> str:
    """The state of an offer after a verb. Raises NotNow once it has been decided."""
    return next_state(HANDOFF_STEPS, state, verb, refusal=_handoff_refused)


def _case_refused(state: str) -> Said:
    stands = called(_STANDS, state)
    return Said(
        f"이 건은 이미 {stands.ko} 있어서 지금은 할 수 없습니다.",
        f"This case is {stands.en}, so that cannot be done now.",
    )


def _handoff_refused(state: str) -> Said:
    return Said("이 건네기는 이미 처리되었습니다.", f"This offer has already been {state}.")
