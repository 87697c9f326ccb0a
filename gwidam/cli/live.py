"""`gwidam live`: streams of server-sent events, under uvicorn (one ASGI process)."""

import argparse

from gwidam.environment.connections import take_many_connections

from . import lifeline, ports
from .terminal import say
from .web import ready_for_part

DESCRIPTION = """\
Serve the live streams on GWIDAM_BIND:GWIDAM_LIVE_PORT (the port after PORT). Browsers must reach it as
GWIDAM_LIVE_URL. Several can run behind one proxy: what happens in one is told to all through PostgreSQL.
"""


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "live",
        help="serve the live streams",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Serve until told to end."""
    environment = ready_for_part(say)
    ports.check(environment.bind, environment.live_port, "GWIDAM_LIVE_PORT")
    lifeline.hold()
    take_many_connections()

    import uvicorn

    uvicorn.run(
        "gwidam.live:application",
        host=environment.bind,
        port=environment.live_port,
        log_level="warning",
        access_log=False,
        backlog=4096,
        timeout_graceful_shutdown=5,
        proxy_headers=environment.behind_proxy,
    )
    return 0
