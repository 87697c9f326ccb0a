"""Who asks, for which channel, and in which form; and what is answered when something is wrong."""

from __future__ import annotations

import base64
import functools
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt

from gwidam.core.errors import NotFound, NotValid, Refused
from gwidam.core.text import clean
from gwidam.listen.models import Channel
from gwidam.listen.queries import open_channels
from gwidam.people.door import PUBLIC, door
from gwidam.people.models import Employee, Token

from ..keys import token_of
from ..problems import NoKey
from .shapes import ERRORS, rows_as

# "403 for a missing or wrong api_key, 404 for what is unknown, 400 for everything else"; too many keep their own.
STATUSES = {401: 403, 403: 403, 404: 404, 429: 429}
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Asked:
    """One call: what was sent with it, the form of the answer, and the channel it is about."""

    request: HttpRequest
    form: str
    channel: Channel

    def given(self, name: str) -> str:
        """An argument, cleaned; an empty one is as good as none."""
        return clean(self.sent.get(name, "")).text.strip()

    @property
    def sent(self) -> Any:
        return self.request.POST if self.request.method == "POST" else self.request.GET

    def needed(self, name: str) -> str:
        """An argument that has to be there. Raises NotValid."""
        if found := self.given(name):
            return found
        raise NotValid(ko=f"{name} 값이 필요합니다.", en=f"{name} is required.", field=name)

    def key(self, scope: str, action: str) -> Token:
        """The key it was sent with. Raises what `token_of` does, and NoKey where there is none."""
        secret = self._secret
        if not secret:
            raise NoKey(ko="api_key 값이 필요합니다.", en="api_key is required.")
        return token_of(secret, scope, action)

    def reader(self) -> Employee | None:
        """Whom the key reads for; None where none was sent."""
        return self.key("voices:read", "see cases").employee if self._secret else None

    @property
    def _secret(self) -> str:
        """The key as `api_key`, else as it stands in the address or the header: some clients send none in a list."""
        return self.given("api_key") or key_in(self.request.headers.get("Authorization", ""))

    def moment(self, name: str) -> datetime | None:
        """A W3C date and time; one without a zone is of the house. Raises NotValid."""
        written = self.given(name).replace(" ", "+")  # a plus that was not escaped in the address
        if not written:
            return None
        try:
            found = parse_datetime(written)
        except ValueError:
            found = None
        if found is None or not 1900 <= found.year <= 2100:
            raise NotValid(
                ko=f"{name}: 2026-11-22T09:00:00+09:00처럼 적어 주세요.",
                en=f"{name}: write it as 2026-11-22T09:00:00+09:00.",
                field=name,
            )
        return found if timezone.is_aware(found) else timezone.make_aware(found)

    def degrees(self, name: str, most: float) -> float | None:
        """A WGS84 coordinate between -most and most. Raises NotValid."""
        written = self.given(name)
        if not written:
            return None
        try:
            found = float(written)
        except ValueError:
            found = math.nan
        if not -most <= found <= most:
            raise NotValid(
                ko=f"{name}: -{most:g}에서 {most:g} 사이의 수여야 합니다.",
                en=f"{name}: a number from -{most:g} to {most:g}.",
                field=name,
            )
        return found


def key_in(header: str) -> str:
    """The key of an Authorization header: Bearer, or Basic as programs make it of https://key:KEY@house/ (RFC 7617);
    empty for any other."""
    scheme, _, told = header.partition(" ")
    if scheme.lower() == "bearer":
        return told.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        name, _, word = base64.b64decode(told.strip(), validate=True).decode().partition(":")
    except ValueError:
        return ""
    return word or name


View = Callable[Concatenate[Asked, P], HttpResponse]


def spoken(*methods: str) -> Callable[[View[P]], Callable[..., HttpResponseBase]]:
    """Make an address of a function of `Asked`: whatever is wrong is answered as the specification says."""

    def speaking(view: View[P]) -> Callable[..., HttpResponseBase]:
        @csrf_exempt
        @door(PUBLIC)  # the key that a call needs is asked for by the call itself
        @functools.wraps(view)
        def answering(request: HttpRequest, form: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method not in methods:
                wrong = {"code": 405, "description": f"{request.method} is not taken here."}
                response = rows_as(form, ERRORS, [wrong], status=405)
                response["Allow"] = ", ".join(methods)
                return response
            try:
                return view(Asked(request, form, _channel(request)), *args, **kwargs)
            except Refused as refused:
                status = STATUSES.get(refused.status, 400)
                return rows_as(form, ERRORS, [{"code": status, "description": str(refused)}], status=status)

        return answering

    return speaking


def jurisdictions() -> list[Channel]:
    """The channels that are spoken through in this way."""
    return [each for each in open_channels() if each.kind == Channel.Kind.OPEN311]


def _channel(request: HttpRequest) -> Channel:
    """The jurisdiction; it need not be named where there is one. Raises NotFound, NotValid."""
    named = request.GET.get("jurisdiction_id") or request.POST.get("jurisdiction_id")
    found = jurisdictions()
    if named:
        found = [each for each in found if each.code == named]
    if len(found) > 1:
        raise NotValid(ko="jurisdiction_id 값이 필요합니다.", en="jurisdiction_id is required.")
    if not found:
        raise NotFound(ko="그런 jurisdiction_id는 없습니다.", en="There is no such jurisdiction.")
    return found[0]
