"""Talks of the cast, for the tests of several rooms."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gwidam.core.hours import ALWAYS
from gwidam.core.models import Fact
from gwidam.listen.models import Channel
from gwidam.listen.queries import channel
from gwidam.own import verbs as own
from gwidam.own.models import Talk, TalkLine
from gwidam.own.queries import talks as queries
from gwidam.people.models import Employee
from tests.cast import NOW, opened

KEY = "0123456789abcdef0123456789abcdef"
MINUTE = timedelta(minutes=1)


def open_chat(cast: Any, *, origins: tuple[str, ...] = ()) -> Channel:
    """A chat channel with the cast's process behind it."""
    if Channel.objects.filter(code="chat").exists():
        return channel("chat")
    names = {"name_ko": "대화", "name_en": "Chat"}
    opened(cast, "chat", code="chat", hours=ALWAYS, origins=origins, at=NOW - timedelta(days=300), **names)
    return channel("chat")


def begin(cast: Any, at: Any, *, key: str = KEY, text: str = "인터넷이 안 돼요", **more: Any) -> Talk:
    """A customer begins a talk; it waits unless somebody is seated."""
    more.setdefault("language", "ko")
    given = own.begin_talk(channel=open_chat(cast), key=key, text=text, line_key="first", at=at, **more)
    return fresh(given.talk)


def running(cast: Any, at: Any, keeper: Employee | None = None, **more: Any) -> Talk:
    """A talk that somebody keeps: mina unless told otherwise."""
    keeper = keeper or cast.mina
    return own.take_talk(talk=begin(cast, at, **more), keeper=keeper, by=keeper, at=at)


def fresh(talk: Talk) -> Talk:
    """The talk as it is now."""
    return Talk.objects.select_related("channel", "customer", "keeper", "voice").get(pk=talk.pk)


def said(talk: Talk) -> list[tuple[int, str, str]]:
    """(number, side, text) of every line."""
    return list(TalkLine.objects.filter(talk=talk).values_list("number", "side", "text"))


def nobody_on_duty() -> None:
    """Take every shift away, as at an hour when nobody works."""
    from django.db import connection

    from gwidam.core.memory import forget

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM people_shift")
    forget()


def facts_of(talk: Talk) -> list[str]:
    """What was told of it, in order."""
    return list(Fact.objects.filter(about=talk.about).order_by("id").values_list("kind", flat=True))


def view(talk: Talk, at: Any, after: int = 0) -> Any:
    """What its window is told."""
    return queries.view_of(fresh(talk), after=after, at=at)
