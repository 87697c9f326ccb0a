"""What may follow what, and by when: pure decisions, without database and without a clock."""

from .guarding import Guard, choose_guardian, spread
from .risk import Risk, most_at_risk, shade
from .states import HANDOFF_STATES, HANDOFF_STEPS, STATES, STEPS, handoff_step, step
from .talks import TALK_STATES, TALK_STEPS, talk_step

__all__ = [
    "HANDOFF_STATES",
    "HANDOFF_STEPS",
    "STATES",
    "STEPS",
    "TALK_STATES",
    "TALK_STEPS",
    "Guard",
    "Risk",
    "choose_guardian",
    "handoff_step",
    "most_at_risk",
    "shade",
    "spread",
    "step",
    "talk_step",
]
