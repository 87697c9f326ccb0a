"""A line to a server: to an address that was checked, within a time."""

from __future__ import annotations

import socket
import ssl
from functools import cache
from time import monotonic

from .reach import Reach, Resolve, Target

CONNECT_SECONDS = 5.0  # for one of several addresses of a name


class NotPublic(OSError):
    """The name stands for no address that may be called."""


def line_to(target: Target, reach: Reach, *, until: float, resolve: Resolve = socket.getaddrinfo) -> socket.socket:
    """A line to one of the addresses that were checked; never to a name, which would be looked up again.

    `until` is a moment of `time.monotonic`. Raises OSError: NotPublic, socket.gaierror, ssl.SSLError, TimeoutError.
    """
    places = reach.places(target, resolve)
    if not places:
        raise NotPublic(target.host)
    trouble: OSError = OSError()
    for family, place in places:
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            line.settimeout(min(CONNECT_SECONDS, left_of(until)))
            line.connect(place)
            line.settimeout(left_of(until))
            return _tls().wrap_socket(line, server_hostname=target.host) if target.is_tls else line
        except ssl.SSLError:
            line.close()
            raise
        except OSError as error:
            line.close()
            trouble = error
    raise trouble


def left_of(until: float) -> float:
    """Seconds until that moment. Raises TimeoutError once it is past."""
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@cache
def _tls() -> ssl.SSLContext:
    """The system's authorities, names checked, TLS 1.2 or later."""
    return ssl.create_default_context()
