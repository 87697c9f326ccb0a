"""Where the shelf stands, and whose turn it is to write."""

from __future__ import annotations

import fcntl
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
    folder = Path(settings.SHELF)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
