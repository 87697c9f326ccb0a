"""What surrounds every plot: its caption, a legend, and the same figures as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .svg import Markup, joined, tag


@dataclass(frozen=True, slots=True)
class Caption:
    """The words around a plot, already in the reader's language."""

    title: str
    summary: str = ""  # one sentence for who hears the page
    table: str = "Table"  # what opens the table
    empty: str = "–"  # shown instead of a plot of nothing


@dataclass(frozen=True, slots=True)
class Key:
    """One entry of a legend: the class of the mark (see plots.css), its words, its total."""

    mark: str
    words: str
    total: str = ""


def figure(
    drawing: Markup | None,
    caption: Caption,
    *,
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    keys: Sequence[Key] = (),
) -> Markup:
    """A <figure> with caption, legend, drawing and table; without a drawing it says `caption.empty`."""
    if drawing is None:
        shown = [tag("p", caption.empty, class_="plot-empty")]
    else:
        shown = [*legend(keys), drawing, table(caption, header, rows)]
    return tag("figure", tag("figcaption", caption.title), *shown, class_="plot")


def legend(keys: Sequence[Key]) -> tuple[Markup, ...]:
    """The legend as one list, or nothing."""
    entries = [
        tag(
            "li",
            tag(
                "svg",
                tag("rect", width="10", height="10", class_=key.mark),
                width="10",
                height="10",
                aria_hidden="true",
            ),
            key.words,
            *((tag("b", key.total),) if key.total else ()),
        )
        for key in keys
    ]
    return (tag("ul", *entries, class_="plot-keys"),) if entries else ()


def table(caption: Caption, header: Sequence[str], rows: Sequence[Sequence[str]]) -> Markup:
    """The figures as a table that opens on demand; the first cell of a row names the row."""
    head = tag("thead", tag("tr", *(tag("th", cell, scope="col") for cell in header)))
    body = tag(
        "tbody",
        *(
            tag("tr", tag("th", row[0], scope="row"), *(tag("td", cell, class_="num") for cell in row[1:]))
            for row in rows
        ),
    )
    ruled = tag("table", tag("caption", caption.title, class_="unseen"), head, body, class_="table")
    scrolled = tag("div", ruled, class_="table-wrap", tabindex="0", role="region", aria_label=caption.title)
    return tag("details", tag("summary", caption.table), scrolled)


def canvas(caption: Caption, height: int, *content: Markup, has_links: bool = False) -> Markup:
    """An <svg> as wide as its place and `height` pixels high; x is given in percent, y in pixels.

    One picture to a screen reader, unless there are links in it to be reached.
    """
    described = (tag("desc", caption.summary),) if caption.summary else ()
    return tag(
        "svg",
        tag("title", caption.title),
        *described,
        joined(*content),
        width="100%",
        height=str(height),
        role="group" if has_links else "img",
        aria_label=f"{caption.title}. {caption.summary}" if caption.summary else caption.title,
    )


def nice_step(top: float, most: int = 3) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50 ... with which at most `most` steps reach `top`."""
    unit = 1
    while True:
        for factor in (1, 2, 5):
            if factor * unit * most >= top:
                return factor * unit
        unit *= 10


def grouped(count: int) -> str:
    """A count with its thousands set apart: 12034 -> '12,034'."""
    return f"{count:,}"
