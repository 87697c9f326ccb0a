"""Live chat of the demo: ready answers, talks that became voices, and one that is still running."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gwidam.core.actors import CLOCK
from gwidam.own import verbs as own
from gwidam.own.models import Case, Talk
from gwidam.own.rules.talks import LONGEST_WAIT, languages_of
from gwidam.people import contacts
from gwidam.people.models import Employee

from .company import ZONE, Company
from .days import Story
from .texts import Texts

CHANNEL, OPERATOR = "chat", "moon-taeyang"
RUNNING_FOR = timedelta(minutes=4)  # before now
# The customer of the running talk is made up: their window counts as seen for so long after the building, so that
# whoever looks around finds it. Then the clock makes a voice of it, as of any other that was left.
SEEN_FOR = timedelta(minutes=25)
CLOSED_AFTER = timedelta(minutes=12)


def ready_answers(texts: Texts, company: Company, *, at: datetime) -> None:
    """Write the words that are said ten times a day."""
    for told in texts.talks["ready"]:
        own.set_ready_answer(**told, by=company.people[OPERATOR], at=at)


def talks(texts: Texts, company: Company, *, seed: int, now: datetime) -> Iterator[Story]:
    """Every talk of the file as a story."""
    for number, told in enumerate(texts.talks["talk"]):
        began = _began(told, now)
        yield _talk(texts, company, told, key=f"demo-{seed}-{number}".ljust(32, "x"), at=began, now=now)


def _began(told: Mapping[str, Any], now: datetime) -> datetime:
    """When it began: by the clock in Seoul some days ago, never so late that it would not be over by now."""
    if not told["ends"]:
        return now - RUNNING_FOR
    hour, minute = map(int, told["clock"].split(":"))
    today = now.astimezone(ZoneInfo(ZONE)).replace(hour=hour, minute=minute, second=0, microsecond=0)
    began = today - timedelta(days=told["days_ago"])
    return began if began < now - timedelta(hours=1) else began - timedelta(days=1)


def _talk(
    texts: Texts, company: Company, told: Mapping[str, Any], *, key: str, at: datetime, now: datetime
) -> Story:
    yield at
    keeper = _keeper(company, told["language"], at)
    first, *others = told["lines"]
    talk = _begun(texts, company, told, first["text"], key=key, at=at)
    if told["ends"] != "waited":
        at += timedelta(seconds=15)
        yield at
        talk = own.take_talk(talk=talk, keeper=keeper, by=keeper, at=at)
    for number, line in enumerate(others, start=1):
        at += timedelta(seconds=line["after"])
        yield at
        if line["by"] == "asks":
            own.ask_anything_else(talk=talk, is_answered=told["is_answered"], by=keeper, at=at)
        else:
            by = keeper if line["by"] == "keeper" else None
            own.say(talk=talk, text=line["text"], key=f"demo-{number}", by=by, at=at)
    yield from _over(company, told, talk, keeper, at=at, now=now)


def _begun(texts: Texts, company: Company, told: Mapping[str, Any], text: str, *, key: str, at: datetime) -> Talk:
    speaker = texts.speakers[told["customer"]]
    return own.begin_talk(
        channel=company.channels[CHANNEL],
        key=key,
        text=text,
        line_key="demo-0",
        language=told["language"],
        name=speaker.name,
        reaches=contacts.reaches(email_=speaker.email, phone_=speaker.phone, handle_=speaker.handle),
        at=at,
    ).talk


def _keeper(company: Company, language: str, at: datetime) -> Employee:
    """Who of those on duty speaks the language; the first of them where nobody does."""
    present = company.on_duty(company.channels[CHANNEL], at)
    return next((each for each in present if language in languages_of(each.language, each.skills)), present[0])


def _over(
    company: Company, told: Mapping[str, Any], talk: Talk, keeper: Employee, *, at: datetime, now: datetime
) -> Story:
    """The talk ends, or is seen to go on; a case that was answered in it is closed a little later."""
    if not told["ends"]:
        own.be_seen(talk_ids=[talk.pk], at=now + SEEN_FOR)
        return
    at += LONGEST_WAIT if told["ends"] == "waited" else timedelta(seconds=30)
    yield at
    by = CLOCK if told["ends"] == "waited" else talk.customer
    ended = own.end_talk(talk=talk, because=told["ends"], by=by, at=at)
    if told["is_answered"]:
        at += CLOSED_AFTER
        yield at
        own.close(
            case=Case.objects.get(voice=ended.voice),
            anything_else="대화에서 더 없다고 하셨습니다.",
            cause=told["cause"],
            recurrence="taught",
            recurrence_why=told["taught"],
            by=keeper,
            at=at,
        )
