"""Who calls: a key (people.Token) acts as its employee, through the same door policy as any page."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from ninja.security.base import AuthBase

from gwidam.people.door import must
from gwidam.people.models import Employee, Token
from gwidam.people.queries import token_with
from gwidam.people.verbs.tokens import hash_of

from .problems import NoKey, OutOfScope
from .rate import count


class Caller(HttpRequest):
    """A request whose key was found good."""

    auth: Token


class Key(AuthBase):
    """Lets a request pass whose key is good, has the scope, and whose employee the door policy lets in."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, scope: str, action: str) -> None:
        self.scope, self.action = scope, action
        super().__init__()

    def __call__(self, request: HttpRequest) -> Token | None:
        """The key. None where none was given; raises NoKey, OutOfScope, NotYours, TooMany."""
        scheme, _, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            return None
        return token_of(secret, self.scope, self.action)


def token_of(secret: str, scope: str, action: str) -> Token:
    """The key with this secret. Raises NoKey, OutOfScope, NotYours, TooMany."""
    at = timezone.now()
    token = token_with(hash_of(secret.strip()))
    if token is None or not token.is_good(at) or not token.employee.is_active:
        raise NoKey(
            ko="모르는 열쇠이거나, 기한이 지났거나, 거둔 열쇠입니다.",
            en="This key is unknown, expired or revoked.",
        )
    if scope not in token.scopes:
        raise OutOfScope(
            ko=f"이 열쇠에는 {scope} 범위가 없습니다.", en=f"This key lacks the scope {scope}.", scope=scope
        )
    must(token.employee, action)
    count(token.pk, most=settings.API_RATE)
    note_use(token, at)
    return token


def note_use(token: Token, at: datetime) -> None:
    """Keep when a key was last used, to five minutes."""
    if not token.was_used_lately(at):
        Token.objects.filter(pk=token.pk).update(used_at=at)
        token.used_at = at


def caller(request: HttpRequest) -> Employee:
    """The employee the key acts as."""
    token: Token = request.auth  # type: ignore[attr-defined]
    return token.employee
