"""Plots the size of a word: a sparkline, a ring."""

from __future__ import annotations

from collections.abc import Sequence

from .svg import Markup, number, tag

WIDE, HIGH, EDGE = 96, 24, 3  # pixels


def sparkline(values: Sequence[float], label: str) -> Markup:
    """A line through the values, a dot at the last; `label` says what is to be seen. No values, no line."""
    if not values:
        return Markup("")
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = (WIDE - 2 * EDGE) / max(1, len(values) - 1)
    points = [
        (EDGE + at * step, HIGH - EDGE - (HIGH - 2 * EDGE) * (value - low) / span)
        for at, value in enumerate(values)
    ]
    x, y = points[-1]
    return tag(
        "svg",
        tag("title", label),
        tag("polyline", points=" ".join(f"{number(px)},{number(py)}" for px, py in points), class_="p-line"),
        tag("circle", cx=x, cy=y, r=2.5, class_="p-dot"),
        class_="sparkline",
        view_box=f"0 0 {WIDE} {HIGH}",
        width=WIDE,
        height=HIGH,
        role="img",
        aria_label=label,
    )


def ring(part: int, whole: int, label: str, *, state: str = "kept") -> Markup:
    """A ring filled to part/whole with the percentage inside; a dash where there is nothing to divide."""
    filled = 100 * part / whole if whole else 0.0
    said = f"{filled:.0f}%" if whole else "–"
    arc = (
        [
            tag(
                "circle",
                cx=36,
                cy=36,
                r=30,
                path_length=100,
                stroke_dasharray=f"{number(filled)} 100",
                class_=f"ring-part s-{state}",
            )
        ]
        if filled
        else []
    )
    return tag(
        "svg",
        tag("title", f"{label}: {said}"),
        tag("circle", cx=36, cy=36, r=30, class_="ring-whole"),
        *arc,
        tag("text", said, x=36, y=41, class_="ring-words"),
        class_="ring",
        view_box="0 0 72 72",
        width=72,
        height=72,
        role="img",
        aria_label=f"{label}: {said}",
    )


def share_bar(parts: Sequence[tuple[int, str]], label: str) -> Markup:
    """A short bar cut into parts, each with the class that fills it; nothing where there are none."""
    whole = sum(count for count, _mark in parts)
    if not whole:
        return Markup("")
    pieces, at = [], 0.0
    for count, mark in parts:
        width = WIDE * count / whole
        if count:
            pieces.append(tag("rect", x=at, y=0, width=max(width - 1, 0.5), height=8, class_=mark))
        at += width
    return tag(
        "svg",
        tag("title", label),
        *pieces,
        class_="share-bar",
        view_box=f"0 0 {WIDE} 8",
        width=WIDE,
        height=8,
        role="img",
        aria_label=label,
    )
