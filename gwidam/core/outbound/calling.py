"""A call with its whole answer: what connectors are asked through."""

from __future__ import annotations

import json
from time import monotonic

from ..calls import Call, Reply
from . import NotHttp, NotPublic, ask, house_reach

PATIENCE = 15.0  # seconds for one answer, from the connection to its last byte
MOST_BYTES = 4_000_000  # of an answer: a hundred issues with long texts


class Away(Exception):
    """Nothing came back that is an answer."""


def call(asked: Call) -> Reply:
    """Ask, whatever the answer's status is. Raises Away where none comes whole, ValueError for an address that is
    never called (see `outbound`), RuntimeError inside an open act.

    A redirect is an answer like others: the token is for one address, and is not carried on to another.
    """
    body = None if asked.body is None else json.dumps(asked.body).encode()
    headers = {**asked.headers, **({} if body is None else {"Content-Type": "application/json"})}
    try:
        reply = ask(
            asked.method,
            asked.url,
            headers=headers,
            body=body,
            reach=house_reach(),
            most=MOST_BYTES,
            until=monotonic() + PATIENCE,
        )
    except NotPublic:
        raise ValueError("not_public") from None
    except (OSError, NotHttp) as error:
        raise Away(type(error).__name__) from error
    if not reply.is_whole:
        raise Away("it broke off, or is too long")
    return Reply(reply.status, reply.headers, reply.body)
