"""What templates may ask for: icons, initials, times, promise pills, plots, addresses."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.http import HttpRequest
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..plots.svg import Markup

register = template.Library()

SOON = 0.25  # a promise is "soon" when a quarter of its time, or less, is left
HANGUL_NAME = re.compile(r"^[가-힣]{2,5}$")
MAY_BREAK = SafeString("<wbr>")
BREAK_AFTER = re.compile(r"(?<=[/._@\-?&=#:])")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One icon of icons.svg in the colour of the words around it; silent unless it has a label."""
    source = f"{static('gwidam/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, source)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"/></svg>', source)


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
    """A <time> that says how long ago and keeps counting; the exact moment is its title."""
    if moment is None:
        return ""
    exact = date_format(timezone.localtime(moment), "DATETIME_FORMAT")
    return format_html(
        '<time data-ago datetime="{}" title="{}">{}</time>',
        moment.isoformat(),
        exact,
        ago_words(moment, timezone.now()),
    )


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


@register.inclusion_tag("core/parts/pill.html")
def due_pill(
    due_at: datetime | None,
    from_at: datetime | None = None,
    kept_at: datetime | None = None,
    label: str = "",
) -> dict[str, Any]:
    """The pill that says how a promise stands, with a dial that runs down from `from_at` to `due_at`."""
    # a template hands over '' for what is not there
    due_at, from_at, kept_at = due_at or None, from_at or None, kept_at or None
    now = timezone.now()
    state = promise_state(due_at, from_at, kept_at, now)
    left = 0.0
    if due_at and not kept_at:
        whole = (due_at - (from_at or due_at - timedelta(hours=24))).total_seconds()
        left = max(0.0, min(1.0, (due_at - now).total_seconds() / whole)) if whole > 0 else 0.0
    return {
        "state": state,
        "words": promise_words(state, due_at, kept_at, now),
        "due_at": due_at,
        "from_at": from_at,
        "kept_at": kept_at,
        "left": f"{left * 100:.0f}",
        "label": label,
    }


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
