"""Calls to other people's servers: only to addresses that may be reached, checked as they are connected to."""

from django.conf import settings

from .line import NotPublic, left_of, line_to
from .reach import Networks, Reach, Resolve, Target

__all__ = ["Networks", "NotPublic", "Reach", "Resolve", "Target", "house_reach", "left_of", "line_to"]


def house_reach() -> Reach:
    """Where the settings let calls lead."""
    return Reach(networks=settings.OUTBOUND_NETWORKS, plain=settings.OUTBOUND_HTTP)
