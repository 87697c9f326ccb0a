"""`gwidam test`: every check of the code, then the tests, on a PostgreSQL made for them and thrown away."""

import argparse
import contextlib
import fcntl
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from gwidam.environment import CHECKOUT, PREFIX, read

from . import words
from .postgres import Cluster, ensure
from .terminal import NotPossible, say

DESCRIPTION = """\
Check the code (ruff, import-linter, mypy, missing migrations), then run all tests. Further arguments go to
pytest, and only pytest runs then: `gwidam test tests/own -k bounce`.

The tests use a PostgreSQL started for them and thrown away, or the one named by GWIDAM_TEST_DATABASE_URL,
whose user must be allowed to make databases. Ends with 0 when nothing failed.
"""
WORKERS = 2
FOLDER = "gwidam-test-"
ROOM = 2_000_000_000  # bytes; in containers /dev/shm often has 64 MB only
SUMMARY = re.compile(r"^=*\s*((?:\d+ \w+(?:, )?|no tests ran)+.* in [\d.]+s\b[^=]*)=*$")
COLOUR = re.compile(r"\x1b\[[\d;]*m")


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "test",
        help="check the code and run all tests",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("pytest", nargs="*", metavar="ARGUMENT", help="anything pytest takes")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run checks and tests; return 0 when nothing failed."""
    if importlib.util.find_spec("pytest") is None or not (CHECKOUT / "tests").is_dir():
        raise NotPossible(
            "The tests need a checkout and its requirements-dev.lock; start `bin/gwidam test` there."
        )
    words.compile_all()
    with test_database() as environ:
        failed = [] if args.pytest else [name for name, command in checks() if not passes(name, command, environ)]
        status, summary = run_pytest(args.pytest or ["-n", str(WORKERS), "--dist", "worksteal"], environ)
    if status != 0:
        failed.append("pytest")
    say(f"gwidam test: {summary}" + (f"; failed: {', '.join(failed)}" if failed else "; all is well"))
    return 1 if failed else 0


def checks() -> list[tuple[str, list[str]]]:
    """Return name and command of every check but the tests."""
    python = [sys.executable, "-m"]
    return [
        ("ruff check", [*python, "ruff", "check", "."]),
        ("ruff format", [*python, "ruff", "format", "--check", "."]),
        ("import-linter", [str(Path(sys.executable).with_name("lint-imports"))]),
        ("mypy", [*python, "mypy", *typed_files()]),
        ("migrations", [*python, "django", "makemigrations", "--check", "--dry-run"]),
    ]


def typed_files() -> list[str]:
    """Return what mypy looks at: nothing when pyproject.toml says so itself, else where the rules live."""
    if "files" in tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["tool"]["mypy"]:
        return []
    rooms = [CHECKOUT / "gwidam" / "environment.py", CHECKOUT / "gwidam" / "cli"]
    for name in ("rules", "verbs", "queries", "events", "api"):
        rooms += sorted(CHECKOUT.glob(f"gwidam/*/{name}.py")) + sorted(CHECKOUT.glob(f"gwidam/*/{name}/"))
    return [str(path.relative_to(CHECKOUT)) for path in rooms]


def passes(name: str, command: Sequence[str], environ: dict[str, str]) -> bool:
    """Run one check, print one line, and all it said when it failed."""
    began = time.monotonic()
    done = subprocess.run(
        command,
        check=False,
        cwd=CHECKOUT,
        env=environ,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    is_good = done.returncode == 0
    say(f"{'ok    ' if is_good else 'FAILED'}  {name}  {time.monotonic() - began:.1f} s")
    if not is_good:
        say(done.stdout.rstrip())
    return is_good


def run_pytest(arguments: Sequence[str], environ: dict[str, str]) -> tuple[int, str]:
    """Run pytest and show what it prints; return its status and its closing line."""
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    summary = "pytest ended without its closing line"
    with subprocess.Popen(
        [sys.executable, "-m", "pytest", *colour, *arguments],
        cwd=CHECKOUT, env=environ, text=True, stdout=subprocess.PIPE,
    ) as child:  # fmt: skip
        assert child.stdout is not None
        for line in child.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            if found := SUMMARY.match(COLOUR.sub("", line).strip()):
                summary = found[1].strip()
    return child.returncode, summary


@contextlib.contextmanager
def test_database() -> Iterator[dict[str, str]]:
    """Yield the environment of the tests: a folder and a PostgreSQL to throw away, no settings of our own."""
    environment = read()
    clear_abandoned()
    draft = Path(tempfile.mkdtemp(prefix="gwidam-new-", dir=fast_folder()))
    draft.chmod(0o711)  # root's PostgreSQL may have to run as another user below it
    environ = {name: text for name, text in os.environ.items() if not name.startswith(PREFIX) and name != "PORT"}
    with (draft / "in-use").open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        # Only now does it get the name by which another run may take it for abandoned.
        folder = draft.rename(draft.with_name(draft.name.replace("gwidam-new-", FOLDER)))
        environ |= {"GWIDAM_DATA": str(folder / "data"), "DJANGO_SETTINGS_MODULE": "gwidam.settings"}
        try:
            if environment.test_database_url:
                yield environ | {"GWIDAM_TEST_DATABASE_URL": environment.test_database_url}
            else:
                cluster = ensure(folder, chosen=environment.pg_bin, unsafe_fast=True)
                yield environ | {"GWIDAM_TEST_DATABASE_URL": cluster.url}
        finally:
            remove(folder)


def fast_folder() -> Path:
    """Return a folder in memory if it has room, else the folder for temporary files."""
    memory = Path("/dev/shm")  # noqa: S108 - mkdtemp makes a private folder in it
    if memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM:
        return memory
    return Path(tempfile.gettempdir())


def clear_abandoned() -> None:
    """Remove the folder, and stop the database, of a test run that was killed."""
    for folder in fast_folder().glob(f"{FOLDER}*"):
        with contextlib.suppress(OSError), (folder / "in-use").open("r+") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            remove(folder)


def remove(folder: Path) -> None:
    """Stop the database in `folder` if there is one, and remove the folder."""
    Cluster(folder, unsafe_fast=True).stop()
    shutil.rmtree(folder, ignore_errors=True)
