"""A photo of the public board shows what it shows, and tells nothing else."""

from __future__ import annotations

import pytest
from PIL import Image

from gwidam.change.pictures import LONGEST_SIDE, for_the_public
from gwidam.core.errors import NotValid

from .picture_steps import drawn, seen

GPS, MAKER, TURNED = 0x8825, 0x010F, 0x0112  # tags of EXIF 2.32
LATITUDE = 2


def photo() -> bytes:
    """As a telephone takes it: lying, with where it was and whose."""
    exif = Image.Exif()
    exif[MAKER], exif[TURNED] = "Phone of Kim", 6
    exif.get_ifd(GPS)[LATITUDE] = (37.0, 33.0, 12.0)
    return drawn("JPEG", size=(80, 40), exif=exif, comment=b"Kim's kitchen")


def test_where_it_was_taken_and_by_whom_is_not_told_and_it_stands_upright():
    given, shown = photo(), for_the_public([photo()[:100], photo()[100:]])
    assert (b"Phone of Kim" in given, b"kitchen" in given) == (True, True)
    assert (b"Phone of Kim" in shown, b"kitchen" in shown, dict(seen(shown).getexif())) == (False, False, {})
    assert (seen(shown).format, seen(shown).size) == ("JPEG", (40, 80))
    red, green, blue = seen(shown).getpixel((20, 10))  # the left half is the upper one now
    assert (red > 200, green < 60, blue < 60) == (True, True, True)


@pytest.mark.parametrize(
    ("kind", "mode", "shown"),
    [("PNG", "RGB", "PNG"), ("GIF", "RGB", "PNG"), ("WEBP", "RGB", "JPEG"), ("PNG", "RGBA", "PNG")],
)
def test_drawings_stay_sharp_and_what_is_transparent_stays_so(kind, mode, shown):
    found = seen(for_the_public([drawn(kind, mode=mode)]))
    assert (found.format, found.mode) == (shown, mode)


def test_a_picture_is_no_larger_than_a_screen():
    assert seen(for_the_public([drawn("PNG", size=(3 * LONGEST_SIDE, 30))])).size == (LONGEST_SIDE, 10)


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 32,
        drawn("JPEG", size=(200, 200))[:400],
        drawn("TIFF"),
        drawn("PNG", size=(20_000, 3_000), mode="1"),
    ],
    ids=["nothing", "svg", "broken", "cut", "tiff", "bomb"],
)
def test_what_is_no_picture_is_refused_in_one_sentence(given):
    with pytest.raises(NotValid, match="WebP"):
        for_the_public([given])
