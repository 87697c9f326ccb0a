"""A map of circles: how much by size, how by shade, near what is alike. Every circle is a link.

Drawn twice, wide and tall, so that words keep their size on a desk and on a phone; the style sheet shows one.
Words stand inside a circle where they fit, else beside it where nothing else is, else in its title alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from .frame import Caption, Key, figure, grouped
from .svg import Markup, joined, tag

SIZES = (("wide", 1000, 560), ("tall", 358, 560))  # pixels
COVERED = 0.4  # of the map by all circles together
SMALLEST, LARGEST = 9.0, 0.2  # pixels; share of the shorter side
PUSHES = 60
APART = 3.0  # pixels between two circles
EM = 13.0  # pixels of a letter of Hangul; a Latin one is narrower
MARK = 4.5  # pixels
LINE = 16.0  # pixels from line to line
LONGEST = 12  # ems of a label beside its circle


@dataclass(frozen=True, slots=True)
class Bubble:
    """One circle: its words in parts that stand below one another inside, how many, where (0 to 1, from the upper
    left), how dark (1 to 4), and what else is said of it. `is_marked`: with a dot on its upper right edge."""

    words: tuple[str, ...]
    count: int
    x: float
    y: float
    shade: int
    url: str
    said: str
    is_ringed: bool = False
    is_dashed: bool = False
    is_marked: bool = False

    @property
    def label(self) -> str:
        return " · ".join(self.words)


class Circle(NamedTuple):
    """Where a bubble is drawn, in pixels."""

    x: float
    y: float
    r: float


class Box(NamedTuple):
    """A rectangle that words take up."""

    left: float
    top: float
    right: float
    bottom: float


def bubble_map(
    bubbles: Sequence[Bubble], caption: Caption, *, label: str, count: str, said: str, keys: Sequence[Key] = ()
) -> Markup:
    """The map with its legend and its table; `label`, `count` and `said` head the table."""
    header = (label, count, said)
    ranked = sorted(bubbles, key=lambda each: -each.count)
    rows = [(each.label, grouped(each.count), each.said) for each in ranked]
    if not ranked:
        return figure(None, caption, header=header, rows=rows)
    drawn = joined(*(_drawn(ranked, caption, *size) for size in SIZES))
    return figure(drawn, caption, header=header, rows=rows, keys=keys)


def _drawn(bubbles: Sequence[Bubble], caption: Caption, name: str, width: int, height: int) -> Markup:
    circles = circles_of(bubbles, width, height)
    labels = list(_labels(bubbles, circles, width, height))
    pieces = [_bubble(each, circle, words) for each, circle, words in zip(bubbles, circles, labels, strict=True)]
    return tag(
        "svg",
        tag("title", caption.title),
        *((tag("desc", caption.summary),) if caption.summary else ()),
        *pieces,
        view_box=f"0 0 {width} {height}",
        class_=f"bubbles is-{name}",
        role="group",
        aria_label=caption.title,
    )


def circles_of(bubbles: Sequence[Bubble], width: int, height: int) -> list[Circle]:
    """Circles whose areas are as the counts, at their places, pushed apart where they overlap."""
    whole = sum(each.count for each in bubbles) or 1
    unit = math.sqrt(COVERED * width * height / (math.pi * whole))
    most = LARGEST * min(width, height)
    across, down = _spread([each.x for each in bubbles]), _spread([each.y for each in bubbles])
    circles = []
    for each, x, y in zip(bubbles, across, down, strict=True):
        r = min(max(unit * math.sqrt(each.count), SMALLEST), most)
        circles.append(Circle(r + x * (width - 2 * r), r + y * (height - 2 * r), r))
    for _ in range(PUSHES):
        if not _pushed(circles, width, height):
            break
    return circles


def _spread(places: Sequence[float]) -> list[float]:
    """The same places from 0 to 1, so that the map is used from edge to edge."""
    low, high = min(places, default=0), max(places, default=0)
    return [(place - low) / (high - low) if high > low else 0.5 for place in places]


def _pushed(circles: list[Circle], width: int, height: int) -> bool:
    """Push every two that overlap apart, the smaller one farther; whether there were any."""
    found = False
    for a, b in combinations(range(len(circles)), 2):
        one, other = circles[a], circles[b]
        dx, dy = other.x - one.x, other.y - one.y
        far = math.hypot(dx, dy)
        overlap = one.r + other.r + APART - far
        if overlap <= 0.2:
            continue
        found = True
        if far < 1e-6:
            dx, dy, far = 1.0, 0.3 + 0.1 * (b % 5), 1.05
        yields = one.r**2 / (one.r**2 + other.r**2)  # how much of the way the other one goes
        circles[a] = _inside(
            one, -dx / far * overlap * (1 - yields), -dy / far * overlap * (1 - yields), width, height
        )
        circles[b] = _inside(other, dx / far * overlap * yields, dy / far * overlap * yields, width, height)
    return found


def _inside(circle: Circle, dx: float, dy: float, width: int, height: int) -> Circle:
    r = circle.r
    return Circle(min(max(circle.x + dx, r), width - r), min(max(circle.y + dy, r), height - r), r)


class Words(NamedTuple):
    """Lines of words and where the first of them stands."""

    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str
    is_inside: bool


def _labels(
    bubbles: Sequence[Bubble], circles: Sequence[Circle], width: int, height: int
) -> Iterator[Words | None]:
    taken: list[Box] = []
    for place, (bubble, circle) in enumerate(zip(bubbles, circles, strict=True)):
        inner = _within(bubble, circle)
        if inner is not None:
            yield inner
            continue
        others = [each for at, each in enumerate(circles) if at != place]
        free = (
            (words, box) for words, box in _beside(bubble, circle) if _is_free(box, others, taken, width, height)
        )
        words, box = next(free, (None, None))
        if box is not None:
            taken.append(box)
        yield words


def _within(bubble: Bubble, circle: Circle) -> Words | None:
    """The words inside the circle, in as many parts as fit; None where not even the first does."""
    for count in range(len(bubble.words), 0, -1):
        lines = bubble.words[:count]
        top = -(len(lines) - 1) / 2 * LINE
        if all(_fits(line, top + at * LINE, circle.r) for at, line in enumerate(lines)):
            return Words(lines, circle.x, circle.y + top + 4.5, "mid", is_inside=True)
    return None


def _fits(line: str, y: float, r: float) -> bool:
    edge = abs(y) + LINE / 2
    return edge < r and width_of(line) <= 2 * math.sqrt(r * r - edge * edge) - 2


def _beside(bubble: Bubble, circle: Circle) -> Iterator[tuple[Words, Box]]:
    for count in range(min(len(bubble.words), 2), 0, -1):
        line = " · ".join(bubble.words[:count])
        wide = width_of(line)
        if wide > LONGEST * EM:
            continue
        x, y, r = circle
        for left, middle, anchor, at in (
            (x + r + 4, y, "start", x + r + 4),
            (x - r - 4 - wide, y, "end", x - r - 4),
            (x - wide / 2, y + r + 10, "mid", x),
            (x - wide / 2, y - r - 10, "mid", x),
        ):
            box = Box(left, middle - LINE / 2, left + wide, middle + LINE / 2)
            yield Words((line,), at, middle + 4.5, anchor, is_inside=False), box


def _is_free(box: Box, circles: Sequence[Circle], taken: Sequence[Box], width: int, height: int) -> bool:
    if box.left < 0 or box.top < 0 or box.right > width or box.bottom > height:
        return False
    for circle in circles:
        x = min(max(circle.x, box.left), box.right)
        y = min(max(circle.y, box.top), box.bottom)
        if math.hypot(circle.x - x, circle.y - y) < circle.r + 1:
            return False
    return not any(
        box.left < other.right and other.left < box.right and box.top < other.bottom and other.top < box.bottom
        for other in taken
    )


def width_of(words: str) -> float:
    """About how wide words are, in pixels."""
    return sum(EM if ord(letter) > 0x10FF else EM * 0.58 for letter in words)


def _bubble(bubble: Bubble, circle: Circle, words: Words | None) -> Markup:
    state = (" is-ringed" if bubble.is_ringed else "") + (" is-dashed" if bubble.is_dashed else "")
    pieces = [
        tag("title", f"{bubble.label}: {grouped(bubble.count)}. {bubble.said}"),
        tag("circle", cx=circle.x, cy=circle.y, r=circle.r, class_=f"h{bubble.shade}{state}"),
    ]
    if bubble.is_marked:
        edge = circle.r / math.sqrt(2)
        pieces.append(tag("circle", cx=circle.x + edge, cy=circle.y - edge, r=MARK, class_="p-mark"))
    if words is not None:
        shade = f" on-h{bubble.shade}" if words.is_inside else ""
        pieces += [
            tag("text", line, x=words.x, y=words.y + at * LINE, class_=f"p-name {words.anchor}{shade}")
            for at, line in enumerate(words.lines)
        ]
    return tag("a", *pieces, href=bubble.url, aria_label=f"{bubble.label}: {grouped(bubble.count)}. {bubble.said}")
