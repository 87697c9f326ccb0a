"""The telephone on the desk: calls that ring here, and whose telephone is whose."""
