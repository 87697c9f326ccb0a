"""The only writers of the room."""

from .bundling import bundle_digests
from .erasing import empty_naming, erase
from .muting import mute, unmute
from .sending import bounce, send_due
from .writing import write, write_to_colleague
from .writing_many import Notice, write_many

__all__ = [
    "Notice",
    "bounce",
    "bundle_digests",
    "empty_naming",
    "erase",
    "mute",
    "send_due",
    "unmute",
    "write",
    "write_many",
    "write_to_colleague",
]
