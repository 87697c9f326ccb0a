"""One call: a POST to an address that was checked, within a time and a number of bytes, redirects not followed.

The protocol is h11's. The clients built upon it (httpx, urllib3) look names up themselves and bound the time of
each read, not of the whole answer: a receiver that sends a byte a second would hold the sender for hours.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

import h11

from gwidam.core.ledger import is_acting
from gwidam.core.outbound import NotPublic, Reach, Resolve, Target, left_of, line_to

SECONDS = 15.0  # for the whole call; Standard Webhooks: 15 to 30
MOST_BYTES = 64 * 1024  # of an answer, headers and all
SHOWN_BYTES = 200  # of an answer's body: what the log keeps


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The receiver answered."""

    status: int
    took_ms: int
    beginning: str = ""
    retry_after: int | None = None  # seconds

    @property
    def is_taken(self) -> bool:
        """Any 2xx; a redirect is none."""
        return 200 <= self.status < 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """Nobody answered. `because` is a key of `rules.TROUBLES`."""

    because: str
    took_ms: int


Outcome = Answered | Unreached


class _Trouble(Exception):
    """What ended a call before its answer."""


def call(
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes,
    reach: Reach,
    resolve: Resolve = socket.getaddrinfo,
    seconds: float = SECONDS,
) -> Outcome:
    """POST `body` and read the status and the first bytes of the answer.

    Raises RuntimeError inside an open act: whoever waits for the other side must not hold locks on ours.
    """
    if is_acting():
        raise RuntimeError("a webhook was called inside an open transaction")
    begun = monotonic()
    try:
        target = reach.target(url)
        with line_to(target, reach, resolve=resolve, until=begun + seconds) as line:
            return _answer(line, target, headers, body, begun=begun, until=begun + seconds)
    except NotPublic:
        because = "not_public"
    except TimeoutError:
        because = "timeout"
    except ssl.SSLError:
        because = "tls"
    except socket.gaierror:
        because = "no_name"
    except OSError:
        because = "no_line"
    except h11.ProtocolError:
        because = "not_http"
    except (_Trouble, ValueError) as trouble:  # of `Reach.target`
        because = str(trouble)
    return Unreached(because=because, took_ms=_since(begun))


def _answer(
    line: socket.socket, target: Target, headers: Mapping[str, str], body: bytes, *, begun: float, until: float
) -> Answered:
    wire = h11.Connection(h11.CLIENT)
    said = [
        ("Host", target.host_header),
        ("Content-Length", str(len(body))),
        ("Connection", "close"),
        *headers.items(),
    ]
    request = h11.Request(method="POST", target=target.path, headers=said)
    line.settimeout(left_of(until))
    line.sendall(b"".join(wire.send(each) or b"" for each in (request, h11.Data(data=body), h11.EndOfMessage())))
    response = None
    beginning, heard = b"", 0
    try:
        while len(beginning) < SHOWN_BYTES:
            event = wire.next_event()
            if event is h11.NEED_DATA:
                if heard >= MOST_BYTES:
                    break
                line.settimeout(left_of(until))
                came = line.recv(4096)
                heard += len(came)
                wire.receive_data(came)
            elif isinstance(event, h11.Response):
                response = event
            elif isinstance(event, h11.Data):
                beginning += bytes(event.data)
            elif not isinstance(event, h11.InformationalResponse):
                break
    except (OSError, h11.ProtocolError):
        if response is None:
            raise
    if response is None:
        raise _Trouble("not_http")
    return Answered(
        status=response.status_code,
        took_ms=_since(begun),
        beginning=beginning[:SHOWN_BYTES].decode("utf-8", "replace"),
        retry_after=_retry_after(dict(response.headers)),
    )


def _retry_after(headers: Mapping[bytes, bytes]) -> int | None:
    """Seconds; a date (RFC 9110, 10.2.3) is left to our own schedule."""
    written = headers.get(b"retry-after", b"").decode("ascii", "replace").strip()
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 8 else None


def _since(begun: float) -> int:
    return round((monotonic() - begun) * 1000)
