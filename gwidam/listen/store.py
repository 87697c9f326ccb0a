"""The store of files: bytes under their own SHA-256, so that the same file is kept once."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from gwidam.core.errors import NotValid

MOST_BYTES = 25 * 1024 * 1024  # per file
MOST_FILES = 8  # per voice

# media type -> (endings, beginnings of the bytes). What is not here is not taken: no SVG, no HTML.
TYPES: dict[str, tuple[tuple[str, ...], tuple[bytes, ...]]] = {
    "image/jpeg": ((".jpg", ".jpeg"), (b"\xff\xd8\xff",)),
    "image/png": ((".png",), (b"\x89PNG\r\n\x1a\n",)),
    "image/gif": ((".gif",), (b"GIF87a", b"GIF89a")),
    "image/webp": ((".webp",), (b"RIFF",)),
    "image/heic": ((".heic", ".heif"), ()),
    "application/pdf": ((".pdf",), (b"%PDF-",)),
    "audio/mpeg": ((".mp3",), (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "audio/mp4": ((".m4a",), ()),
    "audio/wav": ((".wav",), (b"RIFF",)),
    "video/mp4": ((".mp4", ".mov"), ()),
    "application/x-hwp": ((".hwp",), (b"\xd0\xcf\x11\xe0", b"HWP Document File")),
    "application/zip": ((".hwpx", ".docx", ".xlsx", ".pptx"), (b"PK\x03\x04",)),
    "text/plain": ((".txt", ".csv", ".log"), ()),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in the store."""

    sha256: str
    media_type: str
    size: int


def path_of(sha256: str) -> Path:
    """Where the bytes with this hash lie."""
    return Path(settings.FILES) / sha256[:2] / sha256


def keep(name: str, chunks: Iterable[bytes]) -> Kept:
    """Write the bytes under their hash. Raises NotValid when too large, empty, or not what the name says.

    The file is complete and flushed before it gets its name, so a kill leaves no half file under a hash.
    """
    root = Path(settings.FILES)
    root.mkdir(parents=True, exist_ok=True)
    digest, size, head = hashlib.sha256(), 0, b""
    handle, draft = tempfile.mkstemp(dir=root, prefix=".taking-")
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > MOST_BYTES:
                    raise NotValid(
                        ko=f"“{name}” 파일이 너무 큽니다(25MB까지).",
                        en=f"“{name}” is too large (25 MB at most).",
                        field="files",
                    )
                head = head or chunk[:64]
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        media_type = type_of(name, head)
        target = path_of(digest.hexdigest())
        target.parent.mkdir(exist_ok=True)
        Path(draft).replace(target)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    return Kept(sha256=digest.hexdigest(), media_type=media_type, size=size)


def type_of(name: str, head: bytes) -> str:
    """The media type that the ending and the first bytes agree on. Raises NotValid."""
    ending = Path(name).suffix.lower()
    for media_type, (endings, beginnings) in TYPES.items():
        if ending in endings and head and (not beginnings or head.startswith(beginnings)):
            if media_type == "text/plain" and b"\x00" in head:
                break
            return media_type
    raise NotValid(
        ko=f"“{name}” 파일은 받을 수 없습니다. 사진, PDF, 한글·오피스 문서, 녹음, 동영상을 올려 주세요.",
        en=f"“{name}” cannot be taken. Photos, PDF, office documents, recordings and videos are welcome.",
        field="files",
    )
