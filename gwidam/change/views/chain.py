"""The chain of an improvement: voice, theme, improvement, ruling, release, telling, each a place one can go to."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import Improvement, Ruling
from ..queries.improvements import Page


@dataclass(frozen=True, slots=True)
class Ring:
    """One link of the chain. `said` is empty, and `is_there` False, for what has not come yet."""

    icon: str
    noun: str
    said: str
    url: str
    is_there: bool


def chain_of(improvement: Improvement, page: Page, *, sees_themes: bool) -> tuple[Ring, ...]:
    """The chain as a row of places, from the voice to the telling. No query."""
    return (
        _voices(improvement),
        _theme(page, sees_themes=sees_themes),
        Ring("improve", _("Improvement"), improvement.number, "#words", is_there=True),
        _ruling(page),
        _release(improvement),
        _telling(improvement, page),
    )


def _voices(improvement: Improvement) -> Ring:
    people = improvement.reach.people
    said = ngettext("%(n)d person", "%(n)d people", people) % {"n": people} if people else ""
    return Ring("voice", _("Voice"), said, "#voices", bool(people))


def _theme(page: Page, *, sees_themes: bool) -> Ring:
    first = page.themes[0].theme if page.themes else None
    url = reverse("understand:theme", args=[first.pk]) if first and sees_themes else "#themes"
    return Ring("themes", _("Theme"), str(first or ""), url, first is not None)


def _ruling(page: Page) -> Ring:
    last = page.rulings[0] if page.rulings else None
    return Ring(
        "people",
        _("Ruling"),
        str(Ruling.Verdict(last.verdict).label) if last else "",
        "#rulings",
        last is not None,
    )


def _release(improvement: Improvement) -> Ring:
    at = improvement.released_at
    return Ring("check", _("Release"), date_format(at, "n/j") if at else "", "#story", at is not None)


def _telling(improvement: Improvement, page: Page) -> Ring:
    told = page.told
    is_due = improvement.released_at is not None or improvement.state == Improvement.State.DECLINED
    said = _("%(told)d of %(asked)d") % {"told": told.told, "asked": told.asked} if is_due else ""
    return Ring("mail", _("Telling"), said, "#telling", is_due)
