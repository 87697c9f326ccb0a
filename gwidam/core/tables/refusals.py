"""The file of refused rows: what could not be taken, line by line, to be mended and sent again."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path

from .reasons import Refused

# A spreadsheet runs cells that begin like this as formulas (ASVS 1.2.10); full-width twins included.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BLANKS = " \u00a0\u3000\u200b\ufeff"  # skipped by some spreadsheets before they look
_HEADINGS = {"ko": ("줄", "이유"), "en": ("line", "reason")}


def neutral(cell: str) -> str:
    """A cell no spreadsheet will run: an apostrophe goes before what would begin a formula."""
    return f"'{cell}" if cell.lstrip(_BLANKS).startswith(_FORMULA_STARTS) else cell


def write_refused(
    path: str | os.PathLike[str],
    refused: Iterable[Refused],
    *,
    header: Iterable[str] = (),
    language: str = "ko",
) -> int:
    """Write refused rows as CSV that Excel opens rightly (UTF-8 with mark); returns how many there were.

    Columns: line, reason, then the cells as they were (one cell of raw text where there were no cells).
    """
    written = 0
    with Path(path).open("w", encoding="utf-8-sig", errors="replace", newline="") as out:
        rows = csv.writer(out)
        rows.writerow([*_HEADINGS["en" if language == "en" else "ko"], *map(neutral, header)])
        for row in refused:
            cells = row.cells or (row.raw,)
            rows.writerow([row.line, row.reason.into(language), *map(neutral, cells)])
            written += 1
    return written
