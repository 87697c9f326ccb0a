"""The two transition tables of the room. The diagrams in the docs are drawn from them."""

from __future__ import annotations

from collections.abc import Mapping

from gwidam.core.errors import NotNow

STATES = ("open", "answered", "closed", "merged")

# state -> verb -> next state. What is not written here cannot be done.
STEPS: Mapping[str, Mapping[str, str]] = {
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
HANDOFF_STEPS: Mapping[str, Mapping[str, str]] = {
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

_STATE_KO = {"open": "열려", "answered": "답변되어", "closed": "마쳐져", "merged": "다른 건에 묶여"}


def step(state: str, verb: str) -> str:
    """The state of a case after a verb. Raises NotNow where the verb makes no sense."""
    try:
        return STEPS[state][verb]
    except KeyError:
        raise NotNow(
            ko=f"이 건은 이미 {_STATE_KO.get(state, state)} 있어서 지금은 할 수 없습니다.",
            en=f"This case is {state}, so that cannot be done now.",
            state=state,
        ) from None


def handoff_step(state: str, verb: str) -> str:
    """The state of an offer after a verb. Raises NotNow once it has been decided."""
    try:
        return HANDOFF_STEPS[state][verb]
    except KeyError:
        raise NotNow(
            ko="이 건네기는 이미 처리되었습니다.", en=f"This offer has already been {state}.", state=state
        ) from None
