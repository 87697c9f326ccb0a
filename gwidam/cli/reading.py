"""What the words that read texts have in common: their tier, their tables, what they print for machines."""

import argparse
import csv
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .terminal import NotPossible

if TYPE_CHECKING:
    from gwidam.understand.heart.tiers import Tier

TIERS = ("T0", "T1", "T2")
_LONGEST_FIELD = 1 << 30


def add_tier(parser: argparse.ArgumentParser) -> None:
    """Let a word take --tier and --json."""
    parser.add_argument(
        "--tier",
        choices=TIERS,
        default="T1",
        help="T0 no model; T1 Kiwi and a table of words (default); T2 multilingual-e5-small",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def tier_of(args: argparse.Namespace) -> "Tier":
    """Load the tier asked for; raise NotPossible with what is missing."""
    from gwidam.understand.heart.tiers import Missing, tier

    try:
        return tier(args.tier)
    except Missing as trouble:
        raise NotPossible(f"{args.tier} cannot be used: {trouble}") from None


def table(path: Path, columns: Sequence[str]) -> list[tuple[str, ...]]:
    """Read columns of a TSV file with a header; raise NotPossible when it has not got them.

    Quotes are letters like others; a short row has empty fields.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
            lines = (line.replace("\0", "").rstrip("\r\n") for line in file)
            reader = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            header = next(reader, [])
            missing = [name for name in columns if name not in header]
            if missing:
                raise NotPossible(f"{path} has no column {missing[0]}; its first line must name its columns.")
            places = [header.index(name) for name in columns]
            return [
                tuple(row[place] if place < len(row) else "" for place in places) for row in reader if any(row)
            ]
    except OSError as trouble:
        raise NotPossible(f"{path} cannot be read: {trouble.strerror}.") from None


def show(found: Any, lines: Sequence[str], *, as_json: bool) -> None:
    """Print a dataclass as one JSON object, or the lines for a person."""
    if as_json:
        json.dump(asdict(found), sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    else:
        print("\n".join(lines))
