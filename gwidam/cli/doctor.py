"""`gwidam doctor`: what a newcomer or an operator needs to know, in sentences that say what to do."""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from gwidam.environment import SETTINGS, Environment, WrongSetting, read

from . import ports, running
from .house import check_database, load_django, needs_migration
from .postgres import Cluster, DatabaseTrouble, durability, footing, programs
from .terminal import NotPossible

DESCRIPTION = """\
Look at everything Gwidam stands on and say what is wrong and what to do about it. Changes nothing.
Ends with 0 when all is well.
"""
LEAST_SPACE = 1_000_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor."""

    is_good: bool
    text: str


def add(words: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the word to the command line."""
    parser = words.add_parser(
        "doctor",
        help="say what is wrong and what to do",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--settings", action="store_true", help="print all settings as a page, and nothing else")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print all findings; return 1 when one of them needs somebody."""
    if args.settings:
        print(settings_page(), end="")
        return 0
    is_well = True
    for finding in examine():
        print(f"{'ok ' if finding.is_good else '!! '} {finding.text}", flush=True)
        is_well = is_well and finding.is_good
    print("All is well." if is_well else "Lines with !! need you.")
    return 0 if is_well else 1


def examine() -> Iterator[Finding]:
    """Yield what is found, in the order in which one thing needs the other."""
    yield Finding(True, f"Python {sys.version.split()[0]} in {sys.prefix}")
    try:
        environment = read()
    except WrongSetting as trouble:
        yield Finding(False, str(trouble))
        return
    given = [setting.name for setting in SETTINGS if os.environ.get(setting.name)]
    yield Finding(True, f"Settings: {', '.join(given)}" if given else "Settings: all as they come")
    for look in (data_folder, secrets_closed, database, tables, open_ports, mail, reading, debugging):
        yield from look(environment)


def data_folder(environment: Environment) -> Iterator[Finding]:
    """Is the data folder ours to write, and is there room?"""
    if not os.access(environment.data, os.W_OK):
        yield Finding(False, f"The data folder {environment.data} cannot be written; give it to this user.")
        return
    free = shutil.disk_usage(environment.data).free
    yield Finding(
        free > LEAST_SPACE,
        f"The data folder {environment.data} has {free / 1e9:.1f} GB free"
        + ("" if free > LEAST_SPACE else "; make room before the database stops"),
    )


def secrets_closed(environment: Environment) -> Iterator[Finding]:
    """Can anybody else read a secret?"""
    for name in ("secret-key", "database-password", "postgres-password"):
        path = environment.data / name
        if path.exists() and path.stat().st_mode & 0o077:
            yield Finding(False, f"{path} can be read by others; run: chmod 600 {path}")


def database(environment: Environment) -> Iterator[Finding]:
    """Is there a PostgreSQL, and does it keep what it confirms?"""
    try:
        if environment.database_url:
            check_database(environment.database_url)
            yield Finding(True, "The database of GWIDAM_DATABASE_URL answers and keeps what it commits")
            return
        cluster = Cluster(environment.data)
        found = programs.find(environment.pg_bin, major=cluster.version())
        ground = footing.choose(found, cluster.folder)
        yield Finding(True, f"PostgreSQL {found.major} in {found.folder}, run {ground.words()}")
        if not cluster.is_running():
            yield Finding(True, "The database does not run; `gwidam up` starts it")
            return
        durability.check(cluster.url)
        os.environ["GWIDAM_DATABASE_URL"] = cluster.url
        yield Finding(True, "The database runs and keeps what it commits")
    except (DatabaseTrouble, NotPossible) as trouble:
        yield Finding(False, str(trouble))


def tables(environment: Environment) -> Iterator[Finding]:
    """Do the tables fit the code?"""
    if not environment.database_url and "GWIDAM_DATABASE_URL" not in os.environ:
        return
    from django.db import Error

    load_django()
    try:
        is_old = needs_migration()
    except Error as trouble:
        yield Finding(False, f"The tables cannot be looked at: {' '.join(str(trouble).split())}")
        return
    yield Finding(
        not is_old, "The tables are older than the code; start Gwidam anew" if is_old else "The tables fit"
    )


def open_ports(environment: Environment) -> Iterator[Finding]:
    """Does Gwidam run, or could it?"""
    found = running.find(environment.data)
    if found is not None:
        yield Finding(True, f"Gwidam runs at {found.url}, process {found.process_id}")
        return
    for setting, port in (("PORT", environment.port), ("GWIDAM_LIVE_PORT", environment.live_port)):
        try:
            ports.check(environment.bind, port, setting)
        except NotPossible as trouble:
            yield Finding(False, str(trouble))
        else:
            yield Finding(True, f"Port {port} of {environment.bind} is free")


def mail(environment: Environment) -> Iterator[Finding]:
    """Will mail leave?"""
    yield Finding(
        True,
        "Mail leaves through GWIDAM_SMTP_URL"
        if environment.smtp_url
        else "No mail leaves: GWIDAM_SMTP_URL is not set; words to customers wait in the outbox",
    )


def reading(environment: Environment) -> Iterator[Finding]:
    """Is all there that reading voices needs?"""
    from gwidam.understand.heart.tiers import Missing, tier

    if environment.tier == "T3":
        is_set = environment.embedder_url is not None
        yield Finding(is_set, "Voices are read at T3" if is_set else "T3 needs GWIDAM_EMBEDDER_URL; until then T2")
        return
    try:
        tier(environment.tier)
    except Missing as trouble:
        yield Finding(False, f"Voices cannot be read at {environment.tier}, but by words: {trouble}")
        return
    yield Finding(True, f"Voices are read at {environment.tier}")


def debugging(environment: Environment) -> Iterator[Finding]:
    """Are programmers' pages shown to the world?"""
    if environment.debug and environment.bind != "127.0.0.1":
        yield Finding(False, "GWIDAM_DEBUG is on and others can reach this machine; switch it off.")


def settings_page() -> str:
    """Return docs/settings.md."""
    lines = [
        "# Settings",
        "",
        "Everything is set by environment. A secret may stand in a file instead, named by the same name with",
        "`_FILE`. A wrong value or an unknown `GWIDAM_` name stops the start with a sentence that says what",
        "is allowed. `gwidam doctor` looks at them all.",
        "",
        "| name | meaning | default | allowed |",
        "|---|---|---|---|",
    ]
    for setting in SETTINGS:
        name = f"`{setting.name}`" + (" (`_FILE`)" if setting.is_secret else "")
        lines.append(f"| {name} | {setting.meaning} | {setting.default} | {setting.allowed} |")
    return "\n".join(lines) + "\n"
