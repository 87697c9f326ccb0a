"""Pages of the room, for the CVI team and operators."""
