"""The doors of the demo to other services: which are connected, which only stand ready, and what came in by them.

A house that was built a minute ago has no account anywhere. What would need one is set up without its secret and says
so; what came in by it is told as if somebody had used it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from gwidam.change.verbs.trackers import prepare_tracker
from gwidam.core.actors import House
from gwidam.listen.ears.heard import Heard, handle
from gwidam.listen.models import Channel, Ear
from gwidam.listen.phone import News, What
from gwidam.listen.verbs import give_extension, hear_call, open_channel, open_ear, set_channel, take_down
from gwidam.own import verbs as own
from gwidam.own.models import Case
from gwidam.people.contacts import Reach, reaches
from gwidam.post.models import Line
from gwidam.post.verbs import add_webhook, connect_line, pause_webhook

from .company import DEMO, ZONE, Company
from .days import Story
from .texts import Texts

SEOUL = ZoneInfo(ZONE)
OPENED = timedelta(days=5)  # before now
LISTENS_LIKE = "web"  # the people and hours behind the new channels
WEBHOOK, CITY, EXCHANGE = House("webhook"), House("open311"), House("exchange")
TOLD_OF = ("own.CaseOpened", "own.CaseClosed", "change.ImprovementReleased")
TALK = timedelta(minutes=4)
Step = Mapping[str, Any]


@cache
def world() -> Mapping[str, Any]:
    """What the file says."""
    return tomllib.loads((Path(__file__).parent / "world" / "doors.toml").read_text(encoding="utf-8"))


def sayings() -> list[str]:
    """What will be heard."""
    return [said(step) for step in world()["step"] if step["does"] == "hear"]


def said(step: Step) -> str:
    """The words of a step, as a voice has them."""
    words = step["text"].strip()
    return f"{step['title']}\n\n{words}" if "title" in step else words


def doors(company: Company, texts: Texts, *, now: datetime) -> Story:
    """The doors are opened, then what came in by them and what was answered, in its order."""
    opened_at = now - OPENED
    yield opened_at
    lines = _lines(opened_at)
    channels = {told["key"]: _channel(told, company, lines, opened_at) for told in world()["channel"]}
    _others(company, opened_at)
    kept: dict[str, Case] = {}
    for step in world()["step"]:
        at = _moment(step, now)
        yield at
        if step["does"] == "answer":
            case = kept[step["about"]]
            own.answer(case=case.fresh(), text=step["text"].strip(), by=case.guardian, at=at)
        else:
            channel = channels.get(step["door"]) or company.channels[step["door"]]
            kept[step["key"]] = HEAR[step["door"]](step, channel, company, texts, at)


def _moment(step: Step, now: datetime) -> datetime:
    hour, minute = map(int, step["clock"].split(":"))
    day = now.astimezone(SEOUL).date() - timedelta(days=step["days_ago"])
    return datetime.combine(day, time(hour, minute), SEOUL)


def _lines(at: datetime) -> dict[str, Line]:
    return {
        told["key"]: connect_line(
            kind=told["kind"], name=told["name_ko"], given=told["given"], may_lack=True, by=DEMO, at=at
        )
        for told in world()["line"]
    }


def _channel(told: Step, company: Company, lines: Mapping[str, Line], at: datetime) -> Channel:
    like = company.channels[LISTENS_LIKE]
    channel = set_channel(
        code=told["key"],
        kind=told["key"],
        name_ko=told["name_ko"],
        name_en=told["name_en"],
        owner=like.owner,
        department=like.department,
        roster=like.roster,
        hours=like.hours,
        by=DEMO,
        at=at,
    )
    open_channel(channel=channel, by=DEMO, at=at)
    if told["ear"]:
        open_ear(channel=channel, kind=told["ear"], line=lines.get(told["line"]), by=DEMO, at=at)
    return channel


def _others(company: Company, at: datetime) -> None:
    """Telephones, a webhook that tells nobody yet, and a tracker without its token."""
    open_ear(channel=company.channels["phone"], kind="phone", line=None, by=DEMO, at=at)
    for told in world()["extension"]:
        give_extension(number=told["number"], employee=company.people[told["employee"]], by=DEMO, at=at)
    webhook, _secret = add_webhook(
        name="사내 메신저", url="https://messenger.daon.example/gwidam", kinds=TOLD_OF, by=DEMO, at=at
    )
    pause_webhook(webhook=webhook, by=DEMO, at=at)
    prepare_tracker(
        kind="jira", url="https://tracker.daon.example", project="FIX", by=company.people["seo-eunjae"], at=at
    )


def _heard(step: Step, channel: Channel, company: Company, texts: Texts, at: datetime) -> Case:
    """By an ear: a mail, a text message, a post."""
    ear = Ear.objects.select_related("channel__touchpoint", "line").get(channel=channel)
    speaker = texts.speakers.get(step["who"])
    heard = Heard(
        key=step["key"],
        text=step["text"].strip(),
        title=step.get("title", ""),
        said_at=at,
        who=_reach(step, texts),
        name=speaker.name if speaker else step["who"].partition("@")[2].partition("@")[0],
        replies_to=(step["about"],) if "about" in step else (),
        is_public=step.get("is_public", False),
    )
    taken = own.take_heard(ear=ear, item=heard, at=at)
    if taken is None or taken.case is None:
        raise ValueError(f"{step['key']} became no case")
    return taken.case


def _reach(step: Step, texts: Texts) -> Reach:
    speaker = texts.speakers.get(step["who"])
    if speaker is None:
        return handle("mastodon", step["who"])
    is_mail = step["door"] == "mail"
    return reaches(email_=speaker.email if is_mail else "", phone_="" if is_mail else speaker.phone)[0]


def _told(step: Step, channel: Channel, company: Company, texts: Texts, at: datetime) -> Case:
    """By another system that gives voices."""
    by = CITY if channel.kind == Channel.Kind.OPEN311 else WEBHOOK
    return _taken(step, channel, texts, at, by=by, place=step.get("place"))


def _called(step: Step, channel: Channel, company: Company, texts: Texts, at: datetime) -> Case:
    """By telephone: it rings, somebody answers and takes it down, it ends."""
    who = company.people[next(e["employee"] for e in world()["extension"] if e["number"] == step["extension"])]
    caller = texts.speakers[step["who"]].phone
    news = [
        News(call=step["key"], what=What.RINGING, at=at - TALK, extension=step["extension"], caller=caller),
        News(call=step["key"], what=What.ANSWERED, at=at - TALK, extension=step["extension"], caller=caller),
        News(call=step["key"], what=What.ENDED, at=at),
    ]
    for each in news:
        call = hear_call(channel=channel, news=each, by=EXCHANGE, at=each.at)
    case = _taken(step, channel, texts, at, by=who, heard_by=who)
    take_down(call=call, voice=case.voice, by=who, at=at)
    return case


def _taken(step: Step, channel: Channel, texts: Texts, at: datetime, **more: Any) -> Case:
    speaker = texts.speakers[step["who"]]
    found: Sequence[Reach] = reaches(phone_=speaker.phone)
    taken = own.take_in(
        channel=channel, text=said(step), name=speaker.name, reaches=found, said_at=at, at=at, **more
    )
    if taken.case is None:
        raise ValueError(f"{step['key']} became no case")
    return taken.case


HEAR = {
    "mail": _heard,
    "text": _heard,
    "social": _heard,
    "webhook": _told,
    "open311": _told,
    "phone": _called,
}
