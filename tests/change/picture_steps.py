"""Pictures for tests, drawn when they are asked for."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image


def drawn(kind: str, size: tuple[int, int] = (8, 4), mode: str = "RGB", **more: Any) -> bytes:
    """A small picture whose left half is red; `more` is what its file says besides."""
    image = Image.new(mode, size)
    image.paste("red" if mode != "1" else 1, (0, 0, size[0] // 2, size[1]))
    told = BytesIO()
    image.save(told, kind, **more)
    return told.getvalue()


def seen(picture: bytes) -> Image.Image:
    """What a browser would draw."""
    return Image.open(BytesIO(picture))
