"""Facts of the room, by what they tell of."""

from . import campaigns, improvements, leaving, meetings, telling, trackers

__all__ = ["campaigns", "improvements", "leaving", "meetings", "telling", "trackers"]
