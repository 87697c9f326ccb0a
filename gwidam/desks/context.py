"""What every page is given besides its own."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """Name of the house, address of the live stream, and the person at the door."""
    user = getattr(request, "user", None)
    is_in = user is not None and user.is_authenticated
    return {
        "house_name": settings.HOUSE_NAME,
        "live_url": settings.LIVE_URL if is_in else "",
        "door": user if is_in else None,
    }
