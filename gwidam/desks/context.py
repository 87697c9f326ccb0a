"""What every page is given besides its own: the house, the person at the door, and the ways they may go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gwidam.own.queries.counting import Counts, counts_for
from gwidam.people.door import may, owes_second_factor
from gwidam.people.models import Employee
from gwidam.people.queries import departments


@dataclass(frozen=True, slots=True)
class Way:
    """A place somebody may go. `action` is the door policy's; `count` names a number of `Counts`.

    `short` is the label under a thumb, where a dozen letters are too many.
    """

    name: str
    label: Any
    icon: str
    action: str
    key: str = ""
    count: str = ""
    short: Any = ""


# In the order of a working day; the first four make the bar under the thumb on a phone.
WAYS = (
    Way(
        "desks:guarded",
        _("Guarded cases"),
        "guard",
        "see cases",
        "g",
        "guarded",
        pgettext_lazy("short", "Guarded"),
    ),
    Way("desks:hear", _("Hear somebody"), "ear", "hear", "i", short=pgettext_lazy("short", "Hear")),
    Way("desks:department", _("Our desk"), "inbox", "see cases", "d", "offers", pgettext_lazy("short", "Desk")),
    Way("desks:search", _("Search"), "search", "search", "/"),
    Way("desks:talks", _("Talks"), "chat", "keep talks", "l", "talks"),
    Way("people:directory", _("Who answers"), "directory", "see directory", "w"),
    Way("desks:pulse", _("Pulse"), "pulse", "see pulse", "u"),
    Way("understand:themes", _("Themes"), "themes", "see understanding", "t"),
    Way("change:board", _("Improvements"), "improve", "see improvements", "v"),
    Way("change:campaigns", _("Please fix it"), "plus", "take part in campaigns"),
    Way("change:meetings", _("Work-outs"), "people", "take part in meetings"),
    Way("understand:routes", _("Routes"), "hand-over", "see understanding"),
    Way("understand:offers", _("Services that help"), "shelter", "edit understanding"),
    Way("understand:health", _("How voices are read"), "info", "see understanding"),
    Way("moments:journeys", _("Moments of truth"), "journey", "edit moments"),
    Way("change:trackers", _("Issue trackers"), "link", "connect trackers"),
    Way("listen:channels", _("Channels"), "voice", "edit channels"),
    Way("listen:doors", _("Doors"), "ear", "edit channels"),
    Way("people:people", _("People"), "people", "edit people"),
    Way("desks:phone", _("Telephones"), "phone", "edit channels"),
    Way("desks:webhooks", _("Webhooks"), "api", "edit webhooks"),
    Way("desks:ready-answers", _("Ready answers"), "answer", "edit channels"),
    Way("desks:wizard", _("Set up"), "settings", "set up"),
)


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of the navigation, as the page draws it."""

    url: str
    label: str
    short: str
    icon: str
    key: str
    count: int
    current: bool


def house(request: HttpRequest) -> dict[str, Any]:
    """Name of the house, address of the live stream, the person at the door, and where they may go."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"house_name": settings.HOUSE_NAME, "live_url": "", "door": None, "nav": [], "has_telephone": False}
    home = departments().get(user.department_id)
    if home is not None:
        user.department = home  # known already, so that no page asks for it again
    counts = cache(lambda: counts_for(user, at=timezone.now()))
    return {
        "house_name": settings.HOUSE_NAME,
        # The stream lets in nobody who owes a second factor; their page does not knock.
        "live_url": "" if owes_second_factor(request) else f"{settings.LIVE_URL}/live",
        "door": user,
        # Only a page with the frame around it looks at the navigation; a part costs no query for it.
        "nav": SimpleLazyObject(lambda: ways_of(user, request.path, counts=counts())),
        "has_telephone": SimpleLazyObject(lambda: counts().has_telephone),
    }


def ways_of(who: Employee, path: str, *, counts: Counts | None = None) -> list[Item]:
    """The navigation of this person: what the door policy opens and the house has, counted in one query."""
    counts = counts or counts_for(who, at=timezone.now())
    found = []
    for way in WAYS:
        url = _url(way.name)
        if url and may(who, way.action):
            is_here = path == url or path.startswith(f"{url}/")
            found.append(
                Item(
                    url=url,
                    label=str(way.label),
                    short=str(way.short),
                    icon=way.icon,
                    key="" if is_here else way.key,  # on its own page a key is free for the page
                    count=getattr(counts, way.count) if way.count else 0,
                    current=is_here,
                )
            )
    return found


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
