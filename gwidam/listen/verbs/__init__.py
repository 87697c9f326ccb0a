"""The only writers of the room."""

from .channels import close_channel, open_channel, set_channel
from .ears import ear_answered, ear_failed, end_ear, looked_again, open_ear
from .files import attach, attach_kept
from .hooks import ear_of_texts, heard_message, open_message, refuse_message, turn_address, turn_secret
from .keys import renew_keys
from .phone import drop_extension, give_extension, hear_call, open_recording, purge_calls, take_down
from .voices import Heard, digest_of_text, erase_voice, hear, purge_raw

__all__ = [
    "Heard",
    "attach",
    "attach_kept",
    "close_channel",
    "digest_of_text",
    "drop_extension",
    "ear_answered",
    "ear_failed",
    "ear_of_texts",
    "end_ear",
    "erase_voice",
    "give_extension",
    "hear",
    "hear_call",
    "heard_message",
    "looked_again",
    "open_channel",
    "open_ear",
    "open_message",
    "open_recording",
    "purge_calls",
    "purge_raw",
    "refuse_message",
    "renew_keys",
    "set_channel",
    "take_down",
    "turn_address",
    "turn_secret",
]
