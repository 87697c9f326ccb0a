"""`gwidam score`: how well the classifier reads texts it has not seen."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from .reading import add_tier, show, table, tier_of
from .terminal import NotPossible

if TYPE_CHECKING:
    from gwidam.understand.heart.scoring import Scores

DESCRIPTION = """\
Learn labels from one table and read another: how often it is right, how honest its probabilities are, how much
can be left to it at which accuracy. Both are TSV files with a header and the columns text and label; texts labelled
oos in the test (about none of the labels) are never learnt and tell whether strange texts are known as such.
Needs no database, opens no connection and writes no file.
"""


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "score",
        help="measure the classifier on texts it has not seen",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--train", type=Path, required=True, metavar="A.tsv", help="what it learns from")
    parser.add_argument("--test", type=Path, required=True, metavar="B.tsv", help="what it is tried on")
    parser.add_argument("--seed", type=int, default=0, help="the dice of its folds")
    add_tier(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the scores."""
    from gwidam.understand.heart.scoring import score

    train = [(text, label) for text, label in table(args.train, ("text", "label"))]
    test = [(text, label) for text, label in table(args.test, ("text", "label"))]
    try:
        found = score(train, test, tier_of(args), seed=args.seed)
    except ValueError as trouble:
        raise NotPossible(f"Nothing can be scored: {trouble}.") from None
    show(found, lines(found), as_json=args.json)
    return 0


def lines(found: "Scores") -> list[str]:
    """Return the scores as lines for a person."""
    shown = [
        f"tier               {found.tier}",
        f"learnt from        {found.trained:,} texts, {found.labels:,} labels",
        f"tried on           {found.tested:,} texts" + (f" and {found.outside:,} oos" if found.outside else ""),
        f"accuracy           {found.accuracy:.4f}",
        f"macro-F1           {found.macro_f1:.4f}",
        f"calibration error  {found.calibration_error:.4f}",
    ]
    if found.auroc is not None:
        shown.append(f"oos AUROC          {found.auroc:.4f}")
    shown.append(
        f"CPU seconds        {found.seconds_to_learn:.1f} to learn, {found.seconds_to_read:.1f} to read "
        f"({(found.tested + found.outside) / max(found.seconds_to_read, 1e-9):,.0f} texts a second)"
    )
    shown += ["", "coverage  accuracy  threshold"]
    shown += [f"{point.coverage:8.2f}  {point.accuracy:8.4f}  {point.threshold:9.4f}" for point in found.curve]
    return shown
