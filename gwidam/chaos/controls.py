"""Each safeguard switched off once, to show that the audit sees what it keeps away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .plan import POSTMASTER, Plan

AT_POINTS = ("receipt_lost", "letter_taken", "reaction_cut", "short_lease")


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What is missing, what the audit must find then, and how the plan of a run changes."""

    says: str
    finds: str
    changes: Mapping[str, Any]

    def plan(self, plan: Plan) -> Plan:
        """The plan with the safeguard missing; kills are placed where its absence shows."""
        return replace(plan, **self.changes)


CONTROLS: Mapping[str, Control] = {
    "no-commit-sync": Control(
        says="the database confirms before it has written (synchronous_commit=off)",
        finds="lost",
        changes={
            "is_unsafe": True,
            "victims": {POSTMASTER: 1},
            "every": (4.0, 4.0),
            "kills": 1,
            "seconds": 5.0,
            "ends_with": "lost",
            "drain_within": 20.0,  # a worker may hold for ever what the database has forgotten that it did
        },
    ),
    "no-key": Control(
        says="clients try again without an Idempotency-Key",
        finds="doubled",
        changes={
            "sends_key": False,
            "patches": ("receipt_lost",),
            "ends_with": "doubled",  # once seen it cannot be taken back
            "victims": {},
            "kills": 4,
            "seconds": 0.0,
        },
    ),
    "new-message-id": Control(
        says="each try of a letter has a Message-ID of its own",
        finds="told_twice",
        changes={
            "patches": ("short_lease", "letter_taken", "new_message_id"),
            "ends_with": "told_twice",  # nor can this
            "victims": {},
            "kills": 3,
            "seconds": 0.0,
        },
    ),
    "tell-in-request": Control(
        says="the receipt letter is sent in the request after the commit, not by the ledger's job",
        finds="untold",
        changes={
            "patches": ("receipt_lost", "tell_in_request"),
            "victims": {},
            "kills": 4,
            "seconds": 0.0,
        },
    ),
}
