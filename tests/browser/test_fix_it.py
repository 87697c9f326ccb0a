"""From 800 things to fix to three that are fixed, and to everybody who asked for those and is told.

Triage by keyboard, a work-out on two screens, the release; then the letters, and nine who say that it is not settled.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from gwidam.change import verbs
from gwidam.change.models import Idea, Improvement, MeetingItem, Minutes, Telling
from gwidam.change.queries.telling import told_exactly
from gwidam.change.rules.ideas import Points
from gwidam.own import verbs as own
from gwidam.own.models import Case
from gwidam.post import jobs as post
from tests.change.conftest import PARTS

from .house import House, painted, run_loop, sweep_jobs

MANY, TAKEN, BROUGHT = 800, 60, 3
TOLD, NOT_YET = (92, 68, 54), 9  # people who ask for each of three: 214 in all
COUNTS = "#board .counts dd"


@pytest.fixture
def campaign(cast: Any) -> Any:
    """A campaign with 800 ideas of four colleagues."""
    at = timezone.now()
    today = timezone.localdate(at)
    made = verbs.begin_campaign(
        title_ko="고쳐주세요",
        title_en="Please fix it",
        text_ko="무엇이든 고칠 것을 알려 주세요.",
        text_en="",
        opens_on=today,
        last_on=today + timedelta(days=29),
        audience="employees",
        owner=cast.dohyun,
        points=Points(10, 50, 100),
        by=cast.dohyun,
        at=at,
    )
    people = (cast.mina, cast.hana, cast.jun, cast.sora)
    for number in range(MANY):
        verbs.submit_idea(
            campaign=made, title=f"고칠 것 {number}", text="", key=str(number), by=people[number % 4], at=at
        )
    sweep_jobs()
    return made


@pytest.mark.slow  # 800 voices are heard, and two browsers work on them
def test_from_800_ideas_to_three_that_are_done(house: House, cast: Any, campaign: Any) -> None:
    desk = house.employee(cast.dohyun)
    desk.goto(f"/campaigns/{campaign.pk}")
    triage_by_keyboard(painted(desk))
    take_sixty(desk)
    improvements = list(Improvement.objects.order_by("pk")[:BROUGHT])
    assert Improvement.objects.count() == TAKEN
    work_out(house, cast, improvements)
    desk.goto(f"/campaigns/{campaign.pk}")
    expect(desk.locator(COUNTS)).to_have_text([str(MANY), str(TAKEN), "0", str(MANY - TAKEN)])
    release(cast, improvements)
    expect(desk.locator(COUNTS)).to_have_text([str(MANY), str(TAKEN), str(BROUGHT), str(MANY - TAKEN)])
    assert Idea.objects.filter(state="done").count() == BROUGHT


def triage_by_keyboard(desk: Page) -> None:
    """Two are chosen and accepted, and taken back, without a mouse; one is declined from where one stands."""
    for key in ("j", "x", "j", "x", "a"):
        desk.keyboard.press(key)
    expect(desk.locator("#act")).to_be_visible()
    answer(desk)
    expect(desk.locator(COUNTS)).to_have_text([str(MANY), "2", "0", str(MANY - 2)])
    desk.keyboard.press("u")
    expect(desk.locator(COUNTS)).to_have_text([str(MANY), "0", "0", str(MANY)])
    assert set(Idea.objects.values_list("state", flat=True)) == {"submitted"}
    painted(desk).keyboard.press("j")
    desk.keyboard.press("d")
    expect(desk.locator("#act h2")).to_have_text("채택하지 않기")
    desk.keyboard.press("Escape")


def take_sixty(desk: Page) -> None:
    """A whole page of fifty at once, then ten more."""
    for page, most in (("", 50), ("?state=submitted", TAKEN - 50)):
        desk.goto(desk.url.partition("?")[0] + page)
        boxes = painted(desk).locator("#triage input[name=idea]")
        if most == 50:
            desk.locator("[data-all]").check()
        else:
            for place in range(most):
                boxes.nth(place).check()
        expect(desk.locator("[data-chosen]")).to_have_text(str(most))
        desk.keyboard.press("a")
        expect(desk.locator("#act")).to_be_visible()
        answer(desk)
    expect(desk.locator(COUNTS)).to_have_text([str(MANY), str(TAKEN), "0", str(MANY - TAKEN)])


def answer(desk: Page) -> None:
    """Write the official answer in the dialog and send it."""
    desk.locator("#act textarea[name=answer]").fill("고치겠습니다. 고맙습니다.")
    with desk.expect_navigation():
        desk.locator("#act button[type=submit]").click()
    painted(desk)


def work_out(house: House, cast: Any, improvements: list[Improvement]) -> None:
    """Three items are presented by keys on one screen, seen on another, ruled on, and the minutes are there."""
    at = timezone.now()
    meeting = verbs.frame_meeting(
        title="고쳐주세요 워크아웃",
        goal="셋을 올해 안에 고친다",
        scope="",
        ground_rules="탓하지 않기",
        sponsor=cast.yuna,
        facilitator=cast.dohyun,
        starts_at=at,
        by=cast.dohyun,
        at=at,
    )
    for each in improvements:
        verbs.bring_item(meeting=meeting, improvement=each, owner=cast.jun, by=cast.dohyun, at=at)
    verbs.open_gallery(meeting=meeting, by=cast.dohyun, at=at)
    verbs.begin_town_meeting(meeting=meeting, by=cast.dohyun, at=at)
    screen, wall = house.employee(cast.dohyun), house.employee(cast.jun, size={"width": 1920, "height": 1080})
    for page in (screen, wall):
        page.goto(f"/meetings/{meeting.pk}/stage")
    for place, each in enumerate(improvements, start=1):
        painted(screen).keyboard.press("j")
        expect(wall.locator(".stage-place")).to_have_text(f"{place} / {BROUGHT}")
        expect(wall.locator(".stage-item h1")).to_have_text(each.title)
        expect(screen.locator(".stage-place")).to_have_text(f"{place} / {BROUGHT}")
        painted(screen).keyboard.press("t")
        expect(wall.locator("[data-clock]")).to_have_text(re.compile(r"^4:5\d$"))
        expect(screen.locator("[data-clock]")).to_have_text(re.compile(r"^4:5\d$"))
        screen.keyboard.press("y")
        with screen.expect_navigation():
            screen.locator("#act button[type=submit]").click()
        expect(wall.locator(".stage-item .stamp")).to_have_text("하기로")
    assert MeetingItem.objects.filter(ruling__verdict="yes").count() == BROUGHT
    meeting.refresh_from_db()
    verbs.close_meeting(meeting=meeting, by=cast.dohyun, at=timezone.now())
    run_loop()
    assert Minutes.objects.get().meeting == meeting


def release(cast: Any, improvements: list[Improvement]) -> None:
    """Jun carries them out; the loop tells the campaign."""
    for number in [each.pk for each in improvements]:
        each = Improvement.objects.get(pk=number)
        now = {"by": cast.jun, "at": timezone.now()}
        verbs.begin_work(improvement=each, **now)
        verbs.reword(improvement=each, words={"text_ko": "고쳤습니다."}, **now)
        verbs.release(improvement=each, **now)
    run_loop()


@pytest.fixture
def asked_for(cast: Any) -> list[Improvement]:
    """Three improvements in work, for which 214 customers ask; three cases of each are closed."""
    at = timezone.now()
    made = [in_work(cast, place, people, at) for place, people in enumerate(TOLD)]
    sweep_jobs()
    return made


def in_work(cast: Any, place: int, people: int, at: datetime) -> Improvement:
    """An improvement of Jun's with so many customers behind it."""
    words = {"title_ko": f"고칠 것 {place}", "text_ko": "고쳤습니다."}
    made = verbs.propose(words=words, origin="idea", by=cast.mina, at=at)
    for number in range(people):
        taken = cast.voice(f"{number}번 고쳐 주세요.", email=f"who{place}-{number}@customer.example", at=at)
        verbs.link(improvement=made, voice=taken.voice, via="page", by=cast.dohyun, at=at)
        if number < NOT_YET // len(TOLD):
            closed(taken.case, at)
    verbs.score(improvement=made, method="rice", parts=PARTS, by=cast.dohyun, at=at)
    verbs.table(improvement=made, by=cast.dohyun, at=at)
    verbs.rule(improvement=made, verdict="yes", owner=cast.jun, by=cast.yuna, at=at)
    verbs.begin_work(improvement=made, by=cast.jun, at=at)
    return made


def closed(case: Case, at: datetime) -> None:
    """It was answered, and closed."""
    own.answer(case=case, text="알아보고 고치겠습니다.", by=case.guardian, at=at, is_spoken=True)
    own.close(
        case=Case.objects.select_related("voice__channel").get(pk=case.pk),
        anything_else="없다고 함",
        cause="불편",
        recurrence="none",
        recurrence_why="개선으로 올림",
        by=case.guardian,
        at=at,
    )


@pytest.mark.slow  # 214 voices are heard, and as many letters leave
def test_from_the_release_to_nine_who_say_not_yet(house: House, cast: Any, asked_for: list[Improvement]) -> None:
    owner, desk = house.employee(cast.jun), house.employee(cast.dohyun)
    for improvement, people in zip(asked_for, TOLD, strict=True):
        owner.goto(f"/improvements/{improvement.number}/release")
        owner.locator("main form").get_by_role("button").click()
        desk.goto(f"/improvements/{improvement.number}/tellings")
        expect(desk.get_by_text(f"{people}분, 글 {people}통.")).to_be_visible()
        desk.get_by_role("button", name="알리기 시작").click()
        stands(desk, people, told=0)
    deliver()
    for improvement, people in zip(asked_for, TOLD, strict=True):
        desk.goto(f"/improvements/{improvement.number}/tellings")
        stands(desk, people, told=people)
    assert Telling.objects.filter(state="delivered").count() == sum(TOLD) == 214
    unhappy = list(Telling.objects.filter(voice__case__state="closed").select_related("message"))
    assert len(unhappy) == NOT_YET
    customer = house.customer()
    for telling in unhappy:
        customer.goto(telling.message.url)
        customer.get_by_role("button", name="아니요, 아직이에요").click()
        expect(customer.get_by_text("아직이라고 알려 주셨어요.")).to_be_visible()
    for improvement in asked_for:
        assert told_exactly(improvement).unsettled == NOT_YET // len(TOLD)
    again = Case.objects.filter(reopenings__isnull=False)
    assert sorted(again.values_list("voice", flat=True)) == sorted(each.voice_id for each in unhappy)
    assert {(each.state, each.holder_id == each.guardian_id) for each in again} == {("open", True)}


def stands(desk: Page, people: int, *, told: int) -> None:
    """The page says how many asked, were told, could not be, are left; and nobody has said anything yet."""
    figures = [people, told, 0, people - told, 0, 0]
    expect(desk.locator("#progress dd")).to_have_text([str(each) for each in figures])


def deliver() -> None:
    """The tellings' clock and the post do their work until nothing is left to do."""
    while verbs.tell_due(at=timezone.now()):
        pass
    while post.tick(timezone.now()):
        pass
    run_loop()
