"""A child of `gwidam up` ends when `gwidam up` is gone, however it went.

The child holds the reading end of a pipe whose only writing end is in the supervisor: when that dies, by
kill -9 too, reading returns. Portable, unlike a parent-death signal.
"""

import atexit
import os
import signal
import threading
import time

NAME = "GWIDAM_LIFELINE"
GRACE = 5.0


def is_held() -> bool:
    """Say whether this process was started by `gwidam up`."""
    return NAME in os.environ


def hold() -> None:
    """End this process and its group soon after the supervisor is gone."""
    if is_held():
        _start()
        os.register_at_fork(after_in_child=_start)  # a server's workers hold it too


def _start() -> None:
    threading.Thread(target=_watch, args=(int(os.environ[NAME]),), daemon=True).start()


def _watch(pipe: int) -> None:
    os.read(pipe, 1)
    atexit.register(os.killpg, os.getpgid(0), signal.SIGKILL)  # whoever is left when this process has ended well
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os.killpg(os.getpgid(0), signal.SIGKILL)
