"""A PDF that carries its letters with it.

The letters are those of the pages: Pretendard, vendored in 92 pieces by ranges of letters. Only the pieces that
the words need are put in, so that a PDF of a few pages has some dozens of kilobytes, and reads the same anywhere.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import XPos, YPos

from gwidam.core import __file__ as _floor

FONTS = Path(_floor).parent / "static/vendor/pretendard"
_FACE = re.compile(r"src: url\(\./(?P<file>[^)]+)\).*?unicode-range: (?P<ranges>[^;]+);", re.DOTALL)
INK = (38, 62, 115)
WEIGHTS = {"": 400.0, "B": 700.0}


class Sheet(FPDF):
    """A4 with the house's letters."""

    SIZES = {"title": 20.0, "head": 13.0, "lead": 11.0, "verdict": 12.0, "body": 10.0}
    BOLD = frozenset({"title", "head", "lead", "verdict"})

    def __init__(self, text: str) -> None:
        super().__init__(format="A4")
        self.set_margins(22, 22)
        self.set_auto_page_break(auto=True, margin=20)
        pieces = pieces_for(text)
        for style, weight in WEIGHTS.items():
            for piece in pieces:
                self.add_font(piece.stem, style=style, fname=piece, variations={"wght": weight})
        self._face = pieces[0].stem
        self.set_fallback_fonts([piece.stem for piece in pieces[1:]])
        self.add_page()

    def say(self, style: str, text: str) -> None:
        """One paragraph."""
        size = self.SIZES[style]
        if style in ("head", "lead"):
            self.ln(size * 0.35)
        self.set_text_color(*(INK if style in ("title", "head", "verdict") else (30, 27, 23)))
        self.set_font(self._face, style="B" if style in self.BOLD else "", size=size)
        self.multi_cell(0, size * 0.58, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)


def pieces_for(text: str) -> list[Path]:
    """The pieces of the letters that these words need; the Latin one first. A letter in none of them is left out."""
    starts, ends, files = _ranges()
    wanted = {_latin()}
    for letter in {ord(each) for each in text}:
        place = bisect_right(starts, letter) - 1
        if place >= 0 and letter <= ends[place]:
            wanted.add(files[place])
    return sorted(wanted, key=lambda piece: (piece != _latin(), piece.name))


@cache
def _ranges() -> tuple[list[int], list[int], list[Path]]:
    """(first letters, last letters, pieces), in the order of letters, as the stylesheet tells them."""
    told: list[tuple[int, int, Path]] = []
    for face in _FACE.finditer((FONTS / "pretendard.css").read_text(encoding="utf-8")):
        for one in face["ranges"].split(","):
            first, _, last = one.strip().removeprefix("U+").partition("-")
            told.append((int(first, 16), int(last or first, 16), FONTS / face["file"]))
    starts, ends, files = zip(*sorted(told), strict=True)
    return list(starts), list(ends), list(files)


def _latin() -> Path:
    starts, _ends, files = _ranges()
    return files[bisect_right(starts, ord("a")) - 1]
