"""A telephone rings while its owner works: a bar above the page, under nobody's hands."""

from __future__ import annotations

import re
from typing import Any

from django.utils import timezone
from playwright.sync_api import expect

from gwidam.listen.models import Call
from gwidam.listen.phone import News, What
from gwidam.listen.verbs import give_extension, hear_call
from tests.cast import SETUP

from .house import House, painted


def test_a_call_rings_beside_what_is_being_written_and_is_taken_down(house: House, cast: Any) -> None:
    give_extension(number="204", employee=cast.mina, by=cast.oksu, at=timezone.now())
    cast.voice("요금이 두 번 나갔어요", phone="010-2345-4417", name="박솔", heard_by=cast.mina, at=timezone.now())

    def told(what: str, **more: str) -> None:
        now = timezone.now()
        news = News(call="c1", what=What(what), at=now, **more)
        hear_call(channel=cast.phone, news=news, by=SETUP, at=now)

    agent, colleague = house.employee(cast.mina), house.employee(cast.hana)
    agent.goto("/hear")
    colleague.goto("/guarded")
    words = painted(agent).get_by_label("고객이 하신 말씀 그대로")
    words.fill("앞 손님의 말씀을")
    told("ringing", extension="204", caller="01023454417")
    bar = agent.locator("#calls")
    expect(bar).to_contain_text("박솔 010-2345-4417 전화가 왔습니다.")
    expect(words).to_be_focused()
    agent.keyboard.type(" 아직 적는 중")
    expect(words).to_have_value("앞 손님의 말씀을 아직 적는 중")
    expect(colleague.get_by_text("전화가 왔습니다")).to_have_count(0)
    told("answered", extension="204")
    expect(bar).to_contain_text("통화 중입니다.")

    bar.get_by_role("link", name="받아 적기").click()
    agent.wait_for_url(re.compile(r"/hear\?call=\d+$"))
    expect(agent.get_by_label("전화번호")).to_have_value("010-2345-4417")
    expect(agent.locator("#caller")).to_contain_text("요금이 두 번 나갔어요")
    expect(bar).to_be_empty()  # this page is about the call already
    agent.get_by_label("고객이 하신 말씀 그대로").fill("아직도 돌려받지 못했어요")
    agent.get_by_role("button", name="접수번호 받기").click()
    agent.wait_for_url(re.compile(r"/hear/\d{10}$"))
    assert Call.objects.get().voice is not None
    expect(bar).to_be_empty()


def test_a_call_is_set_aside_and_stays_so(house: House, cast: Any) -> None:
    now = timezone.now()
    give_extension(number="204", employee=cast.mina, by=cast.oksu, at=now)
    news = News(call="c1", what=What.RINGING, at=now, extension="204", caller="01023454417")
    hear_call(channel=cast.phone, news=news, by=SETUP, at=now)
    agent = house.employee(cast.mina)
    agent.goto("/guarded")
    agent.get_by_role("button", name="이 전화 치우기").click()
    expect(agent.locator("#calls")).to_be_empty()
    agent.goto("/hear")
    painted(agent)
    expect(agent.locator("#calls")).to_be_empty()
