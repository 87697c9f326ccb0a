"""X (API v2): mentions, direct messages, and answers to both."""

from .mentions import Mentions
from .messages import Messages
from .saying import X

__all__ = ["Mentions", "Messages", "X"]
