"""With one hand: the case page on a phone."""

from __future__ import annotations

from playwright.sync_api import expect

from .house import PHONE, House


def test_a_case_is_answered_on_a_phone(house: House, cast) -> None:
    told = cast.voice("인터넷이 자꾸 끊기는데 언제 고쳐 주시나요?", heard_by=cast.mina)
    page = house.employee(cast.mina, size=PHONE)
    page.goto("/desk")
    bar = page.get_by_role("navigation", name="짧은 메뉴")
    expect(bar.get_by_role("link")).to_have_count(4)
    bar.get_by_role("link", name="내 지킴이 건").click()
    page.get_by_role("link", name="인터넷이 자꾸 끊기는데").click()
    page.get_by_label("답", exact=True).fill("오늘 저녁 6시에 찾아뵙겠습니다.")
    page.get_by_role("button", name="답 보내기").click()
    expect(page.get_by_text("답을 보냈습니다.", exact=True)).to_be_visible()
    expect(page.locator("#timeline")).to_contain_text("오늘 저녁 6시에 찾아뵙겠습니다.")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert told.case.answers.get().by_id == cast.mina.pk

    bar.get_by_role("button", name="더 보기").click()
    page.get_by_role("dialog", name="더 보기").get_by_role("link", name="부서 책상").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("고객센터")
