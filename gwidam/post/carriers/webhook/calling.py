"""One call: a POST, and what became of it."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from gwidam.core.outbound import NotHttp, NotPublic, Reach, Resolve, ask

SECONDS = 15.0  # for the whole call; Standard Webhooks: 15 to 30
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


def call(
    url: str,
    *,
    headers: Mapping[str, str],
    body: bytes,
    reach: Reach,
    resolve: Resolve = socket.getaddrinfo,
    seconds: float = SECONDS,
) -> Outcome:
    """POST `body` and read the status and the first bytes of the answer. Raises RuntimeError inside an open act."""
    begun = monotonic()
    try:
        reply = ask(
            "POST",
            url,
            headers=headers,
            body=body,
            reach=reach,
            resolve=resolve,
            most=SHOWN_BYTES,
            until=begun + seconds,
        )
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
    except NotHttp:
        because = "not_http"
    except ValueError as trouble:  # of `Reach.target`
        because = str(trouble)
    else:
        return Answered(
            status=reply.status,
            took_ms=_since(begun),
            beginning=reply.body.decode("utf-8", "replace"),
            retry_after=_seconds(reply.headers.get("retry-after", "")),
        )
    return Unreached(because=because, took_ms=_since(begun))


def _seconds(written: str) -> int | None:
    """Seconds; a date (RFC 9110, 10.2.3) is left to our own schedule."""
    plain = written.strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 8 else None


def _since(begun: float) -> int:
    return round((monotonic() - begun) * 1000)
