"""Static files: gathered under their hashed names once per change, not once per start."""

import hashlib
from collections.abc import Callable
from pathlib import Path


def collect(tell: Callable[[str], None]) -> None:
    """Gather the static files of all rooms in STATIC_ROOT unless nothing has changed since the last time."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".gathered"
    now = fingerprint()
    if stamp.is_file() and stamp.read_text() == now:
        return
    tell("Gathering static files.")
    # Its scripts are not ours (htmx is vendored), and a comment in one of them looks like an import.
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["django_htmx"])
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(now)


def fingerprint() -> str:
    """Return a hash over name, size and time of every static file."""
    from django.contrib.staticfiles.finders import get_finders

    files = sorted(
        f"{name} {(found := Path(storage.path(name)).stat()).st_size} {found.st_mtime_ns}"
        for finder in get_finders()
        for name, storage in finder.list([])
    )
    return hashlib.sha256("\n".join(files).encode()).hexdigest()
