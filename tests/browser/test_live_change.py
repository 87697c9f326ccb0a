"""What others do appears on the pages of improvements and campaigns, under the hands of whoever works there."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from gwidam.change import verbs
from gwidam.change.models import Campaign, Improvement
from gwidam.change.rules.ideas import Points

from .house import House, painted


@pytest.fixture
def tabled(cast: Any) -> Improvement:
    """An improvement that waits for a ruling."""
    at = timezone.now()
    words = {"title_ko": "밤에 인터넷이 끊기지 않게", "text_ko": "회선을 바꿉니다."}
    made = verbs.propose(words=words, origin="idea", by=cast.mina, at=at)
    verbs.mark_must(improvement=made, ground="약관 제7조", by=cast.dohyun, at=at)
    verbs.table(improvement=made, by=cast.dohyun, at=at)
    return made


@pytest.mark.slow  # two browsers before a running house
def test_a_support_a_voice_and_a_ruling_of_others_appear_while_somebody_writes(
    house: House, cast: Any, tabled: Improvement
) -> None:
    desk, board = house.employee(cast.yuna), house.employee(cast.mina)
    desk.goto(f"/improvements/{tabled.number}")
    board.goto("/improvements")
    painted(desk).locator(".actions a[href$='/ruling']").click()
    reason = desk.locator("#act textarea[name=reason]")
    reason.fill("얼마나 드는지 보고 정하")
    reason.press("End")
    voice = cast.voice("밤마다 인터넷이 끊겨요", name="김서연", at=timezone.now()).voice
    verbs.link(improvement=tabled, voice=voice, via="page", by=cast.mina, at=timezone.now())
    verbs.support(improvement=tabled, by=cast.mina, at=timezone.now())
    expect(desk.locator("#voices .count")).to_have_text("1")
    expect(board.locator(".board-card .row-meta")).to_contain_text("1명")
    expect(reason).to_be_focused()
    desk.keyboard.type("겠습니다")
    expect(reason).to_have_value("얼마나 드는지 보고 정하겠습니다")
    fresh = Improvement.objects.get(pk=tabled.pk)
    verbs.rule(improvement=fresh, verdict="yes", owner=cast.jun, by=cast.yuna, at=timezone.now())
    expect(desk.locator("#rulings .card")).to_have_count(1)
    expect(board.locator(".board-column")).to_have_attribute("aria-label", "하기로 함")
    expect(reason).to_have_value("얼마나 드는지 보고 정하겠습니다")


@pytest.mark.slow  # a browser before a running house
def test_an_idea_of_somebody_else_appears_beside_those_that_are_chosen(house: House, cast: Any) -> None:
    at = timezone.now()
    today = timezone.localdate(at)
    campaign: Campaign = verbs.begin_campaign(
        title_ko="고쳐주세요",
        title_en="",
        text_ko="무엇이든",
        text_en="",
        opens_on=today,
        last_on=today,
        audience="employees",
        owner=cast.dohyun,
        points=Points(0, 0, 0),
        by=cast.dohyun,
        at=at,
    )
    first = verbs.submit_idea(campaign=campaign, title="의자", text="", key="1", by=cast.mina, at=at)
    desk = house.employee(cast.dohyun)
    desk.goto(f"/campaigns/{campaign.pk}")
    chosen = painted(desk).locator(f"#idea-{first.pk} .idea-check")
    chosen.check()
    verbs.submit_idea(campaign=campaign, title="책상", text="", key="2", by=cast.hana, at=timezone.now())
    expect(desk.locator(".idea-row")).to_have_count(2)
    expect(chosen).to_be_checked()
    expect(chosen).to_be_focused()
