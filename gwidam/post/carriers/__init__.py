"""Ways out of the house. One folder each; which one is used follows from the settings."""

from __future__ import annotations

from django.conf import settings

from .base import Accepted, Carrier, Outcome, Refused, Session, TryLater
from .file import FileCarrier
from .smtp import SmtpCarrier

__all__ = ["Accepted", "Carrier", "Outcome", "Refused", "Session", "TryLater", "chosen"]


def chosen() -> Carrier:
    """The carrier of the settings: the mail server of GWIDAM_SMTP_URL, or the outbox folder without one."""
    if settings.SMTP_URL:
        return SmtpCarrier(settings.SMTP_URL)
    return FileCarrier(settings.ENV.data / "outbox")
