"""A campaign of the demo: 800 things to fix, sixty of them taken up, a work-out, three that are fixed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import chain, product
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

from .company import ZONE, Company
from .days import Story

SEOUL = ZoneInfo(ZONE)
MANY, TAKEN, BROUGHT, RELEASED = 800, 60, 12, 3
BEGAN, LASTS, MET, FINISHED = 60, 21, 35, 12  # days before now, and how long it lasted
OWNER, FACILITATOR, SPONSOR = "seo-eunjae", "jang-hyewon", "han-seoyeon"

SCREENS = (
    "휴가 신청 화면",
    "상담 기록 화면",
    "요금 조회 화면",
    "방문 약속 화면",
    "매장 재고 화면",
    "비밀번호 바꾸는 화면",
    "회의실 예약 화면",
    "사내 전화번호부",
    "출장비 정산 화면",
    "교육 신청 화면",
)
PAPERS = (
    "명의변경 신청서",
    "해지 확인서",
    "기기 교환 서식",
    "환급 신청서",
    "설치 확인서",
    "가입 설명 자료",
    "매장 점검표",
    "업무 인계서",
)
PLACES = ("매장 대기석", "고객센터 휴게실", "창고", "주차장", "회의실", "현장 차량", "직원 식당", "안내 데스크")
WRONG = {
    SCREENS: (
        "에서 같은 것을 두 번 적어야 해요",
        "{이} 열리는 데 너무 오래 걸려요",
        "에 찾기 칸이 없어요",
        "의 글씨가 너무 작아요",
        "{을} 휴대전화로는 쓸 수 없어요",
        "에서 저장을 안 하면 글이 사라져요",
        "의 차례가 일하는 차례와 달라요",
        "에 영어가 없어서 외국인 동료가 못 써요",
        "에서 되돌리기가 안 돼요",
        "{이} 점심시간마다 멈춰요",
    ),
    PAPERS: (
        "{을} 고객이 한 번에 이해하지 못해요",
        "에 도장을 세 번 받아야 해요",
        "{을} 아직도 팩스로 보내요",
        "의 빈칸이 너무 많아요",
        "{이} 부서마다 달라요",
        "{을} 매장에서 바로 뽑을 수 없어요",
        "에 쓰는 말이 너무 어려워요",
        "에 이미 아는 것을 또 적어요",
    ),
    PLACES: (
        "{이} 저녁이면 너무 어두워요",
        "에 안내판이 없어서 다들 물어봐요",
        "에 앉을 곳이 모자라요",
        "{이} 겨울에 너무 추워요",
        "에서 소리가 울려 말이 안 들려요",
        "에 콘센트가 부족해요",
        "의 문이 너무 무거워요",
        "{을} 치우는 차례가 정해져 있지 않아요",
    ),
}
WHEN = ("", "요즘 ", "몇 년째 ", "솔직히 ")
YES = "좋은 제안 고맙습니다. 개선으로 올려 이어서 알려 드리겠습니다."
NOS = (
    "살펴보니 올해 새 시스템으로 바뀌면서 함께 사라질 불편입니다. 그때까지는 지금대로 두겠습니다.",
    "안전 규정 때문에 지금은 바꿀 수 없습니다. 규정이 바뀌는 대로 다시 보겠습니다.",
    "지난달에 이미 고친 부분입니다. 아직 그대로라면 다시 알려 주세요.",
)


def please_fix_it(company: Company, *, seed: int, now: datetime) -> Story:
    """The campaign from its first day to the release of three improvements."""
    rng = Random(f"{seed}:please fix it")
    owner = company.people[OWNER]
    first = _morning(now, BEGAN)
    yield first
    campaign = _begun(company, owner, first)
    colleagues = [each for each in company.people.values() if not each.is_a(Role.EXECUTIVE, Role.OPERATOR)]
    handed_in = enumerate(_spread(titles(rng), rng))
    day_of = {day: list(rows) for day, rows in _by_day(handed_in).items()}
    taken: list[Improvement] = []
    for day in range(LASTS):
        ideas = []
        for number, title, minute in day_of.get(day, ()):
            at = first + timedelta(days=day, minutes=minute)
            yield at
            ideas.append(_handed_in(campaign, colleagues, rng, number, title, at))
        evening = first + timedelta(days=day, hours=9)
        yield evening
        taken += _decided(ideas, owner, rng, evening, most=TAKEN - len(taken))
        yield evening + timedelta(minutes=10)
        verbs.tick(at=evening + timedelta(minutes=10), most=MANY)
        if ideas:
            yield evening + timedelta(hours=20)
            _closed([each.voice_id for each in ideas], owner, evening + timedelta(hours=20))
    yield from _met(company, campaign, taken, now)


def titles(rng: Random) -> list[str]:
    """800 different things to fix."""
    every = chain.from_iterable(product(WHEN, things, wrongs) for things, wrongs in WRONG.items())
    told = list(dict.fromkeys(f"{when}{_joined(thing, wrong)}" for when, thing, wrong in every))
    rng.shuffle(told)
    return told[:MANY]


def _joined(thing: str, wrong: str) -> str:
    has_final = (ord(thing[-1]) - 0xAC00) % 28 > 0
    return thing + wrong.replace("{이}", "이" if has_final else "가").replace("{을}", "을" if has_final else "를")


def _spread(told: Sequence[str], rng: Random) -> Iterator[tuple[str, int, int]]:
    """(title, day, minute of the working day): most of them in the first week."""
    for title in told:
        yield title, min(int(rng.expovariate(1 / 5)), LASTS - 1), rng.randrange(8 * 60)


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
    for case in Case.objects.filter(voice__in=voices, state=Case.State.ANSWERED).select_related("voice__channel"):
        own.close(
            case=case,
            anything_else="없다고 함",
            cause="고쳐주세요 제안",
            recurrence="none",
            recurrence_why="제안으로 받아 답함",
            by=owner,
            at=at,
        )


def _met(company: Company, campaign: Campaign, taken: Sequence[Improvement], now: datetime) -> Story:
    """The work-out: the most wanted are presented, ruled on, and three of them are fixed by now."""
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
    yield _morning(now, FINISHED)
    for each in approved[:RELEASED]:
        _released(each, _morning(now, FINISHED))
    asked = _morning(now, MET - 30) + timedelta(minutes=1)
    yield asked
    verbs.tick(at=asked)
    _said(approved[0], asked + timedelta(hours=2))


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


def _released(item: MeetingItem, at: datetime) -> None:
    improvement = Improvement.objects.select_related("owner").get(pk=item.improvement_id)
    if improvement.owner is None:
        return
    by: dict[str, Any] = {"by": improvement.owner, "at": at}
    verbs.begin_work(improvement=improvement, **by)
    verbs.reword(improvement=improvement, words={"text_ko": "제안해 주신 대로 고쳤습니다."}, **by)
    verbs.release(improvement=improvement, **by)
    forget()


def _morning(now: datetime, days_ago: int) -> datetime:
    day = now.astimezone(SEOUL).date() - timedelta(days=days_ago)
    return datetime.combine(day, time(9), SEOUL)
