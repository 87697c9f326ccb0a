"""The tree of a mail's parts, from the standard library's parser, within bounds and with its gaps mended."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32

from ..problems import Notebook
from .encoded_words import header_text, octets
from .parameters import Value, media_type, parse_value
from .transfer import transferred

MOST_PARTS = 1000
DEEPEST = 100  # Postfix, mime_nesting_limit
LONGEST_HEADER = 102_400  # characters; Postfix, header_size_limit


class _Message(Message):
    """A message that also gives its body as it came; `get_payload` would replace what is not of its charset."""

    def raw_body(self) -> bytes:
        """The body before its transfer encoding is undone."""
        payload: object = vars(self).get("_payload")
        return octets(payload) if isinstance(payload, str) else b""


_PARSER = BytesParser(_Message, policy=compat32)
_LEADING = b"\xef\xbb\xbf\r\n"
_HEADER_LINE = re.compile(rb"[!-9;-~]{1,200}:")
_SPACED_NAME = re.compile(rb"(?m)^([!-9;-~]{1,200})[ \t]+:")
_KNOWN_HEADER = re.compile(
    rb"(?im)^(?:from|to|subject|date|message-id|mime-version|content-type|content-transfer-encoding|received"
    rb"|return-path|reply-to|cc)[ \t]*:"
)
_BLANK = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r")
_DELIMITER = re.compile(rb"(?m)^--([^\s-][^\r\n]{0,200}?)[ \t]*\r?\nContent-", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its type, what its headers say of it, and its raw body or its children.

    raw: the body before its transfer encoding is undone; empty for a multipart.
    """

    type: str
    parameters: dict[str, str]
    disposition: Value
    encoding: str
    content_id: str
    description: str
    raw: bytes = field(repr=False)
    children: tuple[Part, ...]
    problems: Notebook = field(repr=False)

    @property
    def is_multipart(self) -> bool:
        """Whether it only holds others."""
        return bool(self.children)

    @property
    def charset(self) -> str:
        """As declared; empty when it is not."""
        return self.parameters.get("charset", "").strip().lower()

    @property
    def filename(self) -> str:
        """As the sender wrote it; empty when there is none."""
        return self.disposition.parameters.get("filename") or self.parameters.get("name", "")

    def content(self) -> bytes:
        """The bytes it carries."""
        return transferred(self.raw, self.encoding, self.problems, where=self.filename or self.type)

    def walk(self) -> Iterator[Part]:
        """Itself and everything in it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def parse_message(raw: bytes, notebook: Notebook, *, only_headers: bool = False) -> Message:
    """The standard library's message; raises RecursionError for what is nested too deeply."""
    raw = raw.lstrip(_LEADING)
    mended = with_whole_headers(raw)
    if mended is not raw:
        notebook.note("headers-mended")
    return _PARSER.parsebytes(mended, headersonly=only_headers)


def with_whole_headers(raw: bytes) -> bytes:
    """Mend the header block: no space before a colon (RFC 5322, 4.5.8), and lines that are no headers continue
    the one before them, so that those after them are not lost.
    """
    end = _BLANK.search(raw)
    block = raw[: end.start()] if end else raw
    lines = _SPACED_NAME.sub(rb"\1:", block).splitlines(keepends=True)
    wrong = [number for number, line in enumerate(lines) if number and _is_no_header(line)]
    if wrong and _KNOWN_HEADER.search(b"".join(lines[wrong[0] + 1 :])):
        for number in wrong:
            lines[number] = b" " + lines[number]
    mended = b"".join(lines)
    return raw if mended == block else mended + raw[len(block) :]


def _is_no_header(line: bytes) -> bool:
    return line[:1] not in b" \t" and not _HEADER_LINE.match(line) and not line.startswith(b"From ")


def raw_headers(message: Message, notebook: Notebook) -> list[tuple[str, str]]:
    """(lower-case name, raw value) of every header in order; values too long are cut."""
    found = []
    for name, value in message.raw_items():
        if len(value) > LONGEST_HEADER:
            notebook.note("header-cut", name)
            value = value[:LONGEST_HEADER]
        found.append((name.strip().lower(), value))
    return found


def tree(message: Message, notebook: Notebook) -> Part:
    """The message as parts; what is beyond the bounds is left out and noted."""
    return _Planter(notebook).part(message, depth=0, default="text/plain")


class _Planter:
    """Counts the parts while it makes them."""

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook
        self.count = 0

    def part(self, message: Message, *, depth: int, default: str) -> Part:
        headers: dict[str, str] = {}
        for name, value in raw_headers(message, self.notebook):
            headers.setdefault(name, value)
        self.count += 1
        kind = parse_value(headers.get("content-type", ""), self.notebook, where="Content-Type")
        mime = media_type(kind.main) or default
        if message.defects:
            self.notebook.note("malformed", type(message.defects[0]).__name__)
        messages = self._messages(message, mime, depth)
        if mime.startswith("multipart/") and not messages:
            mime = "text/plain"
        children = self._children(messages, mime, depth) if mime.startswith("multipart/") else ()
        return Part(
            type=mime,
            parameters=kind.parameters,
            disposition=parse_value(headers.get("content-disposition", ""), self.notebook, where="file name"),
            encoding=headers.get("content-transfer-encoding", ""),
            content_id=headers.get("content-id", "").strip().strip("<>").strip(),
            description=header_text(headers.get("content-description", ""), self.notebook, where="description"),
            raw=b"" if children else _body(message),
            children=children,
            problems=self.notebook,
        )

    def _messages(self, message: Message, mime: str, depth: int) -> list[Message]:
        if not mime.startswith("multipart/"):
            return []
        if message.is_multipart():
            return _inner(message)
        self.notebook.note("boundary-missing")
        return _guessed(_body(message), mime, self.notebook) if depth < DEEPEST else []

    def _children(self, messages: list[Message], mime: str, depth: int) -> tuple[Part, ...]:
        if depth >= DEEPEST:
            self.notebook.note("too-deep")
            return ()
        default = "message/rfc822" if mime == "multipart/digest" else "text/plain"
        found = []
        for each in messages:
            if self.count >= MOST_PARTS:
                self.notebook.note("too-many-parts")
                break
            found.append(self.part(each, depth=depth + 1, default=default))
        return tuple(found)


def _guessed(body: bytes, mime: str, notebook: Notebook) -> list[Message]:
    """The parts of a multipart whose header forgot its boundary, or names another one."""
    found = _DELIMITER.search(body)
    if found is None:
        return []
    notebook.note("boundary-guessed")
    boundary = found[1].replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    again = _PARSER.parsebytes(b'Content-Type: %b; boundary="%b"\r\n\r\n%b' % (mime.encode(), boundary, body))
    return _inner(again)


def _body(message: Message) -> bytes:
    """The raw body; of an attached mail, the mail itself."""
    if message.is_multipart():
        return b"".join(map(_whole, _inner(message)))
    return message.raw_body() if isinstance(message, _Message) else b""


def _inner(message: Message) -> list[Message]:
    """The messages in a message; none where the parser found only text."""
    payload = message.get_payload()
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _whole(message: Message) -> bytes:
    try:
        return message.as_bytes()
    except (KeyError, UnicodeError, AttributeError, TypeError, ValueError):
        headers = "".join(f"{name}:{value}\n" for name, value in message.raw_items())
        return octets(headers) + b"\n" + _body(message)
