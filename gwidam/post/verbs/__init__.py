"""The only writers of the room."""

from .bundling import bundle_digests
from .erasing import empty_naming, erase
from .muting import mute, unmute
from .sending import bounce, send_due
from .writing import write

__all__ = ["bounce", "bundle_digests", "empty_naming", "erase", "mute", "send_due", "unmute", "write"]
