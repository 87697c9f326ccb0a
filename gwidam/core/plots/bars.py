"""Bars: kept and broken promises by day, ages of open cases, and any ranked list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .frame import Caption, Key, canvas, figure, grouped, nice_step
from .svg import Markup, share, tag

TOP, FLOOR, HEIGHT = 16, 136, 160  # pixels from the upper edge: highest bar, base line, whole plot
LABELS = 8  # as many day labels as a phone has room for
SCALE = 7  # percent of the width kept free for the numbers of the value lines


@dataclass(frozen=True, slots=True)
class Day:
    """One column: how many promises were kept and broken."""

    label: str
    kept: int
    broken: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a list; `state` is '', 'safe', 'soon', 'late' or 'kept' and picks its colour."""

    label: str
    count: int
    state: str = ""
    url: str = ""
    note: str = ""


def stacked_bars(days: Sequence[Day], caption: Caption, *, day: str, kept: str, broken: str) -> Markup:
    """Kept promises standing on broken ones, a column a day.

    The broken ones stand on the base line, where lengths are easiest to compare.
    `day`, `kept` and `broken` are the words of the legend and the table's head.
    """
    top = max((one.kept + one.broken for one in days), default=0)
    header = (day, kept, broken)
    rows = [(one.label, grouped(one.kept), grouped(one.broken)) for one in days]
    if top == 0:
        return figure(None, caption, header=header, rows=rows)
    step = nice_step(top)
    scale = (FLOOR - TOP) / (-(-top // step) * step)
    every = -(-len(days) // LABELS)
    columns = [
        column(one, at, len(days), scale, shows_label=(len(days) - 1 - at) % every == 0, words=(kept, broken))
        for at, one in enumerate(days)
    ]
    keys = (
        Key("m-kept", kept, grouped(sum(one.kept for one in days))),
        Key("m-late", broken, grouped(sum(one.broken for one in days))),
    )
    drawing = canvas(caption, HEIGHT, *grid(step, scale), *columns)
    return figure(drawing, caption, header=header, rows=rows, keys=keys)


def grid(step: int, scale: float) -> list[Markup]:
    """The base line and the value lines, each with its number standing on it."""
    lines = [tag("line", x1="0", x2="100%", y1=FLOOR, y2=FLOOR, class_="p-base")]
    value = step
    while FLOOR - value * scale >= TOP - 0.5:
        y = FLOOR - value * scale
        lines.append(tag("line", x1="0", x2="100%", y1=y, y2=y, class_="p-grid"))
        lines.append(tag("text", grouped(value), x="0", y=y - 4, class_="p-tick"))
        value += step
    return lines


def column(one: Day, at: int, days: int, scale: float, *, shows_label: bool, words: tuple[str, str]) -> Markup:
    """One day's column with its label and a tooltip."""
    slot = (100 - SCALE) / days
    x, width = share(SCALE + slot * (at + 0.14), 100), share(slot * 0.72, 100)
    broken, kept = one.broken * scale, one.kept * scale
    said = f"{one.label}: {words[0]} {grouped(one.kept)}, {words[1]} {grouped(one.broken)}"
    bars = [
        tag("rect", x=x, y=FLOOR - height - below, width=width, height=height, class_=mark)
        for height, below, mark in ((broken, 0.0, "m-late"), (kept, broken, "m-kept"))
        if height
    ]
    label = (
        [tag("text", one.label, x=share(SCALE + slot * (at + 0.5), 100), y=FLOOR + 16, class_="p-label mid")]
        if shows_label
        else []
    )
    return tag("g", tag("title", said), *bars, *label)


ROW = 30  # pixels a row of the histogram
GUTTER, REACH = 26, 62  # percent: labels, longest bar


def age_histogram(bands: Sequence[Bar], caption: Caption, *, band: str, count: str) -> Markup:
    """Horizontal bars by age, youngest first; colour by how near the promise is."""
    top = max((one.count for one in bands), default=0)
    header = (band, count)
    rows = [(one.label, grouped(one.count)) for one in bands]
    if top == 0:
        return figure(None, caption, header=header, rows=rows)
    drawn = [band_row(one, at, top) for at, one in enumerate(bands)]
    axis = tag("line", x1=f"{GUTTER}%", x2=f"{GUTTER}%", y1=0, y2=ROW * len(bands), class_="p-base")
    return figure(canvas(caption, ROW * len(bands), *drawn, axis), caption, header=header, rows=rows)


def band_row(one: Bar, at: int, top: int) -> Markup:
    """One row of the histogram: label, bar, number at the bar's end."""
    middle = at * ROW + ROW / 2
    width = REACH * one.count / top
    return tag(
        "g",
        tag("text", one.label, x=f"{GUTTER}%", dx=-8, y=middle + 4, class_="p-label end"),
        tag("rect", x=f"{GUTTER}%", y=middle - 9, width=share(width, 100), height=18, class_=mark_of(one)),
        tag("text", grouped(one.count), x=share(GUTTER + width, 100), dx=6, y=middle + 4, class_="p-value"),
    )


LINE = 40  # pixels a line of the list: words above, bar below


def bar_list(bars: Sequence[Bar], caption: Caption, *, label: str, count: str) -> Markup:
    """A ranked list: words with room to breathe, the bar below them, the number at the right edge."""
    top = max((one.count for one in bars), default=0)
    header = (label, count)
    rows = [(one.label, grouped(one.count)) for one in bars]
    if top == 0:
        return figure(None, caption, header=header, rows=rows)
    drawn = [list_line(one, at, top) for at, one in enumerate(bars)]
    drawing = canvas(caption, LINE * len(bars), *drawn, has_links=any(one.url for one in bars))
    return figure(drawing, caption, header=header, rows=rows)


def list_line(one: Bar, at: int, top: int) -> Markup:
    """One line of a bar list, a link where the bar has a URL."""
    y = at * LINE
    note = (tag("tspan", one.note, dx=8, class_="p-note"),) if one.note else ()
    line = (
        tag("text", one.label, *note, x="0", y=y + 17, class_="p-words"),
        tag("text", grouped(one.count), x="100%", y=y + 17, class_="p-value end"),
        tag("rect", x="0", y=y + 25, width="100%", height=5, class_="p-rail"),
        tag("rect", x="0", y=y + 25, width=share(one.count, top), height=5, class_=mark_of(one)),
    )
    return tag("a", reach(y, LINE), *line, href=one.url) if one.url else tag("g", *line)


def reach(y: float, height: int) -> Markup:
    """An unseen rectangle over a whole line: a pointer between its words and its bar is on the link, too."""
    return tag("rect", x="0", y=y, width="100%", height=height, fill="none", pointer_events="all")


def mark_of(one: Bar) -> str:
    """The class that colours a bar."""
    return f"m-{one.state}" if one.state else "m-ink"
