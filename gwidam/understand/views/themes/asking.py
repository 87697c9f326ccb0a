"""What the address of a page of themes asks for, and the choices it offers."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gwidam.listen.models import Channel
from gwidam.listen.queries import open_channels
from gwidam.moments.models import Touchpoint
from gwidam.moments.queries import touchpoints

from ...queries.themes.asked import ORDERS, PERIODS, Asked

USUAL_DAYS = 30


@dataclass(frozen=True, slots=True)
class Filters:
    """The question with its words, and everything else that could be asked."""

    asked: Asked
    channels: tuple[Channel, ...]
    touchpoints: tuple[Touchpoint, ...]

    @property
    def is_filtered(self) -> bool:
        return self.asked.channel_id is not None or self.asked.touchpoint_id is not None

    def url(self, **changes: object) -> str:
        """The query string of this question with something changed; an empty value takes it away."""
        query = QueryDict(mutable=True)
        now: dict[str, object] = {
            "days": self.asked.days if self.asked.days != USUAL_DAYS else "",
            "channel": next((each.code for each in self.channels if each.pk == self.asked.channel_id), ""),
            "touchpoint": next(
                (each.code for each in self.touchpoints if each.pk == self.asked.touchpoint_id), ""
            ),
            "order": self.asked.order if self.asked.order != ORDERS[0] else "",
        }
        query.update({name: str(value) for name, value in (now | changes).items() if value != ""})
        return f"?{query.urlencode()}" if query else "?"

    @property
    def periods(self) -> list[dict[str, object]]:
        """The tabs above the page."""
        return [
            {
                "url": self.url(days=days if days != USUAL_DAYS else ""),
                "label": ngettext("%(n)d day", "%(n)d days", days) % {"n": days} if days else _("All time"),
                "current": days == self.asked.days,
            }
            for days in PERIODS
        ]

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """(code, words, whether it is asked for) of each order."""
        words = (_("most people first"), _("rising first"), _("newest themes first"), _("most unhappy first"))
        return [(code, said, code == self.asked.order) for code, said in zip(ORDERS, words, strict=True)]


def filters_from(query: QueryDict) -> Filters:
    """Read the question; what is not known is not asked."""
    days, order = query.get("days", ""), query.get("order", "")
    channels, places = tuple(open_channels()), tuple(touchpoints())
    channel = next((each for each in channels if each.code == query.get("channel")), None)
    place = next((each for each in places if each.code == query.get("touchpoint")), None)
    asked = Asked(
        today=timezone.localdate(),
        days=int(days) if days in map(str, PERIODS) else USUAL_DAYS,
        channel_id=channel.pk if channel else None,
        touchpoint_id=place.pk if place else None,
        order=order if order in ORDERS else ORDERS[0],
    )
    return Filters(asked, channels, places)
