"""The only writers of the room."""

from .channels import close_channel, open_channel, set_channel
from .files import attach
from .keys import renew_keys
from .voices import Heard, erase_voice, hear, purge_raw

__all__ = [
    "Heard",
    "attach",
    "close_channel",
    "erase_voice",
    "hear",
    "open_channel",
    "purge_raw",
    "renew_keys",
    "set_channel",
]
