"""Make the house ready for a command: settings, database, Django, tables, translations, static files."""

import contextlib
import os
from collections.abc import Callable, Iterator

from gwidam.environment import Environment, read

from .postgres import Cluster, durability, ensure
from .terminal import NotPossible, say

Tell = Callable[[str], None]
# Any number does, as long as every Gwidam takes the same: hosts that start at once migrate in turn.
MIGRATION_LOCK = 0x67_77_69_64_61_6D


def open_database(tell: Tell = say) -> tuple[Environment, Cluster | None]:
    """Read the settings and have a database; children find it by GWIDAM_DATABASE_URL, which is set here.

    Returns the cluster when it is Gwidam's own, None when the operator's.
    Raises WrongSetting, DatabaseTrouble, NotPossible.
    """
    environment = read()
    os.environ["GWIDAM_DATA"] = str(environment.data)
    if environment.database_url is not None:
        check_database(environment.database_url)
        return environment, None
    cluster = ensure(environment.data, chosen=environment.pg_bin, unsafe_fast=environment.unsafe_fast, tell=tell)
    os.environ["GWIDAM_DATABASE_URL"] = cluster.url
    return read(), cluster


def check_database(url: str) -> None:
    """Raise unless the operator's PostgreSQL can be reached, is new enough and keeps what it commits."""
    import psycopg

    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise NotPossible(f"GWIDAM_DATABASE_URL names a database that cannot be reached: {reason}") from None
    if version < 15_00_00:
        raise NotPossible(f"GWIDAM_DATABASE_URL names PostgreSQL {version // 10000}; Gwidam needs 15 or later.")
    if encoding != "UTF8":
        raise NotPossible(f"The database of GWIDAM_DATABASE_URL is written in {encoding}; make it with UTF8.")
    durability.check(url)


def open_house(tell: Tell = say) -> Environment:
    """Do all that must be done before a command may use Django's models, and do it; safe to repeat."""
    environment, _ = open_database(tell)
    load_django()
    furnish(tell)
    return environment


@contextlib.contextmanager
def visit(tell: Tell = say) -> Iterator[Environment]:
    """Have the house ready for one command, and leave its database as it was: running, or stopped."""
    environment = read()
    was_running = environment.database_url is not None or Cluster(environment.data).is_running()
    environment, cluster = open_database(tell)
    try:
        load_django()
        furnish(tell)
        yield environment
    finally:
        if cluster is not None and not was_running:
            cluster.stop()


def load_django() -> None:
    """Load Django with our settings."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gwidam.settings")
    django.setup()


def furnish(tell: Tell = say) -> None:
    """Bring translations, tables and static files up to date; several at once wait for each other."""
    from django.core.management import call_command
    from django.db import connection

    from . import static, words

    words.compile_all()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            if needs_migration():
                tell("Bringing the tables up to date.")
                call_command("migrate", interactive=False, verbosity=0)
            static.collect(tell)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])
    connection.close()


def needs_migration() -> bool:
    """Say whether the tables are older than the code."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
