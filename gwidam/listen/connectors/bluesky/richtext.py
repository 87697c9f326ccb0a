"""Marks on a text (facets). They count bytes of its UTF-8, from the first to the one after the last."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from ..replies import list_of, part_of, text_of
from ..wording import links

# A handle is a name of the domain name system (atproto.com/specs/handle), so it has a dot.
_HANDLE = re.compile(
    r"(?<![\w@/.-])@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)", re.IGNORECASE
)


def with_links(text: str, facets: list[Any]) -> str:
    """The text with the whole address in the place of each link that shows only its beginning.

    Marks that overlap, end outside of the text or inside of a letter are those of a broken or hostile client, and are
    passed over.
    """
    raw = text.encode("utf-8", "surrogatepass")
    found, end = [], 0
    for start, after, address in sorted(_links(facets, len(raw))):
        shown = raw[start:after]
        if start < end or not _is_text(raw[end:start]) or not _is_text(shown):
            continue
        found += [raw[end:start], _whole(shown.decode(), address).encode("utf-8", "surrogatepass")]
        end = after
    return b"".join([*found, raw[end:]]).decode("utf-8", "surrogatepass")


def named(text: str) -> list[str]:
    """The handles that a text names, each once, in small letters."""
    return list(dict.fromkeys(each.lower() for each in _HANDLE.findall(text)))


def facets(text: str, dids: Mapping[str, str]) -> list[dict[str, Any]]:
    """Marks for the links of a text, and for the handles in it whose owners are known: {handle: DID}."""
    linked = [(span, {"$type": "app.bsky.richtext.facet#link", "uri": text[slice(*span)]}) for span in links(text)]
    mentions = [
        (found.span(), {"$type": "app.bsky.richtext.facet#mention", "did": dids[found[1].lower()]})
        for found in _HANDLE.finditer(text)
        if found[1].lower() in dids and not any(start <= found.start() < end for (start, end), _ in linked)
    ]
    return [
        {"index": {"byteStart": _bytes(text[:start]), "byteEnd": _bytes(text[:end])}, "features": [feature]}
        for (start, end), feature in sorted([*linked, *mentions], key=lambda each: each[0])
    ]


def _links(marks: list[Any], most: int) -> list[tuple[int, int, str]]:
    found = []
    for mark in marks:
        start, end = part_of(mark, "index", "byteStart"), part_of(mark, "index", "byteEnd")
        address = next((text_of(each, "uri") for each in list_of(mark, "features") if text_of(each, "uri")), "")
        if address and isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= most:
            found.append((start, end, address))
    return found


def _whole(shown: str, address: str) -> str:
    """What is written of a link so that nothing of its address is lost."""
    bare = address.removeprefix("https://").removeprefix("http://")
    if shown in (address, bare):
        return shown
    return address if bare.startswith(shown.rstrip("….")) else f"{shown} ({address})"


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def _bytes(text: str) -> int:
    return len(text.encode())
