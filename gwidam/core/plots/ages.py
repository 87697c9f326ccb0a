"""Bands of what is open, by age or by place, each divided by how its promises stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .bars import GUTTER, REACH, ROW
from .frame import Caption, Key, canvas, figure, grouped
from .svg import Markup, share, tag


@dataclass(frozen=True, slots=True)
class Band:
    """One band: {'late' | 'soon' | 'safe' | 'none': how many}; a link where it has a URL."""

    label: str
    counts: Mapping[str, int]
    url: str = ""

    @property
    def whole(self) -> int:
        return sum(self.counts.values())


def age_bands(
    bands: Sequence[Band], caption: Caption, *, band: str, states: Mapping[str, str], count: str
) -> Markup:
    """A bar for each band in its order, with its pieces in the order of `states` from the base line on.

    `states` are the words of the legend by state; `band` and `count` head the table.
    """
    top = max((one.whole for one in bands), default=0)
    header = (band, *states.values(), count)
    rows = [
        (one.label, *(grouped(one.counts.get(state, 0)) for state in states), grouped(one.whole)) for one in bands
    ]
    if top == 0:
        return figure(None, caption, header=header, rows=rows)
    drawn = [divided(one, at, top, states) for at, one in enumerate(bands)]
    axis = tag("line", x1=f"{GUTTER}%", x2=f"{GUTTER}%", y1=0, y2=ROW * len(bands), class_="p-base")
    keys = [
        Key(f"m-{state}", words, grouped(sum(one.counts.get(state, 0) for one in bands)))
        for state, words in states.items()
    ]
    has_links = any(one.url for one in bands)
    drawing = canvas(caption, ROW * len(bands), *drawn, axis, has_links=has_links)
    return figure(drawing, caption, header=header, rows=rows, keys=keys)


def divided(one: Band, at: int, top: int, states: Mapping[str, str]) -> Markup:
    """One row: label, pieces after one another, number at the end."""
    middle = at * ROW + ROW / 2
    drawn = [tag("text", one.label, x=f"{GUTTER}%", dx=-8, y=middle + 4, class_="p-label end")]
    start = float(GUTTER)
    for state, words in states.items():
        number = one.counts.get(state, 0)
        if number:
            width = REACH * number / top
            said = tag("title", f"{one.label}: {words} {grouped(number)}")
            bar = tag(
                "rect",
                said,
                x=share(start, 100),
                y=middle - 9,
                width=share(width, 100),
                height=18,
                class_=f"m-{state}",
            )
            drawn.append(bar)
            start += width
    drawn.append(tag("text", grouped(one.whole), x=share(start, 100), dx=6, y=middle + 4, class_="p-value"))
    return tag("a", *drawn, href=one.url) if one.url else tag("g", *drawn)
