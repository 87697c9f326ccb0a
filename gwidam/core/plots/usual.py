"""Columns before what was to be expected of them: is this more than chance?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .bars import FLOOR, HEIGHT, LABELS, SCALE, TOP, grid
from .frame import Caption, Key, canvas, figure, grouped, nice_step
from .svg import Markup, share, tag


@dataclass(frozen=True, slots=True)
class Usual:
    """One column: how many, and between which numbers it would lie if nothing had changed (0 and 0: not known)."""

    label: str
    count: int
    low: float = 0.0
    expected: float = 0.0
    high: float = 0.0

    @property
    def is_above(self) -> bool:
        return bool(self.high) and self.count > self.high


def usual_columns(
    columns: Sequence[Usual], caption: Caption, *, label: str, count: str, usual: str, above: str
) -> Markup:
    """Columns, oldest first, each before the band of what was to be expected. `usual` and `above` are the legend."""
    top = max((max(each.count, each.high) for each in columns), default=0)
    header = (label, count, usual)
    rows = [(each.label, grouped(each.count), _band(each)) for each in columns]
    if top == 0:
        return figure(None, caption, header=header, rows=rows)
    step = nice_step(int(top) + 1)
    scale = (FLOOR - TOP) / (-(-top // step) * step)
    every = -(-len(columns) // LABELS)
    drawn = [
        _column(each, at, len(columns), scale, shows_label=(len(columns) - 1 - at) % every == 0, usual=usual)
        for at, each in enumerate(columns)
    ]
    keys = (Key("m-ink", count), Key("p-usual", usual), Key("h4", above))
    return figure(
        canvas(caption, HEIGHT, *grid(step, scale), *drawn), caption, header=header, rows=rows, keys=keys
    )


def _column(one: Usual, at: int, columns: int, scale: float, *, shows_label: bool, usual: str) -> Markup:
    slot = (100 - SCALE) / columns
    pieces = [tag("title", f"{one.label}: {grouped(one.count)} ({usual} {_band(one)})")]
    if one.high:
        x, width = share(SCALE + slot * at, 100), share(slot, 100)
        high = (one.high - one.low) * scale
        pieces.append(
            tag("rect", x=x, y=FLOOR - one.high * scale, width=width, height=max(high, 1.0), class_="p-usual")
        )
    if one.count:
        x, width = share(SCALE + slot * (at + 0.25), 100), share(slot * 0.5, 100)
        mark = "h4" if one.is_above else "m-ink"
        pieces.append(
            tag("rect", x=x, y=FLOOR - one.count * scale, width=width, height=one.count * scale, class_=mark)
        )
    if shows_label:
        x = share(SCALE + slot * (at + 0.5), 100)
        pieces.append(tag("text", one.label, x=x, y=FLOOR + 16, class_="p-label mid"))
    return tag("g", *pieces)


def _band(one: Usual) -> str:
    return f"{one.low:.0f}–{one.high:.0f}" if one.high else "–"
