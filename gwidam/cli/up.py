"""`gwidam up`: everything on one machine, in the foreground, from nothing to an address and logins."""

import argparse
import importlib
import importlib.util
import os
import signal
import threading
import time
import urllib.request

from gwidam.environment import Environment, read

from . import ports, running
from .house import furnish, load_django, open_database
from .postgres import Cluster
from .postgres.processes import wait_for
from .supervisor import Command, Database, Part, Supervisor, command_of
from .terminal import say

DESCRIPTION = """\
Run Gwidam: its own PostgreSQL (unless GWIDAM_DATABASE_URL names yours), pages and API, live streams, and
jobs, each started again should it die. Stays in the foreground; Ctrl-C or `gwidam stop` ends it.

The first start fills the house with a made-up Korean telephone company, so that there is something to see;
with --no-demo it stays empty, and the first page asks for what a real house needs. What was chosen at the
first start stays so. Ready when GET /healthz answers 200.
"""
HOUSE_KINDS = ("demo", "empty")
PATIENCE = 10.0  # seconds until the children of a killed `up` are gone, see lifeline


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "up",
        help="run everything on this machine",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--no-demo", action="store_true", help="start with an empty house of your own")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run until told to end."""
    environment = read()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # before the supervisor runs, too
    with running.hold(environment.data, environment.public_url) as was_killed:
        if was_killed:
            wait_for(lambda: ports.is_free(environment.bind, environment.port), PATIENCE)
        take_ports(environment)
        environment, cluster = open_database()
        try:
            load_django()
            furnish()
            logins = fill(environment, wants_demo=not args.no_demo)
            keep_running(environment, cluster, logins)
        finally:
            if cluster is not None:
                cluster.stop()
    say("Gwidam is stopped.")
    return 0


def take_ports(environment: Environment) -> None:
    """Check the port of the pages; let the streams take the next free one unless it was set."""
    ports.check(environment.bind, environment.port, "PORT")
    if "GWIDAM_LIVE_PORT" in os.environ:
        ports.check(environment.bind, environment.live_port, "GWIDAM_LIVE_PORT")
    else:
        os.environ["GWIDAM_LIVE_PORT"] = str(ports.first_free(environment.bind, environment.live_port))


def fill(environment: Environment, *, wants_demo: bool) -> list[str]:
    """Fill a new house with the demo, once; return lines that tell how to log in."""
    mark = environment.data / "house"
    kind = mark.read_text().strip() if mark.exists() else ""
    if kind not in HOUSE_KINDS:
        kind = "demo" if wants_demo else "empty"
    if kind == "demo" and importlib.util.find_spec("gwidam.cli.demo"):
        demo = importlib.import_module("gwidam.cli.demo")
        if not demo.build_if_missing(say):
            mark.write_text("empty")
            return ["The house has people of its own, so no demo is built."]
        mark.write_text(kind)
        return list(demo.logins())
    if kind == "empty":
        mark.write_text(kind)
    return founding()


def founding() -> list[str]:
    """Return lines that say where an empty house gets its first operator; none once it has one."""
    from gwidam.desks.wizard.links import first_operator_url

    url = first_operator_url()
    return ["The house is empty. Set it up here (the link is good for a day):", f"  {url}"] if url else []


def keep_running(environment: Environment, cluster: Cluster | None, logins: list[str]) -> None:
    """Run every part until told to end; tell the address once it answers."""
    parts: list[Part] = [Database(cluster, say)] if cluster else []
    parts += [Command(word, command_of(word)) for word in ("web", "live", "work")]
    supervisor = Supervisor(parts, say)
    threading.Thread(target=announce, args=(environment, logins), daemon=True).start()
    supervisor.run()


def announce(environment: Environment, logins: list[str]) -> None:
    """Print the address and how to log in once the pages answer."""
    while not answers(environment):
        time.sleep(0.2)
    say("\n".join(["", f"Gwidam is ready: {environment.public_url}", *logins, ""]))


def answers(environment: Environment) -> bool:
    """Say whether GET /healthz answers 200."""
    address = "127.0.0.1" if environment.bind in {"0.0.0.0", "::", "localhost"} else environment.bind  # noqa: S104
    host = f"[{address}]" if ":" in address else address
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"http://{host}:{environment.port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:  # URLError is one
        return False
