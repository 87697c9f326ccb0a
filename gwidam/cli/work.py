"""`gwidam work`: reactions to facts, mail that leaves, and the tick of the clocks."""

import argparse
import importlib

from . import lifeline
from .terminal import say
from .web import ready_for_part

DESCRIPTION = """\
Do the jobs that wait in the database and fire the clocks that are due. Any number can run, on any number of
machines; a job whose worker died is done again by another.
"""


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "work",
        help="do the jobs that wait",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Work until told to end."""
    ready_for_part(say)
    lifeline.hold()
    return importlib.import_module("gwidam.work").main() or 0
