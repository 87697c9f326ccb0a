"""`gwidam fuzz`: the properties of the code, tried on thousands of inputs that nobody has tried before."""

import argparse
import os

from .terminal import say
from .test import run_pytest, test_database

DESCRIPTION = """\
Run every property test (receipts, hours, masking, tables, text, rules of a case) with inputs drawn anew each time.
`gwidam test` tries the same few dozen each time; this looks for the one nobody thought of, and prints it.
"""


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "fuzz",
        help="try the property tests on new inputs",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--examples", type=int, default=2000, metavar="N", help="inputs for each property (2000)")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Return 0 when every property held."""
    os.environ["EXAMPLES"] = str(args.examples)
    with test_database() as environ:
        status, summary = run_pytest(["-m", "hypothesis", "--hypothesis-profile=fuzz", "-o", "timeout=0"], environ)
    say(f"gwidam fuzz: {summary}")
    return 1 if status else 0
