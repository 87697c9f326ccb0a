"""How many connections one process may hold."""

import resource


def take_many_connections() -> None:
    """Let this process have as many open files as it may: each stream is one, and the usual limit is 1,024."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
