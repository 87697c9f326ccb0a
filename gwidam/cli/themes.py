"""`gwidam themes`: sort texts into themes."""

import argparse
import csv
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from .reading import add_tier, show, table, tier_of
from .terminal import NotPossible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gwidam.understand.heart.themes import Consolidation, Theme

DESCRIPTION = """\
Sort the texts of a table into themes; how many there are is found, not given, and every text gets one. The table is a
TSV file with a header and the column text; so is the one written with --out, with the columns text and theme, in the
same order. A column label in the table, where there is one, is not looked at for sorting; it is compared with the
themes afterwards. Needs no database, opens no connection and writes nothing but --out.
"""
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Sorted:
    """What was found; nmi and ari only where the table has labels."""

    tier: str
    texts: int
    themes: "list[Theme]"
    resolution: float
    margin: float
    seconds_for_vectors: float
    seconds_for_themes: float
    nmi: float | None
    ari: float | None


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "themes",
        help="sort texts into themes",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="what is sorted")
    parser.add_argument("--out", type=Path, metavar="OUT.tsv", help="where texts and their themes are written")
    parser.add_argument("--seed", type=int, default=0, help="the dice of the sorting")
    add_tier(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the themes; write which text is of which."""
    texts = [text for (text,) in table(args.file, ("text",))]
    labels = labels_of(args.file)
    if not texts:
        raise NotPossible(f"{args.file} has no texts.")
    groups, found = sort(texts, labels, args)
    if args.out:
        write(args.out, texts, groups)
    show(found, lines(found), as_json=args.json)
    return 0


def sort(texts: list[str], labels: list[str] | None, args: argparse.Namespace) -> "tuple[list[int], Sorted]":
    """Sort the texts with the tier asked for: the theme of each, and what was found."""
    from gwidam.understand.heart.likeness import Copies, Space, keys_of
    from gwidam.understand.heart.themes import adjusted_rand, consolidated, mutual_information, words_in
    from gwidam.understand.heart.tiers import vectors_of

    tier = tier_of(args)
    began = time.process_time()
    meanings = vectors_of(tier, texts)
    embedded = time.process_time()
    keys = [keys_of(text) for text in texts]
    vectors = Space.fit(keys, meanings).place(keys, meanings)
    copies = Copies()
    firsts = [copies.add(number, text) for number, text in enumerate(texts)]
    words_of = partial(words_in, analyser=tier.analyser)
    themes: Consolidation = consolidated(texts, vectors, words_of, firsts=firsts, seed=args.seed)
    groups = themes.groups.tolist()
    return groups, Sorted(
        tier=tier.name,
        texts=len(texts),
        themes=list(themes.themes),
        resolution=themes.resolution,
        margin=themes.margin,
        seconds_for_vectors=embedded - began,
        seconds_for_themes=time.process_time() - embedded,
        nmi=mutual_information(labels, groups) if labels else None,
        ari=adjusted_rand(labels, groups) if labels else None,
    )


def labels_of(path: Path) -> list[str] | None:
    """The column label of a table, or None where it has none."""
    try:
        return [label for (label,) in table(path, ("label",))]
    except NotPossible:
        return None


def write(path: Path, texts: "Sequence[str]", groups: "Sequence[int]") -> None:
    """Write the table of texts and themes. Raises NotPossible."""
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
            writer.writerow(["text", "theme"])
            writer.writerows(zip(texts, groups, strict=True))
    except OSError as trouble:
        raise NotPossible(f"{path} cannot be written: {trouble.strerror}.") from None


def lines(found: Sorted) -> list[str]:
    """Return what was found as lines for a person."""
    shown = [
        f"tier         {found.tier}",
        f"texts        {found.texts:,}",
        f"themes       {len(found.themes):,} (resolution {found.resolution:g}, margin {found.margin:.3f})",
        f"CPU seconds  {found.seconds_for_vectors:.1f} for vectors, {found.seconds_for_themes:.1f} for themes",
    ]
    if found.nmi is not None:
        shown.append(f"labels       NMI {found.nmi:.4f}, ARI {found.ari:.4f}")
    shown += ["", "theme  texts  name: words"]
    shown += [
        f"{theme.group:5}  {theme.voices:5}  {theme.name}: {', '.join(theme.words[:6])}"
        for theme in found.themes[:SHOWN]
    ]
    if len(found.themes) > SHOWN:
        shown.append(f"and {len(found.themes) - SHOWN:,} more")
    return shown
