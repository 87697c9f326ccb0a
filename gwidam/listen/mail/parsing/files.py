"""Parts that are files, as attachments; bundles of Outlook and files written into the text are opened."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from gwidam.core.text.clean import clean_name

from ..mail import Attachment
from ..problems import Notebook
from .encoded_words import visible
from .parts import Part
from .tnef import Bundled, Damaged, bundled_files

_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_UNKNOWN = "application/octet-stream"


def attachment(
    content: bytes, *, name: str, kind: str, content_id: str = "", is_inline: bool = False
) -> Attachment:
    """An attachment with its size and hash; the name is made fit for any file system, "" stays nameless."""
    return Attachment(
        name=clean_name(name) if name.strip() else "",
        type=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content_id=content_id,
        is_inline=is_inline,
        content=content,
    )


def attachments_of(part: Part, *, is_picture: bool, letter: str, notebook: Notebook) -> Iterator[Attachment]:
    """The attachment a part is, or those it bundles; `letter` is the HTML whose `cid:` references count."""
    content = part.content()
    if part.type in _TNEF or part.filename.lower() == "winmail.dat":
        opened = list(_opened(content, notebook))
        yield from opened
        if opened:
            return
    is_named = bool(part.content_id) and f"cid:{part.content_id}" in letter
    yield attachment(
        content,
        name=part.filename,
        kind=part.type,
        content_id=part.content_id,
        is_inline=is_named or (is_picture and part.disposition.main == "inline"),
    )


def uuencoded(raw_name: bytes, content: bytes, notebook: Notebook) -> Attachment:
    """A file that stood in the text."""
    return attachment(content, name=visible(notebook.decode(raw_name, "", "file name")), kind=_UNKNOWN)


def _opened(content: bytes, notebook: Notebook) -> Iterator[Attachment]:
    try:
        files = bundled_files(content)
    except Damaged as trouble:
        notebook.note("tnef")
        files = trouble.files
    for each in files:
        yield attachment(each.content, name=_name(each, notebook), kind=each.type.lower() or _UNKNOWN)


def _name(bundled: Bundled, notebook: Notebook) -> str:
    return visible(bundled.wide_name or notebook.decode(bundled.name, "", "file name"))
