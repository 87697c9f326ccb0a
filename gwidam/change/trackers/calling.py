"""The one place from which a tracker is called: a request, an answer, no redirect, no more bytes than wanted."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from time import monotonic
from typing import Any

from gwidam.core.ledger import is_acting
from gwidam.core.outbound import NotPublic, house_reach, line_to

PATIENCE = 15.0  # seconds for one answer, from the connection to its last byte
MOST_BYTES = 4_000_000  # of an answer: a hundred issues with long texts
_PIECE = 65_536


class Away(Exception):
    """Nothing came back that is an answer."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request. body: JSON, or None for a GET."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. headers: by their names in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """What it says. Raises ValueError where that is no JSON."""
        return json.loads(self.body)


def call(asked: Call) -> Reply:
    """Ask, whatever the answer's status is. Raises Away where none comes, ValueError for an address that is never
    called (see `core.outbound`).

    A redirect is an answer like others: the token is for one address, and is not carried on to another.
    Refuses while a transaction is open: a slow server would hold its locks.
    """
    if is_acting():
        raise AssertionError("a tracker was called inside an open act")
    reach = house_reach()
    target = reach.target(asked.url)
    connection = HTTPConnection(target.host, target.port)
    body = None if asked.body is None else json.dumps(asked.body).encode()
    headers = {**asked.headers, **({} if body is None else {"Content-Type": "application/json"})}
    until = monotonic() + PATIENCE
    try:
        connection.sock = line_to(target, reach, until=until)  # a name would be looked up again
        connection.request(asked.method, target.path, body=body, headers={"Host": target.host_header, **headers})
        answer = connection.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Reply(answer.status, told, _read(answer, until))
    except NotPublic:
        raise ValueError("not_public") from None
    except (OSError, HTTPException) as error:
        raise Away(type(error).__name__) from error
    finally:
        connection.close()


def _read(answer: HTTPResponse, until: float) -> bytes:
    """All of it. Raises Away for one that is too long, or comes too slowly."""
    pieces, size = [], 0
    while piece := answer.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > MOST_BYTES or monotonic() > until:
            raise Away("too long")
    return b"".join(pieces)
