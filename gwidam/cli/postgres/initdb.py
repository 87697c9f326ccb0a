"""A new cluster: made beside its place with initdb, tuned, then moved there whole."""

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .errors import DatabaseTrouble
from .footing import Footing
from .processes import last_words, plain_environment
from .programs import Programs

# Written once into postgresql.conf and the operator's from then on. For two cores and a disk without a head.
TUNING = """
# --- Gwidam -------------------------------------------------------------------------------------
shared_buffers = {shared}MB
effective_cache_size = {cached}MB
work_mem = 16MB
maintenance_work_mem = 128MB
max_connections = 100
jit = off                       # plans of a few milliseconds are not worth compiling
random_page_cost = 1.1
wal_compression = off           # a voice touches pages all over its indexes; packing them took longer than writing
max_wal_size = 2GB
log_min_duration_statement = 2s
timezone = 'UTC'
log_timezone = 'UTC'
"""


def tuning(memory: int) -> str:
    """The settings for a machine with so many MB of memory, of which other programs need most."""
    return TUNING.format(shared=min(max(memory // 16, 128), 2048), cached=max(memory // 4, 512))


def memory_of_machine() -> int:
    """MB of memory."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20


def make_cluster(folder: Path, found: Programs, ground: Footing, *, password: str, is_throwaway: bool) -> None:
    """Make a cluster beside `folder`, then move it there whole: half of one is never taken for one.

    `password` is the superuser's. Raises DatabaseTrouble when something else is there or initdb fails.
    """
    if folder.exists() and any(folder.iterdir()):
        raise DatabaseTrouble(f"{folder} is no database of Gwidam, and not empty; move it away.")
    draft = folder.with_name("postgres.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    ground.own(draft)
    with password_file(folder.with_name("postgres.word"), password, ground) as file:
        made = subprocess.run(
            ground.command(
                found.initdb, "-D", draft, "-U", "postgres", "--auth=scram-sha-256", f"--pwfile={file}",
                "--encoding=UTF8", "--data-checksums", *locale_words(found.major),
                *(["--no-sync"] if is_throwaway else []),
            ),
            check=False, capture_output=True, text=True, env=plain_environment(), cwd="/",
        )  # fmt: skip
    if made.returncode != 0:
        raise DatabaseTrouble(f"initdb of {found.folder} failed: {last_words(made.stdout + made.stderr)}")
    with (draft / "postgresql.conf").open("a") as conf:
        conf.write(tuning(memory_of_machine()))
    if folder.exists():
        folder.rmdir()
    draft.rename(folder)


@contextlib.contextmanager
def password_file(path: Path, password: str, ground: Footing) -> Iterator[Path]:
    """Yield a file that only initdb can read; it is gone afterwards."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    try:
        path.write_text(password)
        ground.own(path)
        yield path
    finally:
        path.unlink()


def locale_words(major: int) -> list[str]:
    """Return initdb's words for a locale in which Hangul are letters; without it, pg_trgm finds no Korean."""
    system = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if major >= 17 else []
    return [*builtin, f"--locale={system}"]
