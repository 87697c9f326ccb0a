"""What the launcher says when it cannot go on."""


class DatabaseTrouble(Exception):  # noqa: N818 - reads as what it is where it is caught
    """Gwidam's own PostgreSQL cannot be started; the message says why and what to do."""
