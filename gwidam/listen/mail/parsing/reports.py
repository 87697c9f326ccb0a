"""Reports of machines: delivery (RFC 3464), disposition (RFC 8098), abuse (RFC 5965)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..mail import FailedRecipient, Report
from ..problems import Notebook
from .encoded_words import header_text
from .identifiers import parse_identifiers
from .parts import Part

_MOST = 500  # recipients of one report
_KINDS = {
    "message/delivery-status": "delivery",
    "message/global-delivery-status": "delivery",
    "message/disposition-notification": "disposition",
    "message/global-disposition-notification": "disposition",
    "message/feedback-report": "feedback",
}
_ORIGINALS = {"message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers"}
_FIELD = re.compile(r"(?m)^([A-Za-z][A-Za-z0-9-]{0,60})[ \t]*:[ \t]*((?:[^\r\n]|\r?\n[ \t])*)")
_BLOCKS = re.compile(r"\r?\n[ \t]*(?:\r?\n[ \t]*)+")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_LONGEST = 200_000  # bytes of a report that are looked at


def report_of(root: Part, notebook: Notebook) -> Report | None:
    """What its report parts say, with the identifiers of the mail that came back; None without one."""
    parts = list(root.walk())
    kind = next((_KINDS[part.type] for part in parts if part.type in _KINDS), None)
    if kind is None:
        return None
    told = [part for part in parts if _KINDS.get(part.type) == kind][:_MOST]
    texts = [notebook.decode(part.content()[:_LONGEST], part.charset, "report") for part in told]
    blocks = [dict(_fields(block, notebook)) for text in texts for block in _BLOCKS.split(text.strip())]
    originals = [part.content()[:_LONGEST] for part in parts if part.type in _ORIGINALS]
    return Report(
        kind=kind,
        recipients=tuple(_recipients(blocks[:_MOST], kind)),
        message_ids=_identifiers(blocks, originals),
        disposition=next((block["disposition"] for block in blocks if "disposition" in block), ""),
    )


def status_in(text: str) -> str:
    """The first enhanced status code (RFC 3463) of a text; empty without one."""
    found = _STATUS.search(text)
    return found[0] if found else ""


def _fields(block: str, notebook: Notebook) -> Iterator[tuple[str, str]]:
    for found in _FIELD.finditer(block):
        raw = found[2].encode("utf-8", "surrogateescape").decode("ascii", "surrogateescape")
        yield found[1].lower(), header_text(raw, notebook, where="report")


def _recipients(blocks: list[dict[str, str]], kind: str) -> Iterator[FailedRecipient]:
    for block in blocks:
        address = block.get("original-recipient") or block.get("final-recipient") or ""
        if kind == "delivery":
            address = block.get("final-recipient") or address
        if not address and not (kind == "delivery" and "action" in block):
            continue
        diagnostic = block.get("diagnostic-code", "")
        yield FailedRecipient(
            address=address.rpartition(";")[2].strip().strip("<>"),
            action=block.get("action", "").partition(" ")[0].lower(),
            status=status_in(block.get("status", "")) or status_in(diagnostic),
            diagnostic=diagnostic[:1000],
        )


def _identifiers(blocks: list[dict[str, str]], originals: list[bytes]) -> tuple[str, ...]:
    found: list[str] = []
    for block in blocks:
        found += parse_identifiers(block.get("original-message-id", ""))
    for raw in originals:
        head = raw.lstrip().replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode("ascii", "surrogateescape")
        for field in _FIELD.finditer(head):
            if field[1].lower() == "message-id":
                found += parse_identifiers(field[2])
    return tuple(dict.fromkeys(found))
