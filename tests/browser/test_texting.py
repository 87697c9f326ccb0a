"""The answer form says how long a text message will be, counted in the browser as the house and the carrier count."""

from __future__ import annotations

import unicodedata

from playwright.sync_api import expect

from gwidam.core.texting import texted
from gwidam.own.wording import answer_as_text
from gwidam.post.verbs import connect_line
from tests.cast import NOW, SETUP

from .house import House

ASSIGNED = [
    chr(code)
    for code in (*range(0x20, 0xD800), *range(0xE000, 0x10000), 0x1F642, 0x20000)
    if unicodedata.category(chr(code)) != "Cn"
]
COUNT = "letters => import('/static/gwidam/texting.js').then(m => letters.map(each => m.texted(`가${each}나`)))"


def test_the_browser_counts_every_letter_as_the_house_does(house: House, cast) -> None:
    told = cast.voice("인터넷이 끊겨요", heard_by=cast.mina)
    page = house.employee(cast.mina)
    page.goto(f"/cases/{told.voice.receipt}")
    counted = page.evaluate(COUNT, ASSIGNED)
    ours = [
        {"size": each.size, "unshown": each.unshown} for each in (texted(f"가{letter}나") for letter in ASSIGNED)
    ]
    wrong = [hex(ord(letter)) for letter, one, two in zip(ASSIGNED, counted, ours, strict=True) if one != two]
    assert wrong == []


def test_bytes_and_kind_are_shown_while_typing(house: House, cast) -> None:
    connect_line(kind="texts_file", name="문자", given={}, by=SETUP, at=NOW)
    told = cast.voice("인터넷이 끊겨요", heard_by=cast.mina, phone="010-2345-4417")
    around = answer_as_text(told.case, "").size
    page = house.employee(cast.mina)
    page.goto(f"/cases/{told.voice.receipt}")
    shown = page.locator("[data-text-size]")
    answer = page.get_by_label("답", exact=True)
    expect(shown).to_have_text(f"{around}/90바이트 · SMS")
    answer.press_sequentially("네 ok")
    expect(shown).to_have_text(f"{around + 5}/90바이트 · SMS")
    answer.fill("가" * 60)
    expect(shown).to_have_text(f"{around + 120}/2,000바이트 · LMS")
    answer.fill("가" * 1000)
    expect(shown).to_contain_text("문자 한 통에 다 담기지 않습니다")
    answer.fill("네 🙂")
    expect(shown).to_have_text(f"{around + 4}/90바이트 · SMS · 문자로 보낼 수 없는 글자 1개는 물음표로 나갑니다")
    page.get_by_text("확인 페이지에 남기기").click()
    expect(shown).to_be_hidden()
    answer.fill("내일 갑니다.")
    page.get_by_text("***-****-4417 문자로").click()
    page.get_by_role("button", name="답 보내기").click()
    expect(page.get_by_text("답을 보냈습니다.", exact=True)).to_be_visible()
    assert told.case.answers.get().door == "text"
