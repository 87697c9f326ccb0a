"""`gwidam chaos`: kill -9 at random under load, and see whether anything a customer was promised is gone."""

import argparse
import importlib
import importlib.util
import json
import secrets
import signal
from pathlib import Path
from typing import Any

from .terminal import NotPossible, say

DESCRIPTION = """\
Start a throwaway Gwidam of its own (real PostgreSQL with fsync, real supervisor), let clients give voices and
staff work on them over the API, and kill its processes at random: web, worker, streams, database. When it has
come to rest, ask: is every receipt a whole voice, nothing doubled, nothing half done, everybody told once?
Ends with 1 on any violation. Touches nothing but what it started.

With --telling N it asks one thing alone: N people are told of one change by the real worker at its fastest pace,
while worker and database are killed; each must be told exactly once, or it is written why not.

With --talks N it asks another: N visitors of live chat talk while web and worker are killed; each talk must become
one voice, with every line that was confirmed in it exactly once.

A control switches one safeguard off and must end with 1: that shows the audit can see.
"""
CONTROLS = ("no-commit-sync", "no-key", "new-message-id", "tell-in-request")
CONTROLS_OF_TALKS = ("no-line-key",)
MANY = 100_000


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "chaos",
        help="kill processes under load and audit what was kept",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--kills", type=int, default=60, metavar="N", help="at least so many kills (60); 0: none")
    parser.add_argument("--seconds", type=float, default=60, metavar="S", help="at least so long (60)")
    parser.add_argument("--clients", type=int, default=4, metavar="N", help="who give voices at once (4)")
    parser.add_argument(
        "--pace", type=float, default=0.1, metavar="S", help="rest of a client between two voices (0.1)"
    )
    parser.add_argument("--seed", type=int, metavar="N", help="the same kills and voices again")
    parser.add_argument(
        "--control", choices=(*CONTROLS, *CONTROLS_OF_TALKS), help="switch this safeguard off; must end with 1"
    )
    parser.add_argument(
        "--at-points",
        action="store_true",
        help="processes also die at chosen lines: after a commit before its receipt, after the mail server took "
        "a letter before that is noted, in the middle of a reaction",
    )
    parser.add_argument(
        "--house",
        type=Path,
        metavar="FOLDER",
        help="build the house there once, and let this run and later ones use copies of it: quicker",
    )
    parser.add_argument(
        "--telling",
        type=int,
        nargs="?",
        const=MANY,
        metavar="N",
        help=f"tell N people ({MANY:,}) of one change under fire; of the controls it knows new-message-id",
    )
    parser.add_argument(
        "--talks",
        type=int,
        metavar="N",
        help="N visitors of live chat talk under fire; its control is no-line-key",
    )
    parser.add_argument("--json", action="store_true", help="print the report as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Run once; return 0 when the house kept its word."""
    if importlib.util.find_spec("aiosmtpd") is None:
        raise NotPossible(
            "`gwidam chaos` needs aiosmtpd; install requirements-dev.lock, as `bin/gwidam test` does."
        )
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that what was started is ended
    seed = secrets.randbelow(1_000_000) if args.seed is None else args.seed
    tried = tell_many if args.telling else let_talk if args.talks else under_load
    report = tried(args, seed)
    print(json.dumps(report.as_json(), ensure_ascii=False) if args.json else "\n".join(report.lines()))
    return 0 if report.is_good else 1


# By name, here and below: chaos stands above the command line on the stairs, for it drives it.
def under_load(args: argparse.Namespace, seed: int) -> Any:
    """Voices are given and worked on while processes die; its report."""
    plans, controls = (importlib.import_module(f"gwidam.chaos.{name}") for name in ("plan", "controls"))
    plan = plans.Plan(
        kills=args.kills,
        seconds=args.seconds,
        clients=args.clients,
        pace=args.pace,
        seed=seed,
        victims=plans.VICTIMS if args.kills else {},
        patches=controls.AT_POINTS if args.at_points else (),
    )
    if args.control:
        if args.control not in controls.CONTROLS:
            raise NotPossible(f"{args.control} is a control of --talks.")
        plan = controls.CONTROLS[args.control].plan(plan)
        say(f"Control: {controls.CONTROLS[args.control].says}.")
    say(f"Seed {seed}.")
    return importlib.import_module("gwidam.chaos.run").run(plan, say, kept=args.house)


def tell_many(args: argparse.Namespace, seed: int) -> Any:
    """Many are told of one change while worker and database die; its report."""
    telling = importlib.import_module("gwidam.chaos.telling")
    patches = telling.AT_POINTS if args.at_points else ()
    if args.control:
        if args.control not in telling.CONTROLS:
            raise NotPossible(f"--telling knows the control {', '.join(telling.CONTROLS)} alone.")
        patches = telling.CONTROLS[args.control]
    say(f"Seed {seed}.")
    plan = telling.TellingPlan(people=args.telling, kills=args.kills, seed=seed, patches=patches)
    return telling.run(plan, say, kept=args.house)


def let_talk(args: argparse.Namespace, seed: int) -> Any:
    """Visitors talk while web and worker die; its report."""
    talking = importlib.import_module("gwidam.chaos.talking")
    if args.control and args.control not in talking.CONTROLS:
        raise NotPossible(f"--talks knows the control {', '.join(talking.CONTROLS)} alone.")
    say(f"Seed {seed}.")
    plan = talking.TalkingPlan(talks=args.talks, kills=args.kills, seed=seed, keeps_keys=not args.control)
    return talking.run(plan, say, kept=args.house)
