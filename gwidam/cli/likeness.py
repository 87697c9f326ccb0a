"""`gwidam likeness`: how well a text finds those that say the same."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from .reading import add_tier, show, table, tier_of
from .terminal import NotPossible

if TYPE_CHECKING:
    from gwidam.understand.heart.likeness import Recalled

DESCRIPTION = """\
Ask with each text of a table for the others that say the same. The table is a TSV file with a header and the columns
group and text; the partners of a text are the others of its group. recall@k is the share of the texts that have a
partner and find one among the first k. Needs no database, opens no connection and writes no file.
"""


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "likeness",
        help="measure how well texts find those that say the same",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--texts", type=Path, required=True, metavar="FILE", help="columns group and text")
    add_tier(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print how many partners were found."""
    from gwidam.understand.heart.likeness import measured

    texts = [(group, text) for group, text in table(args.texts, ("group", "text"))]
    try:
        found = measured(texts, tier_of(args))
    except ValueError as trouble:
        raise NotPossible(f"Nothing can be compared: {trouble}.") from None
    show(found, lines(found), as_json=args.json)
    return 0


def lines(found: "Recalled") -> list[str]:
    """Return the figures as lines for a person."""
    return [
        f"tier               {found.tier}",
        f"texts              {found.texts:,}, of which {found.with_partner:,} have a partner",
        f"recall@1           {found.recall_at_1:.4f}",
        f"recall@5           {found.recall_at_5:.4f}",
        f"recall@10          {found.recall_at_10:.4f}",
        f"partners in 10     {found.share_at_10:.4f}",
        f"calibration error  {found.calibration_error:.4f}",
    ]
