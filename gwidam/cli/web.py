"""`gwidam web`: pages and the API, under granian (WSGI, several processes with threads)."""

import argparse
import gc

from gwidam.environment import Environment

from . import lifeline, ports
from .house import Tell, load_django, open_house
from .terminal import NotPossible, say

DESCRIPTION = """\
Serve pages and the API on GWIDAM_BIND:PORT (127.0.0.1:8000) with GWIDAM_WEB_WORKERS processes.
Put a proxy that speaks HTTPS before it. Streams are served by `gwidam live`, jobs done by `gwidam work`;
`gwidam up` runs all three on one machine.
"""


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "web",
        help="serve pages and the API",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until told to end."""
    environment = ready_for_part(say)
    ports.check(environment.bind, environment.port, "PORT")
    lifeline.hold()
    hold_model(environment)
    serve(environment)
    return 0


def ready_for_part(tell: Tell) -> Environment:
    """Make the house ready, unless `gwidam up` has done so for this process; load Django."""
    if not lifeline.is_held():
        return open_house(tell)
    from gwidam.environment import read

    load_django()
    return read()


def hold_model(environment: Environment) -> None:
    """Load what tells the meaning of a typed text, once: the processes that serve are forked from this one and
    share its half gigabyte. A company's own server (T3) is asked for nothing that is being typed.
    """
    if environment.tier not in {"T1", "T2"}:
        return
    from django.db import connections

    from gwidam.understand.footing import present_tier
    from gwidam.understand.heart.meanings import meanings_of

    tier, _troubles = present_tier()
    meanings_of(["말씀"], tier)  # the analyser loads most of itself with its first text
    connections.close_all()  # of a connection both sides would read
    gc.collect()
    gc.freeze()  # a collector that looks at the shared memory would make a copy of it


def serve(environment: Environment) -> None:
    """Serve the WSGI application until told to end."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    server = Granian(
        "gwidam.wsgi:application",
        address=environment.bind,
        port=environment.port,
        interface=Interfaces.WSGI,
        workers=environment.web_workers,
        blocking_threads=environment.web_threads,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
        websockets=False,
        log_level=LogLevels.warning,
    )
    try:
        server.serve()
    except OSError as error:
        raise NotPossible(f"The web server cannot start: {error}") from error
