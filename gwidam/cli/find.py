"""`gwidam find`: how well texts are found again by what people type."""

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .reading import add_tier, show, table, tier_of
from .terminal import NotPossible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gwidam.understand.heart.find import Found
    from gwidam.understand.heart.tiers import Embedder

DESCRIPTION = """\
Put documents into an index and ask it questions whose answer is known. Both are TSV files with a header: documents
with the columns id and text, questions with query and id; a question that stands there several times wants several
documents. Words are found by short rows of their letters, alike at every tier; with --meaning documents are found
by the vectors of the tier as well. Needs no database, opens no connection and writes no file.
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
    parser.add_argument("--meaning", action="store_true", help="find by meaning as well; not at T0")
    add_tier(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print what was found."""
    from gwidam.understand.heart.find import measured

    documents = [(id_, text) for id_, text in table(args.documents, ("id", "text"))]
    questions = [(typed, id_) for typed, id_ in table(args.queries, ("query", "id"))]
    embedder = tier_of(args).embedder if args.meaning else None
    if args.meaning and embedder is None:
        raise NotPossible("T0 has no vectors to find by meaning with; take --tier T1 or T2.")
    meaning_of = partial(Meaning, embedder) if embedder else None
    try:
        found = measured(documents, questions, meaning_of)
    except ValueError as trouble:
        raise NotPossible(f"Nothing can be found: {trouble}.") from None
    show(found, lines(found), as_json=args.json)
    return 0


class Meaning:
    """Documents in the space in which voices are compared."""

    def __init__(self, embedder: "Embedder", texts: "Sequence[str]") -> None:
        from gwidam.understand.heart.likeness import Space, VectorIndex, keys_of

        keys = [keys_of(text) for text in texts]
        meanings = embedder.embed(texts)
        self._embedder, self._space = embedder, Space.fit(keys, meanings)
        self._index = VectorIndex.in_memory(dims=self._space.dims, space=embedder.name)
        self._index.add(range(len(texts)), self._space.place(keys, meanings))

    def nearest(self, typed: str, limit: int) -> list[int]:
        """Numbers of the documents nearest to what was typed."""
        from gwidam.understand.heart.likeness import Asked

        asked = Asked.of(typed, self._embedder.embed([typed])[0], self._space)
        return [near.id for near in self._index.search(asked.vector, limit)]


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
