"""What the address of the page asks for, and the choices it offers."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import ngettext

from gwidam.listen.models import Channel
from gwidam.listen.queries import open_channels
from gwidam.own.queries.pulse import PERIODS, Asked
from gwidam.people.models import Department
from gwidam.people.queries import departments

USUAL_DAYS = 30


@dataclass(frozen=True, slots=True)
class Filters:
    """The question with its words: the channel and the department asked for, None where any will do."""

    asked: Asked
    channel: Channel | None
    department: Department | None

    def url(self, **changes: object) -> str:
        """The query string of this question with something changed; an empty value takes a filter away."""
        query = QueryDict(mutable=True)
        now: dict[str, object] = {
            "days": self.asked.days if self.asked.days != USUAL_DAYS else "",
            "channel": self.channel.code if self.channel else "",
            "department": self.department.code if self.department else "",
        }
        query.update({name: str(value) for name, value in (now | changes).items() if value})
        return f"?{query.urlencode()}" if query else "?"

    @property
    def periods(self) -> list[dict[str, object]]:
        """The tabs above the page."""
        return [
            {
                "url": self.url(days=days if days != USUAL_DAYS else ""),
                "label": ngettext("%(n)d day", "%(n)d days", days) % {"n": days},
                "current": days == self.asked.days,
            }
            for days in PERIODS
        ]


def filters_from(query: QueryDict) -> Filters:
    """Read the question; what is not known is not asked."""
    days = query.get("days", "")
    channel = next((each for each in open_channels() if each.code == query.get("channel")), None)
    department = next((each for each in departments().values() if each.code == query.get("department")), None)
    return Filters(
        asked=Asked(
            days=int(days) if days in map(str, PERIODS) else USUAL_DAYS,
            channel_id=channel.pk if channel else None,
            department_id=department.pk if department else None,
        ),
        channel=channel,
        department=department,
    )
