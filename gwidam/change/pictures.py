"""Photos as the public sees them: the picture alone, of a size for screens, without where and when it was taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO

from gwidam.core.errors import NotValid
from gwidam.listen.store import MOST_BYTES

FORMATS = ("JPEG", "PNG", "GIF", "WEBP")  # what browsers draw; everything else stays unread
DRAWINGS = ("PNG", "GIF")  # lines and letters, which JPEG would blur
MOST_POINTS = 50_000_000  # of a picture as given: what a telephone takes, and no bomb
LONGEST_SIDE = 2_000  # points, as shown
QUALITY = 85


def for_the_public(chunks: Iterable[bytes]) -> bytes:
    """The picture drawn anew, upright: drawings (PNG, GIF) and what is transparent as PNG, photos as JPEG.

    A photo says more than it shows: the place, the moment, the device, a small copy from before it was cut. Only
    points are taken over, so none of that is. Of a moving picture the first one. Raises NotValid for no picture.
    """
    from PIL import Image, ImageOps

    with _said_plainly():
        image = Image.open(BytesIO(_bounded(chunks)), formats=FORMATS)
        if image.width * image.height > MOST_POINTS:
            raise _no_picture()
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is not unfolded larger than it is needed
        upright = ImageOps.exif_transpose(image)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        is_transparent = upright.has_transparency_data
        plain = upright.convert("RGBA" if is_transparent else "RGB")
        drawn = Image.new(plain.mode, plain.size)
        drawn.paste(plain)  # nothing but points
        told = BytesIO()
        if is_transparent or image.format in DRAWINGS:
            drawn.save(told, "PNG", optimize=True)
        else:
            drawn.save(told, "JPEG", quality=QUALITY, progressive=True)
    return told.getvalue()


def _bounded(chunks: Iterable[bytes]) -> bytes:
    found = bytearray()
    for chunk in chunks:
        found += chunk
        if len(found) > MOST_BYTES:
            raise NotValid(
                ko="사진이 너무 큽니다(25MB까지).", en="The photo is too large (25 MB at most).", field="file"
            )
    return bytes(found)


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Whatever the library makes of bytes that are no picture, or a broken one, is one sentence."""
    from PIL import Image

    try:
        yield
    except (OSError, ValueError, SyntaxError, EOFError, MemoryError, Image.DecompressionBombError) as error:
        raise _no_picture() from error


def _no_picture() -> NotValid:
    return NotValid(ko="JPEG, PNG, GIF, WebP 사진을 올려 주세요.", en="JPEG, PNG, GIF or WebP.", field="file")
