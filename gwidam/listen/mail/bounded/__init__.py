"""Reading in a child process that may take only so much time and memory.

Parent and child speak in JSON lines. A request is one line, {"size": N, "depth": 0, "seconds": 6}, followed by
the N bytes of the mail; an answer is one line, {"mail": {...}}. The child ends when its input does.
"""

from .limits import Limits
from .reader import Reader

__all__ = ["Limits", "Reader"]
