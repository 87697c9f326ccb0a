"""What is drawn of themes: the map, a theme's weeks, its tones."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from gwidam.core.plots import (
    Bar,
    Bubble,
    Caption,
    Key,
    Markup,
    Usual,
    bar_list,
    bubble_map,
    share_bar,
    sparkline,
    usual_columns,
)

from ...models import Theme
from ...queries.themes.asked import Asked
from ...queries.themes.listing import Line, Listed, Tones

ON_MAP = 36  # themes; more are a crowd
SHADES = ((0.65, 4), (0.4, 3), (0.2, 2), (0.0, 1))  # from this share of unhappy voices on


def map_of(found: Listed) -> Markup:
    """Themes as circles: people by size, unhappiness by shade, alike near alike."""
    lines = [line for line in sorted(found.lines, key=lambda line: -line.people) if line.people]
    return bubble_map(
        [_bubble(line) for line in lines[:ON_MAP]],
        Caption(
            title=_("The map"),
            summary=_("Every circle is a theme. The larger, the more people; near ones are alike."),
            table=_("Table"),
            empty=_("Nobody spoke in these days."),
        ),
        label=_("Theme"),
        count=_("How many people"),
        said=_("What else"),
        keys=(
            Key("h1", _("hardly anybody unhappy")),
            Key("h4", _("nearly all unhappy")),
            Key("h0 is-ringed", _("really rising")),
            Key("h0 is-dashed", _("new this week")),
            Key("p-mark", _("need written")),
        ),
    )


def _bubble(line: Line) -> Bubble:
    theme = line.theme
    return Bubble(
        words=tuple(theme.name.split(" · ")) if not theme.is_named else tuple(_in_lines(theme.name)),
        count=line.people,
        x=0.5 if theme.x is None else theme.x,
        y=0.5 if theme.y is None else theme.y,
        shade=shade_of(line.tones),
        url=reverse("understand:theme", args=[theme.pk]),
        said=", ".join(filter(None, (tone_words(line.tones), trend_words(line), _need_words(line)))),
        is_ringed=theme.is_rising,
        is_dashed=line.is_new,
        is_marked=line.has_need,
    )


def _need_words(line: Line) -> str:
    return _("need written") if line.has_need else ""


def _in_lines(name: str, longest: int = 8) -> list[str]:
    """A name cut between words into lines of about so many letters."""
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + len(word) < longest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [name]


def shade_of(tones: Tones) -> int:
    """1 to 4: the darker, the more of the voices are unhappy."""
    return next(shade for share, shade in SHADES if tones.unhappy >= share)


def tone_words(tones: Tones) -> str:
    """How many of the voices are unhappy, in words."""
    return _("%(n)d%% unhappy") % {"n": round(100 * tones.unhappy)} if tones.voices else ""


def trend_words(line: Line) -> str:
    """Whether it really rises, in words."""
    theme = line.theme
    if theme.is_rising:
        return _("really rising: %(people)d people in seven days, about %(usual)d would be usual") % {
            "people": theme.people_lately,
            "usual": round(theme.expected),
        }
    if line.is_new and not theme.weeks:
        return _("new")
    return _("as usual") if line.can_tell else _("too few to tell")


def tone_bar(tones: Tones) -> Markup:
    """Unhappy, neutral and happy voices as one short bar."""
    said = _("%(bad)d unhappy, %(neutral)d neutral, %(good)d happy") % {
        "bad": tones.negative,
        "neutral": tones.neutral,
        "good": tones.positive,
    }
    return share_bar([(tones.negative, "h4"), (tones.neutral, "h1"), (tones.positive, "m-none")], said)


def weeks_line(theme: Theme) -> Markup:
    """A theme's weeks as a line the size of a word."""
    people = [int(week[0]) for week in theme.weeks]
    return sparkline(people, _("People by week: %(people)s") % {"people": ", ".join(map(str, people))})


def weeks_plot(theme: Theme, asked: Asked) -> Markup:
    """A theme's weeks before what was to be expected of them."""
    last = len(theme.weeks) - 1
    columns = [
        Usual(_day(asked, last - at), int(people), low, expected, high)
        for at, (people, low, expected, high) in enumerate(theme.weeks)
    ]
    return usual_columns(
        columns,
        Caption(
            title=_("People by week"),
            summary=_("Weeks that end today. Repeats and copies count once."),
            table=_("Table"),
            empty=_("Nobody spoke of it in the last three months."),
        ),
        label=_("Week until"),
        count=_("How many people"),
        usual=_("to be expected"),
        above=_("more than chance"),
    )


def _day(asked: Asked, weeks_ago: int) -> str:
    return date_format(asked.today - timedelta(weeks=weeks_ago), "n/j")


def bars(pairs: tuple[tuple[str, int], ...], title: str, label: str) -> Markup:
    """A ranked list of where people spoke."""
    return bar_list(
        [Bar(name, people) for name, people in pairs],
        Caption(title=title, table=_("Table"), empty=_("Nobody said where.")),
        label=label,
        count=_("How many people"),
    )
