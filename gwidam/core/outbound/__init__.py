"""Calls to other people's servers: only to addresses that may be reached, checked as they are connected to."""

from django.conf import settings

from .asking import NotHttp, Reply, ask
from .line import NotPublic
from .reach import Networks, Reach, Resolve

__all__ = ["Networks", "NotHttp", "NotPublic", "Reach", "Reply", "Resolve", "ask", "house_reach"]


def house_reach() -> Reach:
    """Where the settings let calls lead."""
    return Reach(networks=settings.OUTBOUND_NETWORKS, plain=settings.OUTBOUND_HTTP)
