"""What templates may ask for: icons, initials, times, promise pills, plots, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import lru_cache, partial
from html import escape
from typing import Any

from django import template
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context, RequestContext
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from ..plots.svg import Markup

register = template.Library()

SOON = 0.25  # a promise is "soon" when a quarter of its time, or less, is left
HANGUL_NAME = re.compile(r"^[가-힣]{2,5}$")
MAY_BREAK = SafeString("<wbr>")
BREAK_AFTER = re.compile(r"(?<=[/._@\-?&=#:])")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One icon of icons.svg in the colour of the words around it; silent unless it has a label."""
    return _drawn(staticfiles_storage.url("gwidam/icons.svg"), name, str(label))


@lru_cache(maxsize=500)  # a page draws some fifty, most of them again and again
def _drawn(icons: str, name: str, label: str) -> SafeString:
    source = f"{icons}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, source)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', source)


@register.simple_tag
def nav_list(items: Iterable[Any]) -> SafeString:
    """The ways as a list; written out, as every page draws it twice: at the side, and under a thumb."""
    return SafeString(f'<ul class="nav">{"".join(map(_nav_item, items))}</ul>')


def _nav_item(item: Any) -> str:
    get: Any = item.get if isinstance(item, dict) else partial(getattr, item)
    here = ' aria-current="page"' if get("current") else ""
    key, count = escape(get("key") or ""), get("count")
    pressed = f' data-key="{key}"' if key else ""
    hint = f'<kbd aria-hidden="true">{key}</kbd>' if key else ""
    counted = f'<span class="count">{int(count)}</span>' if count else ""
    return (
        f'<li><a href="{escape(get("url"))}"{here}{pressed}>{icon(get("icon"))}'
        f'<span class="label">{escape(str(get("label")))}</span>{hint}{counted}</a></li>'
    )


class Still(template.Node):
    """What a page shows in the same words every time: drawn once in each language, then kept."""

    def __init__(self, inside: template.NodeList, unless: FilterExpression | None) -> None:
        self.inside, self.unless = inside, unless
        self.kept: dict[str | None, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """The same again. Nothing of the request may stand inside: the next reader gets it, too."""
        if self.unless is not None and self.unless.resolve(context):
            return self.inside.render(context)
        language = get_language()
        if language not in self.kept:
            self.kept[language] = self.inside.render(context)
        return self.kept[language]


@register.tag
def still(parser: Parser, token: Token) -> Still:
    """`{% still %} ... {% endstill %}` around parts that are the same for everybody.

    `{% still unless form.is_bound %}` draws anew what somebody has filled in.
    """
    _name, *condition = token.split_contents()
    if condition and (len(condition) != 2 or condition[0] != "unless"):
        raise template.TemplateSyntaxError("{% still %} may be followed by `unless` and one value")
    inside = parser.parse(("endstill",))
    parser.delete_first_token()
    return Still(inside, parser.compile_filter(condition[1]) if condition else None)


@register.filter
def initials(name: object) -> str:
    """What an avatar shows: the given name of a Korean, the first letters of anybody else."""
    said = str(name or "").strip()
    if HANGUL_NAME.match(said):
        return said[-2:]
    words = [word for word in re.split(r"[\s.\-_]+", said) if word]
    if len(words) > 1:
        return (words[0][0] + words[-1][0]).upper()
    return said[:2].upper()


LONG_AGO = timedelta(days=100)  # nobody counts further; a day says more


def in_words(span: timedelta) -> str:
    """A span of time as one unit a person would say: '3 min', '2 h', '5 d'."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 60:
        return ngettext("%(n)d min", "%(n)d min", minutes) % {"n": minutes}
    if minutes < 48 * 60:
        return ngettext("%(n)d h", "%(n)d h", minutes // 60) % {"n": minutes // 60}
    days = minutes // (24 * 60)
    return ngettext("%(n)d d", "%(n)d d", days) % {"n": days}


@register.inclusion_tag("core/parts/words.html")
def page_words() -> dict[str, dict[str, str]]:
    """The sentences that the scripts of a page speak, in the reader's language."""
    return {
        "words": {
            "saving": _("Saving …"),
            "saved": _("Draft saved"),
            "unsaved": _("Not saved yet. Will try again."),
            "copied": _("Copied"),
            "offline": _("The line is down. Trying again."),
            "online": _("Back in touch."),
            "failed": _("That did not work. Please try again."),
            "none": _("Nothing found"),
            "help": _("This list"),
            "now": _("just now"),
            "ago": _("%(span)s ago"),
            "in": _("in %(span)s"),
            "left": _("%(span)s left"),
            "late": _("%(span)s late"),
            "min": ngettext("%(n)d min", "%(n)d min", 2),
            "h": ngettext("%(n)d h", "%(n)d h", 2),
            "d": ngettext("%(n)d d", "%(n)d d", 2),
        }
    }


def ago_words(moment: datetime, now: datetime) -> str:
    """How long ago a moment was, or how far ahead it is."""
    if abs(now - moment) < timedelta(minutes=1):
        return _("just now")
    if moment > now:
        return _("in %(span)s") % {"span": in_words(moment - now)}
    return _("%(span)s ago") % {"span": in_words(now - moment)}


@register.simple_tag
def ago(moment: datetime | None) -> SafeString | str:
    """A <time> that says how long ago and keeps counting, or the day where it is long ago; its title is exact."""
    if moment is None:
        return ""
    now = timezone.now()
    if abs(now - moment) > LONG_AGO:
        day = _in_format("DATE_FORMAT", moment, timezone.get_current_timezone_name(), get_language())
        return SafeString(f'<time datetime="{moment.isoformat()}" title="{_exact_of(moment)}">{day}</time>')
    words = escape(ago_words(moment, now))
    return SafeString(f'<time data-ago datetime="{moment.isoformat()}" title="{_exact_of(moment)}">{words}</time>')


def _exact_of(moment: datetime) -> str:
    """The moment to the minute in the reader's language, escaped."""
    return _in_format("DATETIME_FORMAT", moment, timezone.get_current_timezone_name(), get_language())


@lru_cache(
    maxsize=5_000
)  # the same rows are shown over and over; a moment in words takes longer than a row's markup
def _in_format(name: str, moment: datetime, zone: str, language: str | None) -> str:
    return escape(date_format(timezone.localtime(moment), name))


def promise_state(
    due_at: datetime | None, from_at: datetime | None, kept_at: datetime | None, now: datetime
) -> str:
    """'kept', 'late', 'soon', 'safe' or 'none', as a promise stands at `now`."""
    if due_at is None:
        return "none"
    if kept_at is not None:
        return "kept" if kept_at <= due_at else "late"
    if now >= due_at:
        return "late"
    whole = due_at - from_at if from_at else timedelta(hours=24)
    return "soon" if due_at - now <= whole * SOON else "safe"


def promise_words(state: str, due_at: datetime | None, kept_at: datetime | None, now: datetime) -> str:
    """The few words of a promise pill."""
    if due_at is None:
        return _("no promise")
    if kept_at is not None:
        return _("kept") if state == "kept" else _("kept %(span)s late") % {"span": in_words(kept_at - due_at)}
    if now >= due_at:
        return _("%(span)s late") % {"span": in_words(now - due_at)}
    return _("%(span)s left") % {"span": in_words(due_at - now)}


DIAL = (
    '<svg class="dial" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
    '<circle class="track" cx="8" cy="8" r="6.5"/>'
    '<circle class="left" cx="8" cy="8" r="6.5" pathLength="100" stroke-dasharray="{left:.0f} 100"/>'
    '<path class="mark late" d="M8 4.8v3.7M8 11h.01"/><path class="mark kept" d="m5 8.3 2.1 2.1L11 6"/></svg>'
)


@register.simple_tag
def due_pill(
    due_at: datetime | None,
    from_at: datetime | None = None,
    kept_at: datetime | None = None,
    label: str = "",
) -> SafeString:
    """The pill that says how a promise stands, with a dial that runs down from `from_at` to `due_at`.

    Written out, as a list draws one for each of its rows: as a template it took a third of the page's time.
    Words are escaped; all else is numbers and moments.
    """
    # a template hands over '' for what is not there
    due_at, from_at, kept_at = due_at or None, from_at or None, kept_at or None
    now = timezone.now()
    state = promise_state(due_at, from_at, kept_at, now)
    dial = DIAL.format(left=_share_left(due_at, from_at, kept_at, now) * 100)
    said = f"<span>{escape(label)}</span>" if label else ""
    words = escape(promise_words(state, due_at, kept_at, now))
    times = _pill_times(due_at, from_at, kept_at)
    return SafeString(
        f'<span class="due" data-state="{state}"{times}>{dial}{said}<span data-words>{words}</span></span>'
    )


def _pill_times(due_at: datetime | None, from_at: datetime | None, kept_at: datetime | None) -> str:
    """What the script that turns the dial goes by, and the exact moment as a title."""
    if due_at is None:
        return ""
    said = f' title="{_exact_of(due_at)}"'
    if kept_at is None:
        said += f' data-due="{due_at.isoformat()}"' + (f' data-from="{from_at.isoformat()}"' if from_at else "")
    return said


def _share_left(
    due_at: datetime | None, from_at: datetime | None, kept_at: datetime | None, now: datetime
) -> float:
    """How much of a promise's time is left, from 0 to 1; a promise that does not say when it began had a day."""
    if due_at is None or kept_at is not None:
        return 0.0
    whole = (due_at - (from_at or due_at - timedelta(hours=24))).total_seconds()
    return max(0.0, min(1.0, (due_at - now).total_seconds() / whole)) if whole > 0 else 0.0


@register.simple_tag(takes_context=True)
def query_with(context: RequestContext, **changes: object) -> str:
    """This page's query string with some parameters changed; None or '' takes one away."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.filter
def breakable(text: object) -> SafeString:
    """An address or a long identifier that may break after its own punctuation."""
    return format_html_join(MAY_BREAK, "{}", ((piece,) for piece in BREAK_AFTER.split(str(text))))


@register.simple_tag
def plot(drawn: Markup) -> Markup:
    """A plot made by `gwidam.core.plots`, already escaped there."""
    if not isinstance(drawn, Markup):
        raise template.TemplateSyntaxError("{% plot %} takes what gwidam.core.plots drew, nothing else")
    return drawn


@register.filter
def split(words: str) -> list[str]:
    """A line of words as a list, for a short loop in a template."""
    return words.split()


@register.filter
def percent(share: float | None) -> str:
    """0.934 as '93%'; nothing to divide is a dash."""
    return "–" if share is None else f"{share * 100:.0f}%"
