"""The only writers of the room."""

from .channels import close_channel, open_channel, set_channel
from .ears import ear_answered, ear_failed, end_ear, open_ear
from .files import attach
from .keys import renew_keys
from .voices import Heard, digest_of_text, erase_voice, hear, purge_raw
from .phone import drop_extension, give_extension, hear_call, open_recording, purge_calls, take_down
from .voices import Heard, erase_voice, hear, purge_raw

__all__ = [
    "Heard",
    "attach",
    "close_channel",
    "digest_of_text",
    "ear_answered",
    "ear_failed",
    "end_ear",
    "drop_extension",
    "erase_voice",
    "give_extension",
    "hear",
    "hear_call",
    "open_channel",
    "open_ear",
    "open_recording",
    "purge_calls",
    "purge_raw",
    "renew_keys",
    "set_channel",
    "take_down",
]
