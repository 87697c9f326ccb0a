"""Bluesky (the AT protocol): mentions and replies, direct messages, and answers to both."""

from .posts import Posts
from .saying import Bluesky
from .talks import Talks

__all__ = ["Bluesky", "Posts", "Talks"]
