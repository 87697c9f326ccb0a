"""Ways out of the house. One folder each; which one is used follows from the line of a letter, or the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings

from gwidam.core.calls import Accepted, Outcome, Refused, TryLater

from .. import lines
from .base import Carrier, Leaving, Saying, Session
from .file import FileCarrier
from .smtp import SmtpCarrier

if TYPE_CHECKING:
    from ..models import Line

__all__ = [
    "Accepted",
    "Carrier",
    "Leaving",
    "Outcome",
    "Refused",
    "Saying",
    "Session",
    "TryLater",
    "chosen",
]


def chosen(line: Line | None = None) -> Carrier[Any]:
    """The carrier of a line. Without one that of the settings: the mail server of GWIDAM_SMTP_URL, or the outbox
    folder without one.

    Raises KeyError for a line that nothing leaves by.
    """
    if line is not None:
        carrier = lines.kind_of(line.kind).carrier
        if carrier is None:
            raise KeyError(f"nothing leaves by {line.kind}")
        return carrier(line)
    if settings.SMTP_URL:
        return SmtpCarrier(settings.SMTP_URL)
    return FileCarrier(settings.ENV.data / "outbox")
