"""Is a port free, and if not, say so before a server fails with a traceback."""

import socket

from .terminal import NotPossible


def is_free(address: str, port: int) -> bool:
    """Say whether a server could listen there now."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        socket.create_server((address, port), family=family).close()
    except OSError:
        return False
    return True


def check(address: str, port: int, setting: str) -> None:
    """Raise NotPossible with a sentence when nothing can listen there."""
    if not is_free(address, port):
        raise NotPossible(
            f"Port {port} of {address} is taken by another program, or not allowed; "
            f"end that program or set {setting} to another number, for example {setting}={port + 10}."
        )


def first_free(address: str, port: int, tries: int = 50) -> int:
    """Return `port`, or the next one up that is free. Raises NotPossible after `tries`."""
    for candidate in range(port, min(port + tries, 65536)):
        if is_free(address, candidate):
            return candidate
    raise NotPossible(f"None of the ports from {port} on is free; set GWIDAM_LIVE_PORT to one that is.")
