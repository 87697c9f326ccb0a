"""`gwidam learn`: learn anew from what people corrected, accepted and bounced."""

import argparse
from typing import TYPE_CHECKING

from .house import visit
from .terminal import NotPossible, say

if TYPE_CHECKING:
    from gwidam.understand.models import Learnt

DESCRIPTION = """\
Learn the models of topics, routes, tone and kind anew, now. Every fifth example is held back and teaches none of
them: a new version is used only if it does not do worse there than the one before. All versions are kept.
"""


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser("learn", help="learn anew from corrections and hand-overs", description=DESCRIPTION)
    parser.add_argument(
        "--back", choices=("topic", "routes", "tone", "kind"), help="use the version before the present one again"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Learn, or go back; one line a model on standard output."""
    with visit():
        from django.utils import timezone

        from gwidam.core.actors import House
        from gwidam.core.errors import Refused
        from gwidam.understand.verbs import retrain, roll_back

        by, at = House("command"), timezone.now()
        if args.back:
            try:
                learnt = roll_back(subject=args.back, by=by, at=at)
            except Refused as refused:
                raise NotPossible(refused.said.en) from None
            print(f"{learnt.subject}: version {learnt.version} is in use again.")
            return 0
        made = retrain(by=by, at=at)
        for learnt in made:
            print(told(learnt))
        if not made:
            say("Nothing to learn from yet: write the directory, correct labels, accept hand-overs.")
    return 0


def told(learnt: "Learnt") -> str:
    """A version in one line."""
    use = "in use" if learnt.is_current else "kept, not used: it is worse than the present one"
    judged = "" if learnt.accuracy is None else f", right on {learnt.accuracy:.1%} of {learnt.held_back} held back"
    before = "" if learnt.accuracy_before is None else f" (before: {learnt.accuracy_before:.1%})"
    return f"{learnt.subject}: version {learnt.version} from {learnt.examples} examples{judged}{before}; {use}."
