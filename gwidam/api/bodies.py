"""Bodies as they come and go: JSON read strictly, half an emoji forgiven."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, NoReturn, cast

import orjson
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.handlers.wsgi import LimitedStream
from django.http import HttpRequest
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

from .problems import NotReadable, OtherType

LONGEST_LINE = 8 * 1024 * 1024
PIECE = 64 * 1024


class JsonBodies(Parser):
    """Reads a body of JSON and keeps it on the request as `sent`."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body. Raises OtherType, NotReadable, RequestDataTooBig."""
        sent = parse(bytes_of(request))
        request.sent = sent  # type: ignore[attr-defined]
        return sent


class JsonAnswers(BaseRenderer):
    """Writes what orjson writes: dates in ISO 8601, UTF-8."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """The body of an answer."""
        return orjson.dumps(data)


def bytes_of(request: HttpRequest) -> bytes:
    """The whole body, also one sent in chunks; at most DATA_UPLOAD_MAX_MEMORY_SIZE bytes."""
    if request.content_type and not _is_json(request.content_type):
        raise OtherType(
            ko="Content-Type: application/json으로 보내 주세요.",
            en="Send it with Content-Type: application/json.",
        )
    if len(request.body) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:  # sent in chunks: its length was not told
        raise RequestDataTooBig
    return request.body


def take_chunks(request: HttpRequest) -> None:
    """Let a body that is sent in chunks be read as any other: Django takes one without a length for empty."""
    if is_chunked(request):
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1
        request._stream = LimitedStream(request.META["wsgi.input"], most)  # type: ignore[assignment]  # noqa: SLF001


def _is_json(media_type: str) -> bool:
    return media_type == "application/json" or media_type.endswith("+json")


def is_chunked(request: HttpRequest) -> bool:
    """Whether the length is not told beforehand, and the server says where the body ends (as granian does)."""
    return not request.META.get("CONTENT_LENGTH") and bool(request.META.get("wsgi.input_terminated"))


def stream_of(request: HttpRequest) -> BinaryIO:
    """The body to read from piece by piece, however long."""
    return cast(BinaryIO, request.META["wsgi.input"] if is_chunked(request) else request)


def lines_of(stream: BinaryIO) -> Iterator[bytes | None]:
    """Lines without their ends; None for one longer than LONGEST_LINE, which is read over, not kept."""
    held = bytearray()
    is_over = False
    while piece := stream.read(PIECE):
        start = 0
        while (end := piece.find(b"\n", start)) >= 0:
            held += piece[start:end]
            yield None if is_over or len(held) > LONGEST_LINE else bytes(held)
            held.clear()
            is_over, start = False, end + 1
        held += piece[start:]
        if len(held) > LONGEST_LINE:
            is_over = True
            held.clear()
    if held or is_over:
        yield None if is_over else bytes(held)


def parse(body: bytes) -> Any:
    """JSON (RFC 8259) as Python values. Raises NotReadable.

    Text cut in the middle of an emoji is spelt as a lone surrogate, which no database keeps: it is left out
    rather than the voice refused.
    """
    try:
        return orjson.loads(body)
    except ValueError as error:
        first = error
    try:
        read = json.loads(body, parse_constant=_no_constant)
        spelt = json.dumps(read, ensure_ascii=False).encode("utf-16-le", "surrogatepass")
        return orjson.loads(spelt.decode("utf-16-le", "ignore"))
    except (ValueError, RecursionError):
        raise NotReadable(
            ko=f"올바른 JSON이 아닙니다({getattr(first, 'lineno', 1)}번째 줄, "
            f"{getattr(first, 'colno', 1)}번째 글자).",
            en=f"This is not JSON ({first}).",
        ) from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def digest_of(sent: Any) -> str:
    """SHA-256 of a body, the same for the same JSON however it is spaced and its members are ordered."""
    return hashlib.sha256(orjson.dumps(sent, option=orjson.OPT_SORT_KEYS)).hexdigest()
