"""Two measures against each other: a point for each thing, as a link, with its label where there is room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from .frame import Caption, Key, canvas, figure, nice_step
from .svg import Markup, number, share, tag

TOP, FLOOR, HEIGHT = 18, 268, 306  # pixels from the upper edge
LEFT, RIGHT = 7.0, 95.0  # percent of the width between which points stand
STEPS = 4
ROOM = (11.0, 15.0)  # of a label: percent of the width, pixels


@dataclass(frozen=True, slots=True)
class Point:
    """One thing: its label, its two measures, where it leads, what else is said, and whether it stands out."""

    label: str
    across: float
    up: float
    url: str
    said: str
    stands_out: bool = False


def scatter(
    points: Sequence[Point], caption: Caption, *, label: str, across: str, up: str, keys: Sequence[Key] = ()
) -> Markup:
    """The points between two axes that begin at nothing; `label`, `across` and `up` head the table and the axes."""
    header = (label, across, up)
    rows = [(f"{each.label} {each.said}", f"{each.across:g}", f"{each.up:.3g}") for each in points]
    if not points:
        return figure(None, caption, header=header, rows=rows)
    along, above = ticks(max(each.across for each in points)), ticks(max(each.up for each in points))
    content = [*_axes(along, above, across, up), *_points(points, along[-1], above[-1])]
    return figure(canvas(caption, HEIGHT, *content, has_links=True), caption, header=header, rows=rows, keys=keys)


def ticks(top: float) -> list[float]:
    """Round numbers from nothing to the first at or above the top, at most STEPS steps apart."""
    if top <= 0:
        return [0.0, 1.0]
    if top < 1:
        return [tick / 10 for tick in ticks(top * 10)]
    step = nice_step(top, STEPS)
    return [float(step * count) for count in range(math.ceil(top / step) + 1)]


def _across(value: float, far: float) -> float:
    return LEFT + (RIGHT - LEFT) * value / far


def _up(value: float, high: float) -> float:
    return FLOOR - (FLOOR - TOP) * value / high


def _axes(along: Sequence[float], above: Sequence[float], across: str, up: str) -> list[Markup]:
    pieces = []
    for value in above:
        y = _up(value, above[-1])
        pieces.append(tag("line", x1=f"{LEFT}%", x2="100%", y1=y, y2=y, class_="p-grid" if value else "p-base"))
        pieces.append(tag("text", f"{value:g}", x="0", y=y + 4, class_="p-tick"))
    for value in along:
        x = share(_across(value, along[-1]), 100)
        pieces.append(tag("text", f"{value:g}", x=x, y=float(FLOOR + 16), class_="p-label mid"))
    pieces.append(tag("text", f"↑ {up}", x="0", y="10", class_="p-tick"))
    pieces.append(tag("text", f"{across} →", x="100%", y=float(HEIGHT - 4), class_="p-label end"))
    return pieces


def _points(points: Sequence[Point], far: float, high: float) -> list[Markup]:
    taken: list[tuple[float, float]] = []
    drawn = []
    for each in points:
        x, y = _across(each.across, far), _up(each.up, high)
        has_room = all(abs(x - a) > ROOM[0] or abs(y - b) > ROOM[1] for a, b in taken)
        words = []
        if has_room:
            taken.append((x, y))
            anchor, shift = ("end", -9) if x > 85 else ("start", 9)
            words = [
                tag(
                    "text",
                    each.label,
                    x=share(x, 100),
                    y=min(y + 4, FLOOR - 5.0),
                    dx=str(shift),
                    class_=f"p-name {anchor}",
                )
            ]
        said = f"{each.label}: {each.said}"
        mark = tag(
            "circle",
            cx=share(x, 100),
            cy=float(number(y)),
            r="7" if each.stands_out else "5.5",
            class_="m-ink is-ringed" if each.stands_out else "m-ink",
        )
        drawn.append(tag("a", tag("title", said), mark, *words, href=each.url, aria_label=said))
    return drawn
