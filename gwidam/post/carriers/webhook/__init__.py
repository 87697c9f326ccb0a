"""Facts to other systems by the rules of Standard Webhooks 1.0: signing, the call, and when to try again."""

from .calling import Answered, Outcome, Unreached, call
from .signing import new_secret, sign

__all__ = ["Answered", "Outcome", "Unreached", "call", "new_secret", "sign"]
