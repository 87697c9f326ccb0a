"""The pass of a day: it says that somebody of the house sends this, and not who.

Everybody who signs in is given the same one, so that it tells nobody apart; what is sent with it needs no
session. Yesterday's is good, too: who writes past midnight loses nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone

_LETTERS = 32  # hex digits


def pass_of(day: date) -> str:
    """The pass of this day, the same for everybody."""
    key = hmac.new(settings.SECRET_KEY.encode(), b"gwidam/unnamed", hashlib.sha256).digest()
    return hmac.new(key, day.isoformat().encode(), hashlib.sha256).hexdigest()[:_LETTERS]


def is_good(given: str, *, at: datetime) -> bool:
    """Whether it is the pass of today or yesterday."""
    today = timezone.localdate(at)
    passes = [pass_of(today), pass_of(today - timedelta(days=1))]
    return given in passes  # everybody in the house has it: how long comparing takes tells nothing
