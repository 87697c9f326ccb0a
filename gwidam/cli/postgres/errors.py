"""What the launcher says when it cannot go on."""


class DatabaseTrouble(Exception):
    """Gwidam's own PostgreSQL cannot be started; the message says why and what to do."""
