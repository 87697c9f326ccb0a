"""When customers speak against who is on duty: a week of hours on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from .frame import Caption, Key, canvas, figure, grouped
from .svg import Markup, share, tag

DAYS, HOURS = 7, 24
HEAD, CELL = 18, 28  # pixels: the hours' line, a weekday's row
GUTTER = 7.0  # percent of the width for the weekdays
STEPS = 4  # shades above "none"
THICKEST = 5.0  # pixels of the duty bar when most people are there

Week = Sequence[Sequence[int]]  # 7 rows (Monday first) of 24 hours


def shade(count: int, top: int) -> int:
    """0 for none, else 1 to 4 in equal steps up to the busiest hour."""
    return 0 if count == 0 else max(1, -(-count * STEPS // top))


def is_gap(voices: int, on_duty: int) -> bool:
    """Whether somebody spoke while nobody was there."""
    return voices > 0 and on_duty == 0


def week_heat(
    voices: Week,
    on_duty: Week,
    caption: Caption,
    *,
    weekdays: Sequence[str],
    spoken: str,
    duty: str,
    gap: str,
) -> Markup:
    """Shaded squares for how many customers spoke, a bar below each for how many people were on duty.

    An hour in which somebody spoke and nobody was there is framed as a gap.
    `voices` and `on_duty` are 7 × 24, Monday first; other shapes raise ValueError.
    `spoken`, `duty` and `gap` are the words of the legend.
    """
    for week in (voices, on_duty):
        if len(week) != DAYS or any(len(row) != HOURS for row in week):
            raise ValueError(f"a week is {DAYS} rows of {HOURS} hours")
    top = max(map(max, voices))
    most = max(map(max, on_duty))
    header = ("", *(str(hour) for hour in range(HOURS)))
    rows = [
        (weekdays[day], *(f"{voices[day][hour]} / {on_duty[day][hour]}" for hour in range(HOURS)))
        for day in range(DAYS)
    ]
    if top == 0 and most == 0:
        return figure(None, caption, header=header, rows=rows)
    drawn = [tag("text", str(hour), x=column(hour), y=HEAD - 6, class_="p-tick") for hour in range(0, HOURS, 3)]
    for day in range(DAYS):
        drawn.append(tag("text", weekdays[day], x="0", y=HEAD + day * CELL + 14, class_="p-label"))
        for hour in range(HOURS):
            heard, present = voices[day][hour], on_duty[day][hour]
            said = f"{weekdays[day]} {hour}:00 · {spoken} {grouped(heard)} · {duty} {present}"
            drawn.append(cell(day, hour, heard, present, top, most, said))
    gaps = sum(is_gap(voices[day][hour], on_duty[day][hour]) for day in range(DAYS) for hour in range(HOURS))
    keys = (Key("h3", spoken), Key("p-duty", duty), Key("p-gap", gap, grouped(gaps)))
    drawing = canvas(caption, HEAD + DAYS * CELL, *drawn)
    return figure(drawing, caption, header=header, rows=rows, keys=keys)


def column(hour: float) -> str:
    """Where an hour begins, in percent of the width."""
    return share(GUTTER + (100 - GUTTER) * hour / HOURS, 100)


def cell(day: int, hour: int, voices: int, on_duty: int, top: int, most: int, said: str) -> Markup:
    """One hour: the square, a bar as thick as many are on duty, a frame where nobody was there."""
    y = HEAD + day * CELL
    wide = (100 - GUTTER) / HOURS
    square = f"h{shade(voices, top)}{' p-gap' if is_gap(voices, on_duty) else ''}"
    bar = THICKEST * on_duty / most if on_duty else 0
    duty = [tag("rect", x=column(hour), y=y + 21, width=share(wide, 100), height=bar, class_="p-duty")]
    return tag(
        "g",
        tag("title", said),
        tag("rect", x=column(hour), y=y, width=share(wide * 0.9, 100), height=20, class_=square),
        *(duty if on_duty else ()),
    )
