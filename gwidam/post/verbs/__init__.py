"""The only writers of the room."""

from .bundling import bundle_digests
from .erasing import erase
from .muting import mute, unmute
from .sending import bounce, send_due
from .writing import write

__all__ = ["bounce", "bundle_digests", "erase", "mute", "send_due", "unmute", "write"]
