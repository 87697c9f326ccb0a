"""The search page by keyboard, with what is fetched after the list, and with nothing for axe to find."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from gwidam.own.models import SavedSearch
from gwidam.own.verbs import save_search
from gwidam.understand.heart.tiers import tier
from gwidam.understand.verbs import read_voices

from .house import House, painted
from .test_axe import LOOKS, faults

TEXTS = (
    "해지했는데 요금이 또 빠져나갔어요. 정말 화가 나고 불만입니다!",
    "요금 청구서를 한 번에 볼 수 있으면 좋겠어요.",
    "요금 문의에 친절하게 답해 주셔서 고맙습니다.",
)


@pytest.fixture
def talk(cast):
    """A few voices through two doors, read."""
    now = timezone.now()
    taken = [
        cast.voice(text, at=now, channel=channel, heard_by=cast.mina)
        for text, channel in zip(TEXTS, (cast.phone, cast.phone, cast.counter), strict=True)
    ]
    read_voices(voices=[each.voice for each in taken], tier=tier("T0"), at=now)
    return taken


def test_somebody_searches_narrows_and_keeps_it_by_keyboard(house: House, cast, talk) -> None:
    page = house.employee(cast.mina)
    page.goto("/guarded")
    painted(page).keyboard.press("/")
    page.wait_for_url("**/search")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("요금")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(page.locator("main mark").first).to_have_text("요금")
    expect(page.locator("#facets")).to_contain_text("찾은 3건 가운데")
    page.get_by_role("link", name=re.compile("^매장")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".row-title")).to_have_count(1)
    expect(page.get_by_role("searchbox")).to_have_value("요금 창구:counter")
    page.get_by_role("link", name="이 찾기 저장").focus()
    page.keyboard.press("Enter")
    page.get_by_label("찾기 이름").focus()
    page.keyboard.type("매장 요금")
    page.keyboard.press("Enter")
    expect(page.get_by_text("찾기를 저장했습니다.")).to_be_visible()
    assert SavedSearch.objects.values_list("name", "question").get() == ("매장 요금", "요금 창구:counter")
    page.goto("/search?q=요금")
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{talk[2].case.receipt}")


def test_without_a_script_everything_is_found_and_counted(house: House, cast, talk) -> None:
    page = house.employee(cast.mina, script=False)
    page.goto("/search?q=요금")
    page.get_by_role("link", name="찾은 말씀 세어 보기").click()
    expect(page.locator("#facets")).to_contain_text("찾은 3건 가운데")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_axe_finds_nothing_where_something_is_found(house: House, cast, talk, language: str) -> None:
    save_search(name="요금", question="요금 tone:negative", wakes=True, by=cast.mina, at=timezone.now())
    page = house.employee(cast.mina, language=language)
    paths = (
        "/search",
        "/search?q=요금&count=1",
        "/search?q=요금+colour:red+kind:loud+-환불",
        "/search?q=dyrma",
        "/search/saved",
    )
    found = [f"{path} {fault}" for path in paths for fault in faults(page, path, LOOKS[language])]
    assert not found, "\n".join(found)
