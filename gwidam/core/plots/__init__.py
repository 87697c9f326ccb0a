"""Plots drawn on the server: data in, accessible SVG out. No script, both colour modes, printable.

Widths are percentages and heights pixels, so that a plot fills its column while its words keep their size.
Colours are classes of plots.css. Everything is escaped in `svg.tag`.
"""

from .ages import Band, age_bands, divided_list
from .bars import Bar, Day, age_histogram, bar_list, stacked_bars
from .bubbles import Bubble, bubble_map
from .curve import Rate, coverage_curve
from .frame import Caption, Key
from .heat import week_heat
from .routes import Pair, ping_pong
from .scatter import Point, scatter
from .small import ring, share_bar, sparkline
from .svg import Markup
from .usual import Usual, usual_columns

__all__ = [
    "Band",
    "Bar",
    "Bubble",
    "Caption",
    "Day",
    "Key",
    "Markup",
    "Pair",
    "Point",
    "Rate",
    "Usual",
    "age_bands",
    "age_histogram",
    "bar_list",
    "bubble_map",
    "coverage_curve",
    "divided_list",
    "ping_pong",
    "ring",
    "scatter",
    "share_bar",
    "sparkline",
    "stacked_bars",
    "usual_columns",
    "week_heat",
]
