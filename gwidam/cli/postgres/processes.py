"""Processes: which of them work in a folder, and waiting for what they do."""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path


def works_in(number: int, folder: Path) -> bool:
    """Say whether process `number` lives and works in `folder`, as every process of a cluster does."""
    if not Path("/proc/self/cwd").exists():
        ps = ["ps", "-o", "comm=", "-p", str(number)]
        shown = subprocess.run(ps, check=False, capture_output=True, text=True)
        return "postgres" in shown.stdout
    try:
        return Path(f"/proc/{number}/cwd").samefile(folder)
    except OSError:
        return False


def working_in(folder: Path) -> Iterator[int]:
    """Yield the processes of a server of this folder (Linux; elsewhere PostgreSQL's own check must do)."""
    if Path("/proc/self/cwd").exists():
        for entry in Path("/proc").iterdir():
            if entry.name.isdecimal() and works_in(int(entry.name), folder):
                yield int(entry.name)


def wait_for(is_so: Callable[[], bool], seconds: float) -> bool:
    """Wait until `is_so()`, at most `seconds`; return what it said last."""
    until = time.monotonic() + seconds
    while not (found := is_so()) and time.monotonic() < until:
        time.sleep(0.02)
    return found


def plain_environment() -> dict[str, str]:
    """Return our environment without our secrets and without what steers PostgreSQL (PGDATA, PGPORT, ...)."""
    return {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("PG", "LC_", "GWIDAM_")) and name not in {"LANG", "TZ"}
    }


def last_words(text: str) -> str:
    """Return the last lines of a program's output, on one line."""
    return " / ".join(line.strip() for line in text.strip().splitlines()[-4:])
