"""Facts of the room, by what they tell of."""

from . import campaigns, improvements, meetings, telling

__all__ = ["campaigns", "improvements", "meetings", "telling"]
