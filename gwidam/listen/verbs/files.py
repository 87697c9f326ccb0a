"""Files given with a voice: checked, kept under the hash of their bytes, never served inline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from gwidam.core.actors import Actor
from gwidam.core.ledger import record, verb
from gwidam.core.text import clean_name

from .. import events, store
from ..models import Attachment, Voice


class GivenFile(Protocol):
    """What a web form or an API gives: a name and the bytes in pieces."""

    @property
    def name(self) -> str | None: ...

    def chunks(self) -> Iterable[bytes]: ...


class KeptFile(Protocol):
    """A file that was given before there was a voice, and lies in the store: `size` in bytes."""

    name: str
    sha256: str
    media_type: str
    size: int


@verb
def attach(*, voice: Voice, files: Iterable[GivenFile], by: Actor, at: datetime) -> list[Attachment]:
    """Keep the files of a voice. Raises NotValid on a kind or size that is not taken, naming the file."""
    attached = []
    for given in files:
        name = clean_name(given.name or "file")
        kept = store.keep(name, given.chunks())
        attached.append(_attached(voice, name, kept, by=by, at=at))
    return attached


@verb
def attach_kept(*, voice: Voice, files: Iterable[KeptFile], by: Actor, at: datetime) -> list[Attachment]:
    """Say that files which lie in the store already belong to this voice: FileAttached for each."""
    return [_attached(voice, each.name, each, by=by, at=at) for each in files]


def _attached(voice: Voice, name: str, kept: store.Kept | KeptFile, *, by: Actor, at: datetime) -> Attachment:
    attachment = Attachment.objects.create(
        voice=voice, sha256=kept.sha256, name=name, media_type=kept.media_type, size=kept.size, at=at
    )
    record(
        events.FileAttached(voice_id=voice.pk, attachment_id=attachment.pk, name=name, size=kept.size),
        by=by,
        at=at,
        about=f"voice:{voice.pk}",
    )
    return attachment
