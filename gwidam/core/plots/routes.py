"""Ping-pong: pairs of departments between which cases go back and forth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .frame import Caption, canvas, figure, grouped
from .svg import Markup, share, tag

ROW = 52  # pixels a pair
LEFT, RIGHT = 36, 64  # percent between which the arrows run
THICKEST = 5.0  # pixels of the busiest arrow
FITS = 14  # letters of a name that fit on a phone


@dataclass(frozen=True, slots=True)
class Pair:
    """How many hand-overs went from `a` to `b`, and how many came back."""

    a: str
    b: str
    there: int
    back: int


def ping_pong(pairs: Sequence[Pair], caption: Caption, *, sender: str, receiver: str, count: str) -> Markup:
    """Each pair as two names with an arrow either way, as thick as it is busy."""
    rows = [row for pair in pairs for row in lines_of(pair)]
    header = (sender, receiver, count)
    top = max((max(pair.there, pair.back) for pair in pairs), default=0)
    if top == 0:
        return figure(None, caption, header=header, rows=rows)
    drawn = [piece for at, pair in enumerate(pairs) for piece in drawn_pair(pair, at * ROW, top)]
    return figure(canvas(caption, ROW * len(pairs), *drawn), caption, header=header, rows=rows)


def lines_of(pair: Pair) -> list[tuple[str, str, str]]:
    """The two table rows of a pair."""
    return [(pair.a, pair.b, grouped(pair.there)), (pair.b, pair.a, grouped(pair.back))]


def drawn_pair(pair: Pair, y: int, top: int) -> list[Markup]:
    """The two names, the two arrows, a rule below."""
    return [
        tag("text", tag("title", pair.a), shortened(pair.a), x=f"{LEFT - 3}%", y=y + 30, class_="p-words end"),
        tag("text", tag("title", pair.b), shortened(pair.b), x=f"{RIGHT + 3}%", y=y + 30, class_="p-words"),
        *arrow(LEFT, RIGHT, y + 20, pair.there, top, above=True),
        *arrow(RIGHT, LEFT, y + 32, pair.back, top, above=False),
        tag("line", x1="0", x2="100%", y1=y + ROW - 0.5, y2=y + ROW - 0.5, class_="p-grid"),
    ]


def shortened(name: str) -> str:
    """A name cut to what fits beside the arrows."""
    return name if len(name) <= FITS else name[: FITS - 1] + "…"


def arrow(start: int, end: int, y: int, count: int, top: int, *, above: bool) -> list[Markup]:
    """A line with a head at its end and its count in the middle; a dotted line when nothing went this way."""
    way = 1 if end > start else -1
    if count == 0:
        return [tag("line", x1=f"{start}%", x2=f"{end}%", y1=y, y2=y, class_="p-none")]
    thick = max(1.0, THICKEST * count / top)
    head = tag("path", d=f"M{-7 * way} -5L0 0L{-7 * way} 5Z", class_="p-head")
    return [
        tag("line", x1=f"{start}%", x2=share(end - way, 100), y1=y, y2=y, stroke_width=thick, class_="p-route"),
        tag("svg", head, x=f"{end}%", y=y, overflow="visible", width="1", height="1"),
        tag("text", grouped(count), x="50%", y=y - 6 if above else y + 15, class_="p-value mid"),
    ]
