"""Plots drawn on the server: data in, accessible SVG out. No script, both colour modes, printable.

Widths are percentages and heights pixels, so that a plot fills its column while its words keep their size.
Colours are classes of plots.css. Everything is escaped in `svg.tag`.
"""

from .ages import Band, age_bands, divided_list
from .bars import Bar, Day, age_histogram, bar_list, stacked_bars
from .curve import Rate, coverage_curve
from .frame import Caption
from .heat import week_heat
from .routes import Pair, ping_pong
from .small import ring, sparkline
from .svg import Markup

__all__ = [
    "Band",
    "Bar",
    "Caption",
    "Day",
    "Markup",
    "Pair",
    "Rate",
    "age_bands",
    "age_histogram",
    "bar_list",
    "coverage_curve",
    "divided_list",
    "ping_pong",
    "ring",
    "sparkline",
    "stacked_bars",
    "week_heat",
]
