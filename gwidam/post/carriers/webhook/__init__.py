"""Facts to other systems by the rules of Standard Webhooks 1.0: signing, the call, and when to try again."""

from django.conf import settings

from .calling import Answered, Outcome, Unreached, call
from .reach import Networks, Reach
from .signing import new_secret, sign

__all__ = ["Answered", "Networks", "Outcome", "Reach", "Unreached", "call", "house_reach", "new_secret", "sign"]


def house_reach() -> Reach:
    """Where the settings let webhooks lead."""
    return Reach(networks=settings.WEBHOOK_NETWORKS, plain=settings.WEBHOOK_HTTP)
