"""What went wrong, for programs: RFC 9457 problem documents, in the language of Accept-Language."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import ConfigDict, Field

from gwidam.core.errors import Refused
from gwidam.core.views import RETRY_AFTER
from gwidam.core.words import Said, reading_language

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:gwidam:problem:"


class NotReadable(Refused):
    """The body is not what it says it is."""

    status = 400
    slug = "not-readable"


class NoKey(Refused):
    """No key, or one that is not good."""

    status = 401
    slug = "no-key"


class OutOfScope(Refused):
    """The key is good, but not for this."""

    status = 403
    slug = "out-of-scope"


class TooLarge(Refused):
    """More than one request may hold."""

    status = 413
    slug = "too-large"


class OtherType(Refused):
    """A media type that is not read here."""

    status = 415
    slug = "other-type"


class TooMany(Refused):
    """More requests than the key may make."""

    status = 429
    slug = "too-many"


class FieldError(Schema):
    """One field, and what is wrong with it."""

    field: str = Field(description="path in the body, such as customer.name, or the name of a parameter")
    detail: str


class Problem(Schema):
    """RFC 9457. What else is known, such as who was faster, stands beside these members."""

    model_config = ConfigDict(extra="allow")

    type: str = Field(description=f"{TYPE}<name>: the same for the same kind of trouble in every language")
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []


TITLES: Mapping[str, Said] = {
    "not-readable": Said("읽을 수 없는 요청", "The request cannot be read"),
    "no-key": Said("열쇠가 필요합니다", "A key is needed"),
    "out-of-scope": Said("이 열쇠로는 할 수 없는 일", "The key does not reach this far"),
    "not-yours": Said("권한이 없습니다", "Not open to this role"),
    "not-found": Said("찾을 수 없습니다", "There is no such thing"),
    "no-such-method": Said("여기서는 쓰지 않는 방식", "Not a method of this address"),
    "not-now": Said("지금은 할 수 없습니다", "Not possible now"),
    "key-reused": Said("같은 열쇠, 다른 내용", "Same delivery, other content"),
    "refused": Said("받아들일 수 없습니다", "Refused"),
    "too-large": Said("너무 큽니다", "Too large"),
    "other-type": Said("읽지 않는 형식", "Not a type that is read here"),
    "not-valid": Said("내용을 다시 확인해 주세요", "Something in it is not right"),
    "too-many": Said("너무 잦은 요청", "Too many requests"),
    "broken": Said("고장", "Something broke"),
    "away": Said("잠시 쉬는 중", "Away for a moment"),
}

BROKEN = Said("저희 쪽에서 문제가 생겼습니다.", "Something broke on our side.")
AWAY = Said(
    "데이터베이스가 잠시 응답하지 않습니다. 곧 다시 보내 주세요.",
    "The database does not answer at the moment; please send it again soon.",
)
NO_METHOD = Said("이 주소에서 쓰지 않는 방식입니다.", "This address does not take that method.")
NO_ADDRESS = Said("그런 주소가 없습니다.", "There is no such address.")
FIELDS = Said("보내신 내용 가운데 고칠 곳이 있습니다.", "Some of what was sent cannot be taken as it is.")

# What pydantic says in English, by its error type; {places} are filled from its context.
_FIELD_ERRORS: Mapping[str, Said] = {
    "missing": Said("꼭 있어야 합니다.", "It is required."),
    "string_type": Said("글자여야 합니다.", "It must be a string."),
    "string_too_short": Said("비어 있습니다.", "It is empty."),
    "string_too_long": Said("{max_length}자까지 쓸 수 있습니다.", "It may have {max_length} characters."),
    "bool_type": Said("true나 false여야 합니다.", "It must be true or false."),
    "bool_parsing": Said("true나 false여야 합니다.", "It must be true or false."),
    "int_type": Said("정수여야 합니다.", "It must be a whole number."),
    "int_parsing": Said("정수여야 합니다.", "It must be a whole number."),
    "float_type": Said("수여야 합니다.", "It must be a number."),
    "float_parsing": Said("수여야 합니다.", "It must be a number."),
    "finite_number": Said("유한한 수여야 합니다.", "It must be a finite number."),
    "greater_than_equal": Said("{ge} 이상이어야 합니다.", "It must be at least {ge}."),
    "less_than_equal": Said("{le} 이하여야 합니다.", "It must be at most {le}."),
    "literal_error": Said("다음 중 하나여야 합니다: {expected}", "It must be one of {expected}."),
    "model_type": Said("JSON 객체여야 합니다.", "It must be a JSON object."),
    "model_attributes_type": Said("JSON 객체여야 합니다.", "It must be a JSON object."),
    "dict_type": Said("JSON 객체여야 합니다.", "It must be a JSON object."),
    "list_type": Said("JSON 배열이어야 합니다.", "It must be a JSON array."),
}
_ANY_MOMENT = Said(
    "2026-11-22T09:00:00+09:00처럼 1900년에서 2100년 사이의 날짜와 시각을 적어 주세요.",
    "Write a date and time between 1900 and 2100, such as 2026-11-22T09:00:00+09:00.",
)
_ANY_ERROR = Said("받아들일 수 없는 값입니다.", "This value cannot be taken.")


def problem(
    slug: str, status: int, detail: Said, *, errors: Iterable[Mapping[str, str]] = (), **more: Any
) -> HttpResponse:
    """A problem document in the reader's language; `more` are further members."""
    language = reading_language()
    document = {
        "type": TYPE + slug,
        "title": TITLES[slug].into(language),
        "status": status,
        "detail": detail.into(language),
        **{name: value for name, value in more.items() if value is not None},
    }
    if errors := list(errors):
        document["errors"] = errors
    response = HttpResponse(orjson.dumps(document, default=str), status=status, content_type=MEDIA_TYPE)
    if status == 401:
        response["WWW-Authenticate"] = 'Bearer realm="gwidam"'
    if status == 503:
        response["Retry-After"] = RETRY_AFTER
    return response


def field_errors(found: Iterable[Mapping[str, Any]], *, is_line: bool = False) -> list[dict[str, str]]:
    """[{field, detail}] in the reader's language from what pydantic found in a request, or in one line of it."""
    language = reading_language()
    return [
        {"field": _path(each.get("loc", ()), is_line=is_line), "detail": _sentence(each).into(language)}
        for each in found
    ]


def _path(place: Iterable[Any], *, is_line: bool) -> str:
    """('body', 'sent', 'customer', 'name') -> 'customer.name': a body is named after its parameter first."""
    parts = [str(each) for each in place]
    if not is_line:
        parts = parts[2:] if parts[0] == "body" else parts[1:]
    return ".".join(parts) or "body"


def _sentence(found: Mapping[str, Any]) -> Said:
    kind = str(found.get("type"))
    if kind.startswith(("datetime", "timezone", "date_")):
        return _ANY_MOMENT
    said = _FIELD_ERRORS.get(kind, _ANY_ERROR)
    places = found.get("ctx") or {}
    try:
        return Said(said.ko.format_map(places), said.en.format_map(places))
    except (KeyError, ValueError):
        return _ANY_ERROR


def refusal(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The sentence of a refused verb, with its status."""
    more = dict(refused.more)
    field = more.pop("field", None)
    wait = more.pop("retry_after", None)
    errors = [{"field": str(field), "detail": str(refused)}] if field else []
    response = problem(refused.slug, refused.status, refused.said, errors=errors, **more)
    if wait is not None:
        response["Retry-After"] = str(wait)
    return response


def unread(request: HttpRequest, error: HttpError) -> HttpResponse:
    """What the parser of bodies refused: Ninja hands every trouble of it over as one."""
    cause = error.__cause__
    if isinstance(cause, RequestDataTooBig):
        return too_large(request, cause)
    return refusal(request, cause) if isinstance(cause, Refused) else broken(request, error)


def not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """422 with every field that is not right."""
    return problem("not-valid", 422, FIELDS, errors=field_errors(error.errors))


def no_key(request: HttpRequest, error: Exception) -> HttpResponse:
    """401 where no key was given."""
    return refusal(
        request,
        NoKey(
            ko="Authorization 머리글에 “Bearer <열쇠>”를 넣어 주세요. 열쇠는 `gwidam token`으로 만듭니다.",
            en="Send “Authorization: Bearer <key>”; a key is made by `gwidam token`.",
        ),
    )


def too_large(request: HttpRequest, error: Exception) -> HttpResponse:
    """413 for a body that is larger than one voice can be."""
    return refusal(
        request,
        TooLarge(
            ko="한 번에 8MB까지 받습니다. 많은 말씀은 /api/v1/voices:bulk로 보내 주세요.",
            en="A request may hold 8 MB; send many voices to /api/v1/voices:bulk.",
        ),
    )


def cut_off(request: HttpRequest, error: Exception) -> HttpResponse:
    """400 where the sender stopped in the middle; it will hardly be read."""
    return refusal(request, NotReadable(ko="본문이 중간에 끊겼습니다.", en="The body broke off in the middle."))


def away(request: HttpRequest, error: Exception) -> HttpResponse:
    """503 while PostgreSQL is away; nothing was stored."""
    log.warning("the database is away: %s", " ".join(str(error).split()))
    return problem("away", 503, AWAY)


def broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """500, written to the log with its trace; the answer gives nothing away."""
    log.error("%s %s broke", request.method, request.path, exc_info=error)
    return problem("broken", 500, BROKEN)


def speak_problems(api: NinjaAPI) -> None:
    """Answer every kind of trouble of this API with a problem document."""
    api.add_exception_handler(Exception, broken)  # type: ignore[arg-type]  # told as class or instance
    for kind, handler in (
        (Refused, refusal),
        (ValidationError, not_valid),
        (HttpError, unread),
        (AuthenticationError, no_key),
        (RequestDataTooBig, too_large),
        (UnreadablePostError, cut_off),
        (OperationalError, away),
        (InterfaceError, away),
    ):
        api.add_exception_handler(kind, handler)  # type: ignore[arg-type]
