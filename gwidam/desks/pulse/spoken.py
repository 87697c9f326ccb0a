"""How numbers of the pulse are said."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwidam.core.words import reading_language
from gwidam.own.rules.shares import Share

MINUTES_UNTIL, HOURS_UNTIL = timedelta(hours=2), timedelta(hours=48)


def number(count: int) -> str:
    """A count with its thousands set apart."""
    return f"{count:,}"


def span(time: timedelta) -> tuple[str, str]:
    """A span as people say it, number and unit apart: 38 min, 5.5 h, 2.5 d."""
    seconds = time.total_seconds()
    if time < MINUTES_UNTIL:
        return f"{seconds / 60:.0f}", pgettext("unit", "min")
    if time < HOURS_UNTIL:
        return _short(seconds / 3600), pgettext("unit", "h")
    return _short(seconds / 86400), pgettext("unit", "d")


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def day(moment: date) -> str:
    """A day without its year: 11.22, 22 Nov."""
    return date_format(moment, "j M" if reading_language() == "en" else "n.j")


def percent(share: Share) -> str:
    """'93%', or a dash for a share of too few."""
    return f"{share.part / share.whole:.0%}" if share.is_sayable else "–"


def too_few(share: Share) -> str:
    """What is said in place of a share of too few."""
    return _("too few to say (n=%(n)s)") % {"n": number(share.whole)}


def share_of(share: Share, words: str) -> str:
    """`words` with the places %(percent)s and %(n)s filled, or that it is too few to say."""
    if not share.is_sayable:
        return too_few(share)
    return words % {"percent": percent(share), "n": number(share.whole)}


def among(share: Share) -> str:
    """What stands behind a share: how many were counted, and between which shares the truth lies."""
    if not share.is_sayable:
        return too_few(share)
    low, high = share.likely
    return _("%(low).0f–%(high).0f%% likely, n=%(n)s") % {
        "low": low * 100,
        "high": high * 100,
        "n": number(share.whole),
    }
