"""How often one place may knock: counted in this process, so that a flood costs no row and no query.

With several web processes the limit is that many times as high, which is still far below a flood.
"""

from __future__ import annotations

import ipaddress
import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from gwidam.core.errors import Refused

MOST_PLACES = 20_000  # remembered at once; a flood from more of them forgets the oldest
_SHARED_V6 = 64  # bits that one household or shop has in common


class TooOften(Refused):
    """Somebody knocked more often than anybody needs to."""

    status = 429
    slug = "too-often"


@dataclass
class Limit:
    """At most `most` knocks from one place within `within`."""

    most: int
    within: timedelta
    _knocks: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def knock(self, place: str, *, at: datetime) -> None:
        """Count one knock. Raises TooOften, with the seconds to wait in `.more`."""
        with self._lock:
            since, count = self._knocks.pop(place, (at, 0))
            if at - since >= self.within:
                since, count = at, 0
            self._knocks[place] = (since, count + 1)
            if len(self._knocks) > MOST_PLACES:
                del self._knocks[next(iter(self._knocks))]
        if count >= self.most:
            wait = since + self.within - at
            minutes = max(1, -(-int(wait.total_seconds()) // 60))
            raise TooOften(
                ko=f"짧은 시간에 여러 번 보내셨어요. {minutes}분쯤 뒤에 다시 보내 주세요. 적으신 글은 그대로 있습니다.",
                en=f"That was often in a short time. Please send it again in about {minutes} min;"
                " what you wrote is still here.",
                wait=int(wait.total_seconds()),
            )

    def forget(self) -> None:
        """Forget every knock."""
        with self._lock:
            self._knocks.clear()


# A whole shop, or a mobile carrier's customers, may share one address.
VOICES_FROM_PLACE = Limit(most=30, within=timedelta(minutes=10))
VOICES_OF_CONTACT = Limit(most=10, within=timedelta(hours=1))
LINES_FROM_PLACE = Limit(most=1200, within=timedelta(minutes=10))  # of live chat, with the signs of writing
FILES_FROM_PLACE = Limit(most=60, within=timedelta(minutes=10))  # given in live chat
LOOKS_FROM_PLACE = Limit(most=30, within=timedelta(minutes=10))

SUPPORTS_FROM_PLACE = Limit(most=300, within=timedelta(minutes=10))
COMMENTS_OF_PERSON = Limit(most=10, within=timedelta(hours=1))
LINKS_FROM_PLACE = Limit(most=20, within=timedelta(minutes=10))  # letters that somebody asks us to write


def place_of(request: HttpRequest) -> str:
    """Where a request comes from: the address, of IPv6 the part a household shares.

    Behind a proxy it is what our own proxy saw: the last entry, the only one a stranger cannot write.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.ENV.behind_proxy:
        address = str(request.META.get("HTTP_X_FORWARDED_FOR", address)).rpartition(",")[2].strip()
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped is None:
        return str(ipaddress.ip_network((found, _SHARED_V6), strict=False))
    return str(found)
