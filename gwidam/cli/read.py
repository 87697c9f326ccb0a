"""`gwidam read`: read voices with the models as they are now."""

import argparse

from .house import visit
from .terminal import NotPossible, Progress, say

DESCRIPTION = """\
Read voices with the present tier and models: those that were never read, and those that others have read. What a
person has corrected stays. It may be stopped at any time; the next run goes on where this one ended.
"""
BATCH = 500


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser("read", help="read all voices with the present models", description=DESCRIPTION)
    parser.add_argument("--all", action="store_true", help="all voices; without it only those never read")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read, and say how many readings that made and at which tier."""
    with visit():
        from gwidam.understand.heart.tiers import Missing

        try:
            tier, made = read(everything=args.all)
        except Missing as trouble:
            raise NotPossible(str(trouble)) from None
        say(f"{made:,} new readings at {tier}.")
    return 0


def read(*, everything: bool) -> tuple[str, int]:
    """Read in the order of voices; the tier that read last, and how many readings were made."""
    from django.utils import timezone

    from gwidam.understand.footing import present_tier
    from gwidam.understand.queries.waiting import numbers_after, waiting
    from gwidam.understand.verbs import read_at_once

    tier, troubles = present_tier()
    for trouble in troubles:
        say(trouble)
    made = last = 0
    with Progress("Reading", total=waiting(everything=everything)) as progress:
        while numbers := numbers_after(last, everything=everything, most=BATCH):
            made += read_at_once(voice_ids=numbers, at=timezone.now())
            last = numbers[-1]
            progress.advance(len(numbers))
    return tier.name, made
