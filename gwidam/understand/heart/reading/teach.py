"""Make the default model of tone: `python -m gwidam.understand.heart.reading.teach --ratings FILE`.

Learnt from film reviews with ratings from 1 to 10 (e9t/nsmc, CC0 1.0): up to 4 is negative, from 8 on positive. What
is kept are weights of pieces of words; no review can be read from them.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path

from ..labels import learn, to_bytes
from ..seen import Seen
from ..tiers.files import sha256
from .tone import PATH

_PIECES = 20_000  # of each kind; keeps the file small
_NEGATIVE_TO, _POSITIVE_FROM = 4, 8


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the ratings, learn, write the model and its hash."""
    parser = argparse.ArgumentParser(description="Make the default model of tone from rated reviews.")
    parser.add_argument("--ratings", type=Path, required=True, help="a TSV file with the columns rating and text")
    parser.add_argument("--out", type=Path, default=PATH)
    args = parser.parse_args(arguments)
    with args.ratings.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row["text"]]
    seen = Seen(tuple(row["text"] for row in rows))
    model = learn(seen, [tone_of(int(row["rating"])) for row in rows], most_pieces=_PIECES)
    args.out.write_bytes(to_bytes(model))
    args.out.with_name(f"{args.out.name}.sha256").write_text(f"{sha256(args.out)}  {args.out.name}\n")


def tone_of(rating: int) -> str:
    """Return the tone of a rating from 1 to 10."""
    if rating <= _NEGATIVE_TO:
        return "negative"
    return "positive" if rating >= _POSITIVE_FROM else "neutral"


if __name__ == "__main__":
    main()
