"""Memory between the steps of a night: what one has done with goes back before the next one takes its own.

The C library keeps what was freed for the next who asks; blocks of many sizes leave it in holes that the large ones of
the next step do not fit into. At a hundred thousand voices the holes are more than the vectors.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache


@cache
def c_library() -> ctypes.CDLL:
    """The C library of this process."""
    return ctypes.CDLL("msvcrt" if sys.platform == "win32" else None)


def give_back() -> None:
    """Return freed memory to the system where the C library can be asked to (glibc); elsewhere do nothing."""
    trim = getattr(c_library(), "malloc_trim", None)
    if trim is not None:
        trim(0)
