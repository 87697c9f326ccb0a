"""Campaigns begin, take ideas in, and end."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone

from gwidam.core.actors import Actor, House
from gwidam.core.errors import NotNow, NotValid, NotYours
from gwidam.core.grams import grams
from gwidam.core.hours import Hours
from gwidam.core.ledger import part, record, verb
from gwidam.listen.models import Channel
from gwidam.listen.verbs import close_channel, open_channel, set_channel
from gwidam.own.verbs import take_in
from gwidam.people.contacts import Reach, email
from gwidam.people.models import Department, Employee
from gwidam.people.verbs import recognise, set_roster

from ..events import campaigns as events
from ..models import Campaign, Idea
from ..queries.campaigns import may_take_part
from ..rules.ideas import Points
from .moves import needed, safe

ANONYMOUS = House("campaign")
# Nobody sits waiting at a campaign: its owner guards what comes in, whatever the hour.
NEVER_STAFFED = Hours.from_dict({"zone": "Asia/Seoul", "weekly": {}})
LONGEST_TITLE = 160
NO_POINTS = Points(0, 0, 0)


@verb
def begin_campaign(
    *,
    title_ko: str,
    title_en: str,
    text_ko: str,
    text_en: str,
    opens_on: date,
    last_on: date,
    audience: str,
    owner: Employee,
    by: Employee,
    at: datetime,
    departments: Sequence[Department] = (),
    theme_words: str = "",
    is_anonymous: bool = False,
    is_open: bool = False,
    points: Points = NO_POINTS,
) -> Campaign:
    """Begin a campaign with a channel of its own, through which every idea is heard.

    1. A channel whose owner, and so the guardian of what comes in, is the owner of the campaign. 2. CampaignBegun.
    `is_open`: customers see, support and comment on the ideas that were let show. Raises NotValid without a title,
    for days in the wrong order, departments that nobody chose, or an open one without names, or not for customers.
    """
    titles = {"title_ko": safe(title_ko)[:LONGEST_TITLE], "title_en": safe(title_en)[:LONGEST_TITLE]}
    needed(
        titles["title_ko"] or titles["title_en"],
        ko="제목을 한국어나 영어로 적어 주세요.",
        en="Write a title, in Korean or in English.",
        field="title_ko",
    )
    if last_on < opens_on:
        raise NotValid(ko="끝나는 날이 시작하는 날보다 빠릅니다.", en="It ends before it opens.", field="last_on")
    if audience == Campaign.Audience.DEPARTMENTS and not departments:
        raise NotValid(ko="어느 부서인지 골라 주세요.", en="Choose the departments.", field="departments")
    if is_open and (is_anonymous or audience != Campaign.Audience.CUSTOMERS):
        raise NotValid(
            ko="고객이 이름을 남기는 고객 캠페인만 서로의 제안을 볼 수 있게 열 수 있습니다.",
            en="Only a campaign for customers, and with names, can show them each other's ideas.",
            field="is_open",
        )
    given = NO_POINTS if is_anonymous else points
    campaign = Campaign(
        **titles,
        text_ko=safe(text_ko),
        text_en=safe(text_en),
        theme_words=safe(theme_words)[:200],
        opens_on=opens_on,
        last_on=last_on,
        audience=audience,
        is_anonymous=is_anonymous,
        is_open=is_open,
        key=secrets.token_urlsafe(12) if audience == Campaign.Audience.CUSTOMERS else None,
        salt=secrets.token_hex(16),
        owner=owner,
        points_submitted=given.submitted,
        points_accepted=given.accepted,
        points_done=given.done,
        made_by=by,
        made_at=at,
    )
    campaign.channel = _channel_for(campaign, by=by, at=at)
    campaign.save()
    campaign.departments.set(departments if audience == Campaign.Audience.DEPARTMENTS else ())
    said = events.CampaignBegun(campaign_id=campaign.pk, title=str(campaign), owner_employee_id=owner.pk)
    record(said, by=by, at=at, about=campaign.about)
    return campaign


def _channel_for(campaign: Campaign, *, by: Employee, at: datetime) -> Channel:
    roster = set_roster(code="campaigns", name_ko="고쳐주세요", name_en="Please fix it", shifts=(), by=by, at=at)
    channel = set_channel(
        code=f"fix-{secrets.token_hex(4)}",
        kind=Channel.Kind.CAMPAIGN,
        name_ko=f"고쳐주세요: {campaign.title_ko or campaign.title_en}"[:80],
        name_en=f"Please fix it: {campaign.title_en or campaign.title_ko}"[:80],
        owner=campaign.owner,
        department=campaign.owner.department,
        roster=roster,
        hours=NEVER_STAFFED,
        by=by,
        at=at,
    )
    open_channel(channel=channel, by=by, at=at)
    return channel


@verb
def submit_idea(
    *,
    campaign: Campaign,
    title: str,
    text: str,
    key: str,
    at: datetime,
    by: Employee | None = None,
    name: str = "",
    reaches: Sequence[Reach] = (),
    language: str = "ko",
) -> Idea:
    """Hand an idea in: it is a voice, with receipt, guardian and promise, and a line on the board.

    `by`: the colleague; None for a customer, who may leave `name` and `reaches`. In an anonymous campaign neither
    is kept, and the only moment that is written is the beginning of the day. The same `key` again is the same
    idea. Raises NotNow outside the campaign's days, NotYours for who is not asked, NotValid without a title.
    """
    today = timezone.localdate(at)
    if not campaign.is_running(today):
        raise NotNow(ko="지금은 제안을 받는 기간이 아닙니다.", en="This campaign takes no ideas now.")
    if not may_take_part(campaign, by):
        raise NotYours(ko="이 캠페인은 다른 부서를 위한 것입니다.", en="This campaign asks other departments.")
    words = needed(title, ko="무엇을 고칠지 한 줄로 적어 주세요.", en="Say in a line what to fix.", field="title")
    moment = moment_of(campaign, at)
    who: Actor = ANONYMOUS if campaign.is_anonymous or by is None else by
    customer = part(recognise)(
        name="" if campaign.is_anonymous else name,
        reaches=_reaches(campaign, by, reaches),
        language=language,
        employee=None if campaign.is_anonymous else by,
        by=who,
        at=moment,
    )
    taken = take_in(
        channel=campaign.channel,
        text=f"{title.strip()}\n\n{text.strip()}".strip(),
        customer=customer,
        kind="idea",
        key=f"idea:{key[:80]}",
        by=who,
        at=moment,
    )
    if not taken.is_new:
        return Idea.objects.get(voice=taken.voice)
    named = None if campaign.is_anonymous else by
    idea = Idea.objects.create(
        campaign=campaign,
        voice=taken.voice,
        title=words.replace("\n", " ")[:LONGEST_TITLE],
        grams=grams(taken.voice.text),
        on=today,
        employee=named,
        department_id=named.department_id if named else None,
    )
    said = events.IdeaSubmitted(
        idea_id=idea.pk, campaign_id=campaign.pk, voice_id=taken.voice.pk, title=idea.title
    )
    record(said, by=who, at=moment, about=idea.about, wakes=(campaign.about,))
    return idea


def _reaches(campaign: Campaign, by: Employee | None, given: Sequence[Reach]) -> Sequence[Reach]:
    """How the answer comes back: by what a customer left, or a colleague's own address; in secret by neither."""
    if campaign.is_anonymous:
        return ()
    return given if by is None else (email(by.email),)


def moment_of(campaign: Campaign, at: datetime) -> datetime:
    """The moment that may be written: of an anonymous campaign only the day."""
    if not campaign.is_anonymous:
        return at
    return timezone.make_aware(datetime.combine(timezone.localdate(at), time()))


@verb
def end_campaign(*, campaign: Campaign, by: Employee, at: datetime) -> None:
    """Take no more ideas. What was handed in is kept to its end; the salt of supporters' marks is thrown away."""
    if not Campaign.objects.filter(pk=campaign.pk, ended_at__isnull=True).update(ended_at=at, salt=""):
        raise NotNow(ko="이미 마친 캠페인입니다.", en="This campaign has ended already.")
    campaign.ended_at, campaign.salt = at, ""
    part(close_channel)(channel=campaign.channel, why="the campaign has ended", by=by, at=at)
    ideas = Idea.objects.filter(campaign=campaign).count()
    record(events.CampaignEnded(campaign_id=campaign.pk, ideas=ideas), by=by, at=at, about=campaign.about)
