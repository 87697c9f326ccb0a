"""One request to somebody's server and its answer, within a time and a number of bytes; redirects are answers, too.

The protocol is h11's. The clients built upon it (httpx, urllib3) look names up themselves and bound the time of
each read, not of the whole answer: a server that sends a byte a second would hold us for hours.
"""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass

import h11

from ..ledger import is_acting
from .line import left_of, line_to
from .reach import Reach, Resolve, Target

MOST_HEADS = 64 * 1024  # bytes of an answer besides its body
_PIECE = 65_536


class NotHttp(Exception):
    """Something answered, and not in HTTP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer. headers: by their names in small letters. is_whole: whether all of the body is there."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    is_whole: bool


def ask(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes | None,
    reach: Reach,
    most: int,
    until: float,
    resolve: Resolve = socket.getaddrinfo,
) -> Reply:
    """Send a request and read status, headers and the first `most` bytes of the body.

    `until` is a moment of `time.monotonic`. Raises ValueError for an address that is never called (see
    `Reach.target`), what `line_to` raises, NotHttp; RuntimeError inside an open act: whoever waits for the other
    side must not hold locks on ours.
    """
    if is_acting():
        raise RuntimeError("somebody else's server was called inside an open transaction")
    target = reach.target(url)
    with line_to(target, reach, resolve=resolve, until=until) as line:
        wire = h11.Connection(h11.CLIENT)
        try:
            said = _said(wire, method, target, headers, body)
            line.settimeout(left_of(until))
            line.sendall(said)
            return _reply(line, wire, most=most, until=until)
        except h11.ProtocolError as error:
            raise NotHttp(str(error)) from error


def _said(
    wire: h11.Connection, method: str, target: Target, headers: Mapping[str, str], body: bytes | None
) -> bytes:
    heads = [("Host", target.host_header), ("Connection", "close"), *headers.items()]
    if body is not None:
        heads.append(("Content-Length", str(len(body))))
    events: list[h11.Event] = [h11.Request(method=method, target=target.path, headers=heads)]
    events += [h11.Data(data=body)] if body else []
    return b"".join(wire.send(each) or b"" for each in (*events, h11.EndOfMessage()))


def _reply(line: socket.socket, wire: h11.Connection, *, most: int, until: float) -> Reply:
    """What comes, until it ends, breaks off after its head, or is enough."""
    response: h11.Response | None = None
    body, heard, is_whole = bytearray(), 0, False
    try:
        while len(body) < most and not is_whole:
            event = wire.next_event()
            if event is h11.NEED_DATA:
                if heard >= most + MOST_HEADS:
                    break
                line.settimeout(left_of(until))
                came = line.recv(_PIECE)
                heard += len(came)
                wire.receive_data(came)
            elif isinstance(event, h11.Response):
                response = event
            elif isinstance(event, h11.Data):
                body += event.data
            else:
                is_whole = isinstance(event, h11.EndOfMessage)
                if not is_whole and not isinstance(event, h11.InformationalResponse):
                    break
    except (OSError, h11.ProtocolError):
        if response is None:
            raise
    if response is None:
        raise NotHttp("no answer")
    told = {name.decode("latin-1"): value.decode("latin-1") for name, value in response.headers}
    return Reply(status=response.status_code, headers=told, body=bytes(body[:most]), is_whole=is_whole)
