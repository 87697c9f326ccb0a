"""`gwidam demo`: a made-up telephone company whose voices have walked the whole loop, and who can sign in to it."""

import argparse
import importlib
import time
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from gwidam.environment import read
from gwidam.environment.folder import kept_secret

from .house import Tell, furnish, load_django, open_database
from .postgres import Cluster
from .terminal import NotPossible, Progress, say

DESCRIPTION = """\
Fill an empty house with Daon Telecom, a made-up Korean telephone company: its people and directory, and a few
hundred customers whose voices were heard, kept, handed over, answered, closed and begun again over the last
three months. The same seed gives the same company again. All of it is built, or nothing: a build that was
killed leaves the house empty. A house that has people or voices of its own is never touched.

`gwidam up` does this by itself at its first start, unless told not to.
"""
SEED = 1
SECRET = "demo-secret"  # noqa: S105 - the name of a file
LOGINS = "demo-logins.txt"
HEADINGS = ("role", "name", "address", "password")


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "demo",
        help="fill an empty house with a made-up company",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--seed", type=int, default=SEED, metavar="N", help=f"who and when, not what (default {SEED})"
    )
    parser.add_argument("--logins", action="store_true", help="print who can sign in to the demo of this house")
    parser.add_argument("--code", metavar="ADDRESS", help="print the present code of a second factor")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Build the demo, or print what is needed to sign in to it."""
    if args.code:
        print(code(args.code))
        return 0
    environment = read()
    was_running = environment.database_url is not None or Cluster(environment.data).is_running()
    environment, cluster = open_database()
    try:
        load_django()
        furnish()
        if not args.logins:
            build(args.seed, say)
            (environment.data / "house").write_text("demo")
        print("\n".join(logins()))
    finally:
        if cluster is not None and not was_running:
            cluster.stop()
    return 0


def build_if_missing(tell: Tell) -> bool:
    """Have the demo; False in a house that has people of its own, which is left as it is."""
    demo = importlib.import_module("gwidam.demo.build")
    if demo.built() is None:
        try:
            _build(SEED, tell)
        except demo.HasPeople:
            return False
    return True


def build(seed: int, tell: Tell) -> None:
    """Build the demo. Raises NotPossible where there is one already, or people of the house's own."""
    demo = importlib.import_module("gwidam.demo.build")
    standing = demo.built()
    if standing is not None:
        raise NotPossible(
            f"The demo is here already, built with seed {standing.seed}; `gwidam demo --logins` says who can sign in."
        )
    try:
        _build(seed, tell)
    except demo.HasPeople:
        raise NotPossible(
            "This house has people or voices of its own, so no demo is built. Name an empty one: another folder "
            "by GWIDAM_DATA, or another database by GWIDAM_DATABASE_URL."
        ) from None


def _build(seed: int, tell: Tell) -> None:
    from django.db import connection
    from django.utils import timezone

    demo = importlib.import_module("gwidam.demo.build")
    began = time.monotonic()
    with Progress("Building the demo, voice by voice", total=demo.total()) as progress:
        built = demo.build(seed=seed, now=timezone.now(), logins=_logins(), progress=progress.advance)
    with connection.cursor() as cursor:  # so many rows in one go: the planner should know of them at once
        cursor.execute("VACUUM (ANALYZE)")
    tell(f"The demo is there: {built.voices} voices, seed {built.seed}, in {time.monotonic() - began:.0f} s.")


def _logins() -> Sequence[Any]:
    """The logins of this house, from a secret that is made at the first call and kept in the data folder."""
    return importlib.import_module("gwidam.demo.logins").logins(kept_secret(read().data, SECRET))


def code(address: str) -> str:
    """The present code of somebody's second factor. Raises NotPossible where there is none."""
    data = read().data
    if not (data / SECRET).exists():
        raise NotPossible(f"No demo was built from {data}, so it has no codes.")
    load_django()
    found = next((each for each in _logins() if each.email == address.strip().lower()), None)
    if found is None or not found.totp:
        having = ", ".join(each.email for each in _logins() if each.totp)
        raise NotPossible(f"{address} signs in without a code. These need one: {having}.")
    return str(importlib.import_module("gwidam.demo.logins").code_of(found.totp, at=time.time()))


def logins() -> Iterator[str]:
    """Lines that tell who can sign in and where to look first; the former also into a file only we can read."""
    data = read().data
    if not (data / SECRET).exists():
        yield f"The logins of this demo lie in the data folder it was built from, not in {data}."
        return
    lines = [*table([HEADINGS, *((each.role, each.name, each.email, each.password) for each in _logins())]), ""]
    for each in _logins():
        if each.totp:
            lines += [f"Second factor of {each.email}, for an authenticator app:", f"  {each.otpauth}"]
    lines.append("Without an app: `gwidam demo --code ADDRESS` prints the present code.")
    _write_closed(data / LOGINS, "\n".join([*lines, ""]))
    yield from lines
    codes = importlib.import_module("gwidam.demo.logins")
    for each in _logins():
        if each.totp:
            yield f"  now {codes.code_of(each.totp, at=time.time())}  {each.email}"
    yield ""
    yield "Where to look first:"
    yield from table(list(importlib.import_module("gwidam.demo.sights").sights()))


def table(rows: Sequence[Sequence[str]]) -> list[str]:
    """Rows as lines with straight columns, wide Korean letters counted as the two they take."""
    widths = [max(width(row[place]) for row in rows) for place in range(len(rows[0]))]
    return [
        "  "
        + "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _write_closed(path: Path, text: str) -> None:
    """Write a file that nobody else may read, not even for a moment."""
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_text(text, encoding="utf-8")
