"""Raw mails for tests, put together from what differs."""

from __future__ import annotations

import base64
from typing import Any

HEADERS = {
    "From": "Hong <hong@example.kr>",
    "To": "voc@gwidam.example",
    "Subject": "hello",
    "Date": "Sun, 22 Nov 2026 15:00:00 +0900",
    "Message-ID": "<1@example.kr>",
    "MIME-Version": "1.0",
}


def raw_mail(body: bytes = b"hi\n", **headers: str | bytes | None) -> bytes:
    """A raw mail; a header given as None is left out, underscores in names are hyphens."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = []
    for name, value in {**HEADERS, **given}.items():
        if value is not None:
            lines.append(name.encode() + b": " + (value if isinstance(value, bytes) else value.encode("ascii")))
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def multipart(kind: str, *parts: bytes, boundary: str = "=_b") -> Any:
    """What `raw_mail` takes for a mail of several parts, each with its headers."""
    mark = b"--" + boundary.encode()
    body = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"
    return {"Content_Type": f'multipart/{kind}; boundary="{boundary}"', "body": body}


def part(kind: str, body: bytes | str, *, encode: bool = False, **headers: str | bytes) -> bytes:
    """One part; with `encode` its body is base64."""
    raw = body.encode() if isinstance(body, str) else body
    lines = [b"Content-Type: " + kind.encode()]
    for name, value in headers.items():
        lines.append(
            name.replace("_", "-").encode() + b": " + (value if isinstance(value, bytes) else value.encode())
        )
    if encode:
        lines.append(b"Content-Transfer-Encoding: base64")
        raw = base64.encodebytes(raw)
    return b"\r\n".join(lines) + b"\r\n\r\n" + raw


def word(text: str, charset: str, label: str | None = None) -> str:
    """One encoded word of RFC 2047 in base64."""
    return f"=?{label or charset}?B?{base64.b64encode(text.encode(charset)).decode()}?="
