"""Files that hold many mails one after the other (mbox)."""

from __future__ import annotations

import re
from collections.abc import Iterator

# RFC 4155; the year at the end tells it from a sentence that begins with "From".
_START = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\n\r\n))From [^\r\n]{1,200}\d{4}(?: [+-]\d{4})?[ \t]*\r?\n")
_ESCAPED = re.compile(rb"(?m)^>(>*From )")


def mails_in(raw: bytes) -> Iterator[bytes]:
    """The raw mails of a file; the file itself where it is no mbox, or holds a single mail."""
    starts = list(_START.finditer(raw)) if raw.startswith(b"From ") else []
    if len(starts) < 2:
        yield raw
        return
    ends = [start.start() for start in starts[1:]] + [len(raw)]
    for start, end in zip(starts, ends, strict=True):
        yield _ESCAPED.sub(rb"\1", raw[start.end() : end])
