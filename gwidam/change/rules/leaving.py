"""Until when something is somebody's to do. The database holds the same (migration 0004)."""

from __future__ import annotations

OVER = ("declined", "told", "verified")  # an improvement in one of these asks nothing more of its owner
UNDECIDED = ("submitted", "in_review")  # an idea in one of these waits for evaluators, and for a decision
