"""Where to look first in the demo."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count
from django.urls import NoReverseMatch, reverse

from gwidam.listen.models import Channel
from gwidam.own.models import Case
from gwidam.own.tracking import follow_url

PAGES = (
    ("말하기 · speak", "desks:speak"),
    ("내가 지키는 건 · guarded cases", "desks:guarded"),
    ("부서 책상 · department desk", "desks:department"),
    ("맥박 · pulse", "desks:pulse"),
    ("개선 · improvements", "change:priorities"),
    ("대화하기 · talks", "desks:talks"),
)


CHAT = "chat"


def sights() -> Iterator[tuple[str, str]]:
    """(what it is, address): the pages that are there, and the follow link of an open case with a history."""
    for name, page in PAGES:
        try:
            yield name, _address(page)
        except NoReverseMatch:
            continue
    if Channel.objects.filter(code=CHAT, opened_at__isnull=False).exists():
        yield "대화창이 있는 누리집 · a web site with live chat", _address("desks:window-sample", CHAT)
    told = (
        Case.objects.filter(state=Case.State.OPEN, voice__language="ko", customer__employee=None)
        .annotate(steps=Count("handoffs", distinct=True) + Count("answers", distinct=True))
        .order_by("-steps", "-id")
        .first()
    )
    if told is not None:
        yield "따라보기 · follow an open case", follow_url(told.receipt)


def _address(page: str, *places: str) -> str:
    return settings.PUBLIC_URL + reverse(page, args=places)
