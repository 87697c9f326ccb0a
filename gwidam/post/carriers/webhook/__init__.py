"""Standard Webhooks 1.0, both ways: signing, what is signed by others, the call, and when to try again."""

from .calling import Answered, Outcome, Unreached, call
from .signing import is_signed, new_secret, sign

__all__ = ["Answered", "Outcome", "Unreached", "call", "is_signed", "new_secret", "sign"]
