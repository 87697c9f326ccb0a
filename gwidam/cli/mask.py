"""`gwidam mask`: what in texts is private, and what is taken out before they are stored."""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from .terminal import NotPossible

DESCRIPTION = """\
Read one text a line, print one JSON object a line: "text" as it would be stored, and "spans", the private parts of
the line as it was given (half-open, in characters), each with its kind. Spans with "masked": true are taken out
of "text": resident, foreigner and card numbers. The others stay, because somebody has to call back or write:
phone, email, account, passport, licence, plate, business, ssn, birth, address, name, ip.
"""


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "mask",
        help="find private parts of texts, and mask those that may not be kept",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="one text a line, in UTF-8; - for standard input")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print one object per line."""
    from gwidam.understand.heart.reading import private, stored

    for line in lines(args.file):
        spans = [
            {"start": part.start, "end": part.end, "kind": part.kind, "masked": part.is_masked}
            for part in private(line)
        ]
        print(json.dumps({"text": stored(line), "spans": spans}, ensure_ascii=False))
    return 0


def lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file without their ends; raise NotPossible when it cannot be read."""
    if str(path) == "-":
        yield from (line.rstrip("\r\n") for line in sys.stdin)
        return
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
            yield from (line.rstrip("\r\n") for line in file)
    except OSError as trouble:
        raise NotPossible(f"{path} cannot be read: {trouble.strerror}.") from None
