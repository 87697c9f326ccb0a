"""Letters to a mail server, over one connection a batch."""

from .carrier import SmtpCarrier

__all__ = ["SmtpCarrier"]
