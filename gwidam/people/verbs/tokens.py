"""Keys for other systems: shown once, kept as a hash, acting in a named person's name."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.errors import NotValid
from gwidam.core.ledger import record, verb

from .. import events
from ..models import Employee, Token

SCOPES = {
    "voices:write": "give voices, one or in bulk",
    "voices:read": "read voices",
    "cases:read": "read cases",
    "cases:write": "work on cases: hand over, accept, bounce, promise, answer, close, reopen",
    "improvements:read": "read improvements",
    "improvements:write": "propose improvements, link voices to them, support them",
    "webhooks:read": "read webhooks and their health",
    "webhooks:write": "add webhooks, try them, send again",
}
PREFIX = "gwd_"


def hash_of(secret: str) -> str:
    """What is kept of a key: SHA-256, enough for 256 random bits."""
    return hashlib.sha256(secret.encode()).hexdigest()


@verb
def make_token(
    *,
    name: str,
    scopes: Sequence[str],
    employee: Employee,
    by: Actor,
    at: datetime,
    expires_at: datetime | None = None,
) -> tuple[Token, str]:
    """(row, the key itself): the key can never be shown again. Raises NotValid on an unknown scope."""
    unknown = set(scopes) - SCOPES.keys()
    if unknown or not scopes:
        raise NotValid(
            ko=f"모르는 범위입니다: {', '.join(sorted(unknown))}. 쓸 수 있는 범위: {', '.join(SCOPES)}",
            en=f"Unknown scope: {', '.join(sorted(unknown))}. Allowed: {', '.join(SCOPES)}",
            field="scopes",
        )
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        name=name,
        hash=hash_of(secret),
        scopes=sorted(set(scopes)),
        employee=employee,
        made_at=at,
        expires_at=expires_at,
    )
    record(
        events.TokenMade(token_id=token.pk, name=name, scopes=token.scopes),
        by=by,
        at=at,
        about=f"token:{token.pk}",
    )
    return token, secret


@verb
def revoke_token(*, token: Token, by: Actor, at: datetime) -> None:
    """Close a key at once (other processes learn it within seconds)."""
    if token.revoked_at is not None:
        return
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    record(events.TokenRevoked(token_id=token.pk, name=token.name), by=by, at=at, about=f"token:{token.pk}")
