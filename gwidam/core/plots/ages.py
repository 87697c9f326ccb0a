"""Bands of what is open, by age or by place, each divided by how its promises stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from .bars import GUTTER, LINE, REACH, ROW, reach
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

    `states` are the words of the legend by state; `band` and `count` head the table. Labels are short.
    """
    axis = tag("line", x1=f"{GUTTER}%", x2=f"{GUTTER}%", y1=0, y2=ROW * len(bands), class_="p-base")
    return _figure(bands, caption, (band, count), states, _beside, ROW, axis)


def divided_list(
    bands: Sequence[Band], caption: Caption, *, label: str, states: Mapping[str, str], count: str
) -> Markup:
    """A ranked list like `bar_list`, words above and number at the edge, its bars divided like `age_bands`."""
    return _figure(bands, caption, (label, count), states, _below, LINE)


Draw = Callable[[Band, int, int, Mapping[str, str]], list[Markup]]


def _figure(
    bands: Sequence[Band],
    caption: Caption,
    heads: tuple[str, str],
    states: Mapping[str, str],
    draw: Draw,
    high: int,
    *more: Markup,
) -> Markup:
    top = max((one.whole for one in bands), default=0)
    header = (heads[0], *states.values(), heads[1])
    rows = [
        (one.label, *(grouped(one.counts.get(state, 0)) for state in states), grouped(one.whole)) for one in bands
    ]
    if top == 0:
        return figure(None, caption, header=header, rows=rows)
    drawn = []
    for at, one in enumerate(bands):
        pieces = draw(one, at, top, states)
        if one.url:
            drawn.append(tag("a", reach(at * high, high), *pieces, href=one.url))
        else:
            drawn.append(tag("g", *pieces))
    keys = [
        Key(f"m-{state}", words, grouped(sum(one.counts.get(state, 0) for one in bands)))
        for state, words in states.items()
    ]
    has_links = any(one.url for one in bands)
    drawing = canvas(caption, high * len(bands), *drawn, *more, has_links=has_links)
    return figure(drawing, caption, header=header, rows=rows, keys=keys)


def _beside(one: Band, at: int, top: int, states: Mapping[str, str]) -> list[Markup]:
    middle = at * ROW + ROW / 2
    end = GUTTER + REACH * one.whole / top
    return [
        tag("text", one.label, x=f"{GUTTER}%", dx=-8, y=middle + 4, class_="p-label end"),
        *_pieces(one, states, start=GUTTER, each=REACH / top, y=middle - 9, high=18),
        tag("text", grouped(one.whole), x=share(end, 100), dx=6, y=middle + 4, class_="p-value"),
    ]


def _below(one: Band, at: int, top: int, states: Mapping[str, str]) -> list[Markup]:
    y = at * LINE
    return [
        tag("text", one.label, x="0", y=y + 17, class_="p-words"),
        tag("text", grouped(one.whole), x="100%", y=y + 17, class_="p-value end"),
        tag("rect", x="0", y=y + 25, width="100%", height=5, class_="p-rail"),
        *_pieces(one, states, start=0, each=100 / top, y=y + 25, high=5),
    ]


def _pieces(
    one: Band, states: Mapping[str, str], *, start: float, each: float, y: float, high: int
) -> list[Markup]:
    drawn = []
    for state, words in states.items():
        number = one.counts.get(state, 0)
        if number:
            said = tag("title", f"{one.label}: {words} {grouped(number)}")
            x, width = share(start, 100), share(each * number, 100)
            drawn.append(tag("rect", said, x=x, y=y, width=width, height=high, class_=f"m-{state}"))
            start += each * number
    return drawn
