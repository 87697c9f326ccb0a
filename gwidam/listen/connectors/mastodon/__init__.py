"""Mastodon, and servers that speak like it: mentions, public or to us alone, and answers to them."""

from .listening import Mentions
from .saying import Mastodon

__all__ = ["Mastodon", "Mentions"]
