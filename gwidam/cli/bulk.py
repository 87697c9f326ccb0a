"""`gwidam bulk`: what is read of the texts in a file, without a house."""

import argparse
from pathlib import Path

from .reading import TIERS, tier_of
from .terminal import NotPossible, Progress, say

DESCRIPTION = """\
Read every text in a column of a Parquet, CSV or TSV file, and write the rows with what was read beside them:
language, tone, heat, kind, urgency, dangers, needs, products, phrases, and the text as it may be kept. DuckDB reads
and writes the files, a batch at a time, so they may be larger than the memory. Needs no database and opens no
connection. docs/bulk.md tells the columns, and how to do the same from DuckDB's SQL or on a Spark cluster.
"""


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "bulk",
        help="read the texts in a Parquet, CSV or TSV file",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="Parquet, CSV or TSV, by its ending")
    parser.add_argument(
        "--out", type=Path, required=True, metavar="OUT", help="the same; replaced when it is there"
    )
    parser.add_argument("--column", default="text", help="the column with the texts (text)")
    parser.add_argument("--tier", choices=TIERS, default="T1", help="as for `gwidam score` (T1)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, and say how many rows were written."""
    try:
        from gwidam.understand.bulk.duck import read_file
    except ImportError as trouble:
        raise NotPossible(
            f"DuckDB and Arrow are not installed ({trouble.name}): python -m pip install --require-hashes "
            "-r requirements-bulk.lock. `bin/gwidam bulk` does so by itself."
        ) from None
    tier = tier_of(args)
    if not args.file.is_file():
        raise NotPossible(f"{args.file} is not there.")
    with Progress("Reading") as progress:

        def tell(done: int, whole: int) -> None:
            progress.total = whole
            progress.advance(done - progress.done)

        try:
            rows = read_file(args.file, args.out, column=args.column, tier=tier, tell=tell)
        except ValueError as trouble:
            raise NotPossible(f"This cannot be read: {trouble}.") from None
    say(f"{rows:,} rows in {args.out}.")
    return 0
