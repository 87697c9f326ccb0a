"""`gwidam bench`: how fast, as ratios within one run, in a house made for it and thrown away."""

import argparse
import contextlib
import fcntl
import importlib
import json
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from gwidam.environment import PREFIX, read

from .house import furnish, load_django
from .postgres import Cluster, ensure
from .terminal import NotPossible, say
from .test import remove

DESCRIPTION = """\
Measure Gwidam against itself: a small and a large house side by side, each with its own database in one
PostgreSQL started for this (durable, as in a real house), served as `gwidam web` serves. Intake is set against
a bare Django view that inserts the same rows, bulk intake and telling against COPY of the same rows, pages of the large
house against the same pages of the small one. Needs Linux (/proc), some minutes, and about 8 GB on disk for a
million voices. Your own data is not touched; docs/speed.md tells how to read the table.
"""
HOUSES = ("intake", "bulk", "telling", "pages", "change", "search", "queries")  # parts that need both houses
APART = ("themes", "likeness", "meaning")  # parts over vectors made up for them
PARTS = (*HOUSES, "reading", "mail", "streams", *APART)
USUAL = tuple(part for part in PARTS if part != "streams")  # a thousand connections only where they are asked for
FOLDER = "gwidam-bench-"


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "bench",
        help="measure how fast it is on this machine",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--voices", type=positive, default=1_000_000, help="voices in the large house (1000000)")
    parser.add_argument("--small", type=positive, default=1_000, help="voices in the small house (1000)")
    parser.add_argument("--seconds", type=float, default=10.0, help="seconds for each thing measured (10)")
    parser.add_argument("--clients", type=positive, default=8, help="clients that give voices at once (8)")
    parser.add_argument("--rows", type=positive, default=20_000, help="voices in one bulk intake (20000)")
    parser.add_argument("--people", type=positive, default=100_000, help="people told of one change (100000)")
    parser.add_argument("--only", type=parts, default=USUAL, help=f"some of: {','.join(PARTS)}")
    parser.add_argument(
        "--texts",
        type=Path,
        metavar="FOLDER",
        help="known texts with labels (banking77_train.tsv, ...), on which reading is scored; minutes each",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything measured there, too")
    parser.set_defaults(run=run)


def positive(text: str) -> int:
    """A whole number from one."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def parts(text: str) -> tuple[str, ...]:
    """Names of parts between commas."""
    chosen = tuple(text.split(","))
    if unknown := set(chosen) - set(PARTS):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: there are only {', '.join(PARTS)}")
    return chosen


def run(args: argparse.Namespace) -> int:
    """Measure, print the table, and return 0; what misses its goal is marked, not failed: machines differ."""
    if not Path("/proc/self/stat").exists():
        raise NotPossible("`gwidam bench` reads CPU times from /proc, which only Linux has.")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    chosen = read().pg_bin
    with throwaway_folder() as folder:
        cluster = housed(folder, chosen) if {*args.only} & {*HOUSES, "streams"} else None
        found = in_houses(args, cluster, folder) if cluster and {*args.only} & {*HOUSES} else apart(args)
        if "reading" in args.only:
            load_django()
            reading = importlib.import_module("gwidam.bench.reading")
            found["reading"] = reading.measure_all(tell=say)
            found["scores"] = reading.score_all(args.texts, tell=say) if args.texts else []
        if "mail" in args.only:
            found["mail"] = importlib.import_module("gwidam.bench.mail").measure(tell=say)
        if cluster and "streams" in args.only:
            found["streams"] = streams(cluster, folder)
        if wished := tuple(part for part in APART if part in args.only):
            load_django()
            meanings = importlib.import_module("gwidam.bench.meanings")
            found["meanings"] = meanings.measure_all(wished, args.voices, tell=say)
    print(importlib.import_module("gwidam.bench.report").table(found))
    if args.json:
        args.json.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


def housed(folder: Path, chosen: Path | None) -> Cluster:
    """Start a database in the folder, with an empty house in it that this process is connected to."""
    cluster = ensure(folder / "data", chosen=chosen, tell=say)
    os.environ["GWIDAM_DATABASE_URL"] = cluster.url
    load_django()
    furnish()
    return cluster


def in_houses(args: argparse.Namespace, cluster: Cluster, folder: Path) -> dict[str, Any]:
    """Measure what needs two houses."""
    bench = importlib.import_module("gwidam.bench.run")
    found: dict[str, Any] = bench.run(
        bench.Wish(
            small=args.small,
            large=args.voices,
            seconds=args.seconds,
            clients=args.clients,
            rows=args.rows,
            parts=args.only,
            people=args.people,
        ),
        url=cluster.url,
        postmaster=postmaster_of(cluster),
        folder=folder,
        tell=say,
    )
    return found


def streams(cluster: Cluster, folder: Path) -> dict[str, Any]:
    """Measure the live process, in a house of its own or beside the small one."""
    found: dict[str, Any] = importlib.import_module("gwidam.bench.streams").measure(
        url=cluster.url, postmaster=postmaster_of(cluster), folder=folder, tell=say
    )
    return found


def apart(args: argparse.Namespace) -> dict[str, Any]:
    """What is said of a run without houses."""
    load_django()
    bench = importlib.import_module("gwidam.bench.run")
    machine = bench.machine()
    again = {"load_after": machine["load_before"], "loop_after": machine["loop_before"]}
    return {"wish": {"large": args.voices, "small": args.small}, "machine": {**machine, **again}}


def postmaster_of(cluster: Cluster) -> int:
    """The number of the database server's process."""
    number = cluster.process_id()
    if number is None:
        raise NotPossible(f"The database of the bench has ended; see {cluster.log}.")
    return number


@contextlib.contextmanager
def throwaway_folder() -> Iterator[Path]:
    """Yield a folder on disk, set as GWIDAM_DATA with no other setting beside it; gone when the block ends."""
    clear_abandoned()
    for name in [*os.environ]:
        if name.startswith(PREFIX) or name == "PORT":
            del os.environ[name]
    draft = Path(tempfile.mkdtemp(prefix="gwidam-new-bench-"))
    draft.chmod(0o711)  # root's PostgreSQL may have to run as another user below it
    with (draft / "in-use").open("w") as mark:
        fcntl.flock(mark, fcntl.LOCK_EX)
        folder = draft.rename(draft.with_name(draft.name.replace("gwidam-new-bench-", FOLDER)))
        os.environ["GWIDAM_DATA"] = str(folder / "data")
        try:
            yield folder
        finally:
            throw_away(folder)


def clear_abandoned() -> None:
    """Stop the database, and remove the folder, of a bench that was killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        with contextlib.suppress(OSError), (folder / "in-use").open("r+") as mark:
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            throw_away(folder)


def throw_away(folder: Path) -> None:
    """Stop the database in the folder and remove it."""
    Cluster(folder / "data").stop()
    remove(folder)
