"""`gwidam stop`: end what `gwidam up` runs, and the database it leaves when it was killed."""

import argparse
import os
import signal

from gwidam.environment import read

from . import running
from .postgres import Cluster
from .postgres.processes import wait_for
from .terminal import NotPossible, say

DESCRIPTION = """\
Stop the Gwidam that runs on GWIDAM_DATA: pages, streams, jobs, and its own database, in this order.
Nothing that was confirmed is lost. Ends with 0 when it is stopped or was not running.
"""
SECONDS = 120.0


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "stop",
        help="stop a running `gwidam up`",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Stop it; return when it is gone."""
    data = read().data
    found = running.find(data)
    if found is not None:
        os.kill(found.process_id, signal.SIGTERM)
        if not wait_for(lambda: running.find(data) is None, SECONDS):
            raise NotPossible(f"Gwidam, process {found.process_id}, does not stop; its terminal may say why.")
    had_database = Cluster(data).stop()
    say("Gwidam is stopped." if found or had_database else f"Gwidam was not running on {data}.")
    return 0
