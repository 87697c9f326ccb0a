"""Our own style sheets, scripts, icons and colours: nothing from elsewhere, and words one can read."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import gwidam

ROOT = Path(gwidam.__file__).parent
CORE = ROOT / "core"
STATIC = CORE / "static" / "gwidam"
TEMPLATES = CORE / "templates"

OWN_FILES = sorted(path for path in STATIC.rglob("*") if path.suffix in {".css", ".js", ".svg"})
OWN_TEMPLATES = sorted(TEMPLATES.rglob("*.html"))


@pytest.mark.parametrize("path", OWN_FILES, ids=lambda path: path.name)
def test_no_asset_names_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z]{2,}", text) == []


@pytest.mark.parametrize("path", OWN_TEMPLATES, ids=lambda path: path.name)
def test_no_template_holds_inline_style_or_script(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:|hx-on", text) == []


def test_every_icon_asked_for_is_drawn_once() -> None:
    sheet = ET.parse(STATIC / "icons.svg")  # noqa: S314 - our own file
    drawn = [symbol.get("id") for symbol in sheet.iter("{http://www.w3.org/2000/svg}symbol")]
    asked = {
        name
        for path in ROOT.rglob("templates/**/*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert (len(drawn) - len(set(drawn)), asked - set(drawn)) == (0, set())


# --- contrast ---------------------------------------------------------------------------------------------


def colours(mode: int) -> dict[str, str]:
    """The palette as 'name': '#rrggbb'; mode 0 is light, 1 is dark."""
    tokens = (STATIC / "tokens.css").read_text(encoding="utf-8")
    pairs = re.findall(r"--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)", tokens)
    fixed = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", tokens))
    return fixed | {name: both[mode] for name, *both in pairs}


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


GROUNDS = ("paper", "sheet", "sunk", "hover")
WORDS = [(ink, ground) for ink in ("text", "soft", "faint", "ink", "ink-deep") for ground in GROUNDS] + [
    *((state, f"{state}-wash") for state in ("safe", "soon", "late", "kept")),
    *((state, ground) for state in ("safe", "soon", "late", "kept") for ground in ("paper", "sheet")),
    ("text", "soon-wash"),
    ("text", "late-wash"),
    ("ink-deep", "ink-wash"),
    ("on-ink", "ink"),
    ("on-primary", "primary"),
    ("on-primary", "primary-deep"),
]
MARKS = [
    (mark, ground)
    for mark in ("safe-mark", "soon-mark", "late-mark", "kept-mark", "rule-firm")
    for ground in ("paper", "sheet")
]


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_words_can_be_read_on_every_ground(mode: int) -> None:
    palette = colours(mode)
    faint = {pair: round(contrast(palette[pair[0]], palette[pair[1]]), 2) for pair in WORDS}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("mode", [0, 1], ids=["light", "dark"])
def test_marks_and_frames_stand_out(mode: int) -> None:
    palette = colours(mode)
    faint = {pair: round(contrast(palette[pair[0]], palette[pair[1]]), 2) for pair in MARKS}
    assert {pair: ratio for pair, ratio in faint.items() if ratio < 3} == {}


def test_black_on_white_is_the_highest_contrast() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
