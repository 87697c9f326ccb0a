"""Ears: what listens for a channel at another service, or is told by one; every kind hears in the same shape."""
