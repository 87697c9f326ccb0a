"""Where the shelf stands, and whose turn it is to write."""

from __future__ import annotations

import fcntl
import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


def index_folder() -> Path:
    """The folder of the index in use; `.new` beside it is one that is being made."""
    return Path(settings.SHELF) / "index"


@contextmanager
def only_writer() -> Iterator[None]:
    """Whoever is inside is the only one on this machine who writes; the next one waits."""
    with _made("lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def kept_by_me(who: object) -> bool:
    """Whether this process keeps the shelf, from now on for as long as `who` lives; False where another does."""
    mark = os.open(_made("keeper"), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        fcntl.lockf(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(mark)
        return False
    weakref.finalize(who, os.close, mark)
    return True


def _made(name: str) -> Path:
    folder = Path(settings.SHELF)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder / name
