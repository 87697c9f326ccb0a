"""References between mails, as headers that no folding breaks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email import policy
from email.headerregistry import HeaderRegistry, UniqueUnstructuredHeader
from typing import Any

MOST = 20  # of one References: the first, and the newest
# RFC 5322, 3.6.4, generously: what other programs call their mails, but nothing that could end the header or its line.
_IDENTIFIER = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]{1,250}")


class IdentifiersHeader(UniqueUnstructuredHeader):
    """Message-ID, In-Reply-To and References, one identifier a line.

    The library takes an identifier longer than a line for a word to be encoded, and then no program knows it again;
    a long Message-ID it puts on a line of its own, where some programs do not find it.
    """

    name: str

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Take the value as it stands: what looks like an encoded word within an identifier is none."""
        UniqueUnstructuredHeader.parse(value, kwds)
        kwds["decoded"] = value

    def fold(self, *, policy: policy.EmailPolicy) -> str:
        """The header as it is sent."""
        return f"{self.name}: {f'{policy.linesep} '.join(str(self).split())}{policy.linesep}"


def _headers() -> HeaderRegistry:
    made = HeaderRegistry()
    for name in ("message-id", "in-reply-to", "references"):
        made.map_to_type(name, IdentifiersHeader)  # type: ignore[arg-type] # the registry makes a header of it
    return made


POLICY = policy.default.clone(header_factory=_headers())


def bounded(identifiers: Iterable[str]) -> list[str]:
    """Those that can stand in a header, each once, newest last: the first and the newest where there are many."""
    found = [each for each in dict.fromkeys(identifiers) if _IDENTIFIER.fullmatch(each)]
    return found if len(found) <= MOST else [found[0], *found[1 - MOST :]]
