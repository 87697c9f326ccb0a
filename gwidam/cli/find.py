"""`gwidam find`: how well texts are found again by what people type."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from .reading import add_tier, show, table
from .terminal import NotPossible

if TYPE_CHECKING:
    from gwidam.understand.heart.find import Found

DESCRIPTION = """\
Put documents into an index and ask it questions whose answer is known. Both are TSV files with a header: documents
with the columns id and text, questions with query and id; a question that stands there several times wants several
documents. Words are found by their pairs of letters at every tier. Needs no database, opens no connection and
writes no file.
"""


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "find",
        help="measure how well texts are found again",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--documents", type=Path, required=True, metavar="D.tsv", help="what is looked through")
    parser.add_argument("--queries", type=Path, required=True, metavar="Q.tsv", help="what is asked")
    add_tier(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what was found."""
    from gwidam.understand.heart.find import measured

    documents = [(id_, text) for id_, text in table(args.documents, ("id", "text"))]
    questions = [(typed, id_) for typed, id_ in table(args.queries, ("query", "id"))]
    try:
        found = measured(documents, questions)
    except ValueError as trouble:
        raise NotPossible(f"Nothing can be found: {trouble}.") from None
    show(found, lines(found), as_json=args.json)
    return 0


def lines(found: "Found") -> list[str]:
    """Return the figures as lines for a person."""
    return [
        f"documents    {found.documents:,}, indexed in {found.seconds_to_index:.1f} s",
        f"questions    {found.questions:,}",
        f"recall@1     {found.recall_at_1:.4f}",
        f"recall@10    {found.recall_at_10:.4f}",
        f"recall       {found.recall:.4f}",
        f"MRR          {found.mrr:.4f}",
        f"milliseconds {found.median_ms:.1f} in the middle, {found.p95_ms:.1f} at the 95th percentile",
    ]
