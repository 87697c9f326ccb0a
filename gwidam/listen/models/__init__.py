"""Hear: the channels that are open, what was said, and how it arrived."""

from .channels import Channel
from .ears import Ear, Hearing, Withdrawn
from .mails import Mail
from .phone import Call, Extension
from .voices import Attachment, Delivery, KeyRenewal, Voice

__all__ = [
    "Attachment",
    "Call",
    "Channel",
    "Delivery",
    "Ear",
    "Extension",
    "Hearing",
    "KeyRenewal",
    "Mail",
    "Voice",
    "Withdrawn",
]
