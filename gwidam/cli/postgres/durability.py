"""A receipt is given after commit; so a database that may forget a commit is refused."""

from .errors import DatabaseTrouble

NEEDED = ("fsync", "full_page_writes", "synchronous_commit")


def check(url: str) -> None:
    """Raise DatabaseTrouble when the PostgreSQL at `url` may lose what it has confirmed."""
    import psycopg

    with psycopg.connect(url, connect_timeout=10) as connection:
        found = connection.execute(
            "SELECT name FROM pg_settings WHERE name = ANY(%s) AND setting = 'off' ORDER BY name",
            [list(NEEDED)],
        ).fetchall()
    if found:
        names = ", ".join(name for (name,) in found)
        raise DatabaseTrouble(
            f"PostgreSQL runs with {names} off and could forget voices it has confirmed; switch it on in its "
            "settings. (Only a throwaway test database may run so, with GWIDAM_UNSAFE_FAST=1.)"
        )
