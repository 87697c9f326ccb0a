"""A curve of two shares: how often guesses are right by how much of them is used."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from .frame import Caption, canvas, figure
from .svg import Markup, number, share, tag

TOP, FLOOR, HEIGHT = 16, 156, 180  # pixels from the upper edge
LEFT = 8  # percent of the width kept free for the numbers of the value lines
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True, slots=True)
class Rate:
    """If only guesses of at least `threshold` are used, they cover this share and are right this often."""

    coverage: float
    accuracy: float
    threshold: float


def coverage_curve(
    rates: Sequence[Rate], caption: Caption, *, coverage: str, accuracy: str, threshold: str
) -> Markup:
    """Accuracy over coverage, both from 0 to 1, as a line with a point at every rate."""
    ranked = sorted(rates, key=lambda rate: rate.coverage)
    header = (coverage, accuracy, threshold)
    rows = [(percent(each.coverage), percent(each.accuracy), percent(each.threshold)) for each in ranked]
    if not ranked:
        return figure(None, caption, header=header, rows=rows)
    drawing = canvas(caption, HEIGHT, *ruled(), *drawn(ranked, (coverage, accuracy, threshold)))
    return figure(drawing, caption, header=header, rows=rows)


def percent(part: float) -> str:
    """0.934 as '93%'."""
    return f"{100 * part:.0f}%"


def ruled() -> list[Markup]:
    """The value lines with their numbers, and the shares under the base line."""
    lines = []
    for tick in TICKS:
        y = height_of(tick)
        lines.append(tag("line", x1=f"{LEFT}%", x2="100%", y1=y, y2=y, class_="p-grid" if tick else "p-base"))
        lines.append(tag("text", percent(tick), x="0", y=y + 4, class_="p-tick"))
        anchor = "end" if tick == 1 else "mid"
        lines.append(tag("text", percent(tick), x=across(tick), y=FLOOR + 18, class_=f"p-label {anchor}"))
    return lines


def drawn(rates: Sequence[Rate], words: tuple[str, str, str]) -> list[Markup]:
    """The line between neighbours, and a point for each rate with its figures as a tooltip."""
    pieces = [
        tag(
            "line",
            x1=across(a.coverage),
            x2=across(b.coverage),
            y1=height_of(a.accuracy),
            y2=height_of(b.accuracy),
            stroke_width=2.0,
            class_="p-route",
        )
        for a, b in itertools.pairwise(rates)
    ]
    for each in rates:
        figures = zip(words, (each.coverage, each.accuracy, each.threshold), strict=True)
        said = ", ".join(f"{word} {percent(figure)}" for word, figure in figures)
        pieces.append(
            tag(
                "circle",
                tag("title", said),
                cx=across(each.coverage),
                cy=height_of(each.accuracy),
                r="3.5",
                class_="m-ink",
            )
        )
    return pieces


def across(part: float) -> str:
    """Where a share stands from left to right."""
    return share(LEFT + (100 - LEFT) * part, 100)


def height_of(part: float) -> float:
    """Where a share stands from above, in pixels."""
    return float(number(FLOOR - (FLOOR - TOP) * part))
