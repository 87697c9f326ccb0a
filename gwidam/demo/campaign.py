"""A campaign of the demo: 800 things to fix, sixty of them taken up, a work-out, three that are fixed."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from gwidam.change import verbs
from gwidam.change.models import Campaign, FollowUp, Idea, Improvement, Meeting, MeetingItem
from gwidam.change.rules.ideas import Points
from gwidam.core.memory import forget
from gwidam.own import verbs as own
from gwidam.own.models import Case
from gwidam.people.models import Employee, Role

from . import telling
from .company import ZONE, Company
from .days import Story
from .fixes import titles
from .walk import Walk

SEOUL = ZoneInfo(ZONE)
MANY, TAKEN, BROUGHT, RELEASED = 800, 60, 12, 3
BEGAN, LASTS, MET, ASKED, FINISHED = 60, 21, 35, 8, 6  # days before now, and how long it lasted
TOGETHER = 30  # minutes
OWNER, FACILITATOR, SPONSOR = "seo-eunjae", "jang-hyewon", "han-seoyeon"

YES = "좋은 제안 고맙습니다. 개선으로 올려 이어서 알려 드리겠습니다."
NOS = (
    "살펴보니 올해 새 시스템으로 바뀌면서 함께 사라질 불편입니다. 그때까지는 지금대로 두겠습니다.",
    "안전 규정 때문에 지금은 바꿀 수 없습니다. 규정이 바뀌는 대로 다시 보겠습니다.",
    "지난달에 이미 고친 부분입니다. 아직 그대로라면 다시 알려 주세요.",
)


def ideas(seed: int) -> list[str]:
    """What will be handed in, in any order."""
    return titles(_dice(seed), MANY)


def _dice(seed: int) -> Random:
    return Random(f"{seed}:please fix it")


def please_fix_it(company: Company, *, seed: int, now: datetime, walks: Mapping[str, Walk] | None = None) -> Story:
    """The campaign from its first day until everybody who asked for what was fixed is told.

    `walks`: voices of customers, of whom many ask for the same.
    """
    rng = _dice(seed)
    owner = company.people[OWNER]
    first = _morning(now, BEGAN)
    yield first
    campaign = _begun(company, owner, first)
    colleagues = [each for each in company.people.values() if not each.is_a(Role.EXECUTIVE, Role.OPERATOR)]
    handed_in = enumerate(_spread(titles(rng, MANY), rng))
    day_of = {day: list(rows) for day, rows in _by_day(handed_in).items()}
    taken: list[Improvement] = []
    given: list[Idea] = []
    for day in range(LASTS + 1):
        before, given = given, []
        for minute, rows in groupby(day_of.get(day, ()), key=lambda row: row[2]):
            at = first + timedelta(days=day, minutes=minute)
            yield at
            given += [_handed_in(campaign, colleagues, rng, number, title, at) for number, title, _minute in rows]
        evening = first + timedelta(days=day, hours=9)
        yield evening
        _closed([each.voice_id for each in before], owner, evening)
        taken += _decided(given, owner, rng, evening, most=TAKEN - len(taken))
        yield evening + timedelta(minutes=10)
        verbs.tick(at=evening + timedelta(minutes=10), most=MANY)
    approved = yield from _met(company, campaign, taken, now)
    yield from _fixed(company, approved, walks or {}, rng, now)


def _spread(told: Sequence[str], rng: Random) -> Iterator[tuple[str, int, int]]:
    """(title, day, minute of the working day): most of them in the first week, several in one moment.

    What several handed in in one moment is read together, and its letters leave together.
    """
    for title in told:
        yield title, min(int(rng.expovariate(1 / 5)), LASTS - 1), rng.randrange(0, 8 * 60, TOGETHER)


def _by_day(handed_in: Any) -> dict[int, list[tuple[int, str, int]]]:
    days: dict[int, list[tuple[int, str, int]]] = {}
    for number, (title, day, minute) in handed_in:
        days.setdefault(day, []).append((number, title, minute))
    return {day: sorted(rows, key=lambda row: row[2]) for day, rows in days.items()}


def _begun(company: Company, owner: Employee, at: datetime) -> Campaign:
    day = at.astimezone(SEOUL).date()
    return verbs.begin_campaign(
        title_ko="고쳐주세요 800",
        title_en="Please fix it: 800",
        text_ko="고객도 우리도 두 번 일하게 만드는 것, 무엇이든 한 줄로 알려 주세요.",
        text_en="Whatever makes customers or us do things twice: tell us in a line.",
        theme_words="두 번 일하기, 기다림, 어려운 말",
        opens_on=day,
        last_on=day + timedelta(days=LASTS - 1),
        audience=Campaign.Audience.EMPLOYEES,
        owner=owner,
        points=Points(10, 50, 200),
        by=owner,
        at=at,
    )


def _handed_in(
    campaign: Campaign, colleagues: Sequence[Employee], rng: Random, number: int, title: str, at: datetime
) -> Idea:
    idea = verbs.submit_idea(
        campaign=campaign, title=title, text="", key=f"demo:{number}", by=rng.choice(colleagues), at=at
    )
    for supporter in rng.sample(colleagues, k=min(int(rng.expovariate(1 / 2)), 12)):
        verbs.support_idea(idea=idea, by=supporter, at=at)
    return idea


def _decided(ideas: Sequence[Idea], owner: Employee, rng: Random, at: datetime, *, most: int) -> list[Improvement]:
    """What came in today: the most supported few are accepted, the others get their reason."""
    if not ideas:
        return []
    now = {each.pk: each.supporters for each in Idea.objects.filter(pk__in=[each.pk for each in ideas])}
    ranked = sorted(ideas, key=lambda each: -now[each.pk])
    share = min(most, max(1, round(len(ideas) * TAKEN / MANY)))
    accepted, others = ranked[:share], ranked[share:]
    if accepted:
        verbs.accept_ideas(ideas=accepted, answer=YES, by=owner, at=at)
    for reason in NOS:
        declined = [each for each in others if NOS[each.pk % len(NOS)] == reason]
        if declined:
            verbs.decline_ideas(ideas=declined, answer=reason, by=owner, at=at)
    found = Idea.objects.filter(pk__in=[each.pk for each in accepted]).select_related("improvement")
    return [each.improvement for each in found.order_by("-supporters", "pk") if each.improvement is not None]


def _closed(voices: Sequence[int], owner: Employee, at: datetime) -> None:
    """Whoever handed it in has read the answer; the owner asked whether there was anything else."""
    for case in Case.objects.filter(voice__in=voices, state=Case.State.ANSWERED):
        own.close(
            case=case,
            anything_else="없다고 함",
            cause="고쳐주세요 제안",
            recurrence="none",
            recurrence_why="제안으로 받아 답함",
            by=owner,
            at=at,
        )


def _met(
    company: Company, campaign: Campaign, taken: Sequence[Improvement], now: datetime
) -> Generator[datetime, None, list[MeetingItem]]:
    """The work-out: the most wanted are presented and ruled on; those that were approved."""
    at = _morning(now, MET)
    yield at
    chair, sponsor = company.people[FACILITATOR], company.people[SPONSOR]
    by: dict[str, Any] = {"by": chair, "at": at}
    meeting = verbs.frame_meeting(
        title="고쳐주세요 워크아웃",
        goal="두 번 일하게 만드는 것 열두 가지를 올해 안에 없앤다",
        scope="화면과 서식, 일하는 자리. 요금제는 다루지 않습니다.",
        ground_rules="성역은 없다. 탓하지 않는다. 불평에는 대안을 붙인다.",
        sponsor=sponsor,
        facilitator=chair,
        starts_at=at,
        place="본사 큰 회의실",
        campaign=campaign,
        **by,
    )
    owners = [each for each in company.people.values() if each.is_a(Role.DEPARTMENT)]
    teams = [
        verbs.set_team(meeting=meeting, name=name, people=owners[place::3], **by)
        for place, name in enumerate(("푸른 조", "붉은 조", "노란 조"))
    ]
    brought = [
        verbs.bring_item(
            meeting=meeting, improvement=each, team=teams[place % 3], owner=owners[place % len(owners)], **by
        )
        for place, each in enumerate(taken[:BROUGHT])
    ]
    verbs.open_gallery(meeting=meeting, **by)
    for place, voter in enumerate(owners):
        for step in range(meeting.votes_each):
            verbs.vote(item=brought[(place * step + step) % len(brought)], by=voter, at=at)
    verbs.begin_town_meeting(meeting=meeting, **by)
    approved = _ruled(meeting, brought, sponsor, chair, at)
    verbs.close_meeting(meeting=Meeting.objects.get(pk=meeting.pk), **by)
    return approved


def _fixed(
    company: Company, approved: Sequence[MeetingItem], walks: Mapping[str, Walk], rng: Random, now: datetime
) -> Story:
    """Three are fixed by now; everybody who asked for them is told, and says whether that settles it."""
    owner = company.people[OWNER]
    at = _morning(now, ASKED)
    yield at
    fixed = list(
        Improvement.objects.filter(pk__in=[each.improvement_id for each in approved[:RELEASED]]).order_by("pk")
    )
    telling.ask_for(fixed, company, walks, owner, rng, at)
    yield _morning(now, FINISHED)
    for each in fixed:
        _released(each.pk, owner, _morning(now, FINISHED))
    yield from telling.tell_everybody(fixed, owner, _morning(now, FINISHED) + timedelta(hours=1))
    asked = _morning(now, MET - 30) + timedelta(minutes=1)
    yield asked
    verbs.tick(at=asked)
    _said(approved[0], asked + timedelta(hours=2))
    yield from telling.answer(fixed, rng, since=asked + timedelta(hours=3), now=now)


def _said(item: MeetingItem, at: datetime) -> None:
    """One owner has said after 30 days what has come of it; the others are late."""
    row = FollowUp.objects.get(item=item, days=30)
    verbs.follow_up(
        row=row, result="두 번 적는 일이 사라졌습니다. 한 건에 4분이 줄었습니다.", by=item.owner, at=at
    )


def _ruled(
    meeting: Meeting, brought: Sequence[MeetingItem], sponsor: Employee, chair: Employee, at: datetime
) -> list[MeetingItem]:
    """Mostly yes; every fourth a no, and one that needs more."""
    approved = []
    for place, item in enumerate(brought):
        moment = at + timedelta(minutes=60 + 6 * place)
        verbs.present(item=item, by=chair, at=moment)
        now = MeetingItem.objects.select_related("meeting", "owner").get(pk=item.pk)
        told: dict[str, Any] = {"verdict": "yes", "reason": "바로 합시다."}
        if place % 4 == 3:
            told = {"verdict": "no", "public_ko": "내년에 새 시스템으로 옮기며 한꺼번에 바꾸겠습니다."}
        elif place == BROUGHT - 2:
            until = (moment + timedelta(days=14)).date()
            told = {"verdict": "more", "reason": "얼마나 드나요?", "asked_of": now.owner, "asked_until": until}
        else:
            approved.append(now)
        verbs.rule_in_meeting(item=now, by=sponsor, at=moment + timedelta(minutes=4), **told)
    return approved


def _released(number: int, publisher: Employee, at: datetime) -> None:
    improvement = Improvement.objects.select_related("owner").get(pk=number)
    if improvement.owner is None:
        return
    by: dict[str, Any] = {"by": improvement.owner, "at": at}
    verbs.begin_work(improvement=improvement, **by)
    words = {"text_ko": "제안해 주신 대로 고쳤습니다.", "text_en": "We have fixed it as you proposed."}
    verbs.reword(improvement=improvement, words=words, **by)
    verbs.release(improvement=improvement, **by)
    theme = {"theme_ko": "두 번 일하지 않게", "theme_en": "No doing things twice"}
    verbs.publish(improvement=improvement, words=theme, by=publisher, at=at)
    forget()


def _morning(now: datetime, days_ago: int) -> datetime:
    day = now.astimezone(SEOUL).date() - timedelta(days=days_ago)
    return datetime.combine(day, time(9), SEOUL)
