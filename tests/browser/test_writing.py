"""Words that are being written are never lost, whatever happens to the page."""

from __future__ import annotations

from playwright.sync_api import expect

from .house import House


def test_a_draft_outlives_its_page(house: House, cast) -> None:
    told = cast.voice("인터넷이 끊겨요", heard_by=cast.mina)
    page = house.employee(cast.mina)
    page.goto(f"/cases/{told.voice.receipt}")
    page.get_by_label("답", exact=True).fill("내일 아침 9시에 기사님이 찾아가서")
    expect(page.locator("#answer [data-draft-state]")).to_have_text("임시 저장됨")
    page.get_by_label("답", exact=True).press_sequentially(" 살펴")  # too late for the pause: kept on leaving
    context = page.context
    page.close(run_before_unload=False)

    again = context.new_page()
    again.goto(f"/cases/{told.voice.receipt}")
    expect(again.get_by_label("답", exact=True)).to_have_value("내일 아침 9시에 기사님이 찾아가서 살펴")


def test_two_who_write_at_once_lose_nothing(house: House, cast) -> None:
    told = cast.voice("인터넷이 끊겨요", heard_by=cast.mina)
    address = f"/cases/{told.voice.receipt}"
    mina, hana = house.employee(cast.mina), house.employee(cast.hana)
    mina.goto(address)
    hana.goto(address)
    expect(mina.locator("header [role=status]")).to_contain_text("박하나")
    hana.get_by_label("답", exact=True).press_sequentially("확인하고 ")
    expect(mina.locator("header [role=status]")).to_contain_text("쓰는 중")

    mina.get_by_label("답", exact=True).fill("공유기를 바꿔 드렸습니다.")
    mina.get_by_role("button", name="답 보내기").click()
    expect(mina.get_by_text("답을 보냈습니다.", exact=True)).to_be_visible()
    expect(hana.get_by_text("방금 김미나 님이 답했습니다. 쓰고 계신 글은 그대로 있습니다.")).to_be_visible()
    expect(hana.get_by_label("답", exact=True)).to_have_value("확인하고 ")

    house.expects(409, address)
    hana.get_by_label("답", exact=True).press_sequentially("전화드리겠습니다.")
    hana.get_by_role("button", name="답 보내기").click()
    expect(hana.get_by_label("답", exact=True)).to_have_value("확인하고 전화드리겠습니다.")
    expect(hana.get_by_text("공유기를 바꿔 드렸습니다.").first).to_be_visible()
    assert [each.text for each in told.case.answers.all()] == ["공유기를 바꿔 드렸습니다."]
    hana.get_by_role("button", name="답 보내기").click()
    expect(hana.get_by_text("답을 보냈습니다.", exact=True)).to_be_visible()
    assert told.case.answers.count() == 2
