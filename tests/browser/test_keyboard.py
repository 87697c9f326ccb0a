"""Without a mouse: intake, the desk, the palette, and the keys that rest while Korean is written."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from gwidam.own.models import Case

from .house import House, painted, run_loop


def test_a_call_is_taken_down_handed_over_and_closed_by_keyboard(house: House, cast) -> None:
    """Two desks side by side; each hears of the other's move without loading its page again."""
    technician = house.employee(cast.jun)
    technician.goto("/desk")
    expect(technician.get_by_text("기다리는 건네기가 없습니다")).to_be_visible()

    agent = house.employee(cast.mina)
    agent.goto("/guarded")
    painted(agent).keyboard.press("i")
    expect(agent.get_by_label("전화번호")).to_be_focused()
    agent.keyboard.type("01023456789")
    expect(agent.get_by_text("처음 뵙는 분입니다.")).to_be_visible()
    tab_to(agent, "고객이 하신 말씀 그대로")
    agent.keyboard.type("인터넷 속도가 밤마다 느려요")
    internet = agent.get_by_label("인터넷기술팀", exact=False).first
    expect(internet).to_be_visible()
    tab_to(agent, "내가 챙김")
    agent.keyboard.press("ArrowRight")
    expect(internet).to_be_checked()
    tab_to(agent, "전화드리겠다고 약속")
    agent.keyboard.press("Space")
    agent.keyboard.press("Shift+Tab")
    tab_back_to(agent, "고객이 하신 말씀 그대로")
    agent.keyboard.press("Control+Enter")
    agent.wait_for_url(re.compile(r"/hear/\d{10}$"))
    case = Case.objects.get()
    expect(agent.locator("#receipt")).to_have_text(case.shown_receipt)
    expect(agent.locator("main")).to_contain_text("인터넷기술팀에 맡아 달라고 건넸습니다.")
    expect(agent.locator("main")).to_contain_text("전화드리기")

    # The offer has arrived at the other desk by itself.
    expect(technician.get_by_role("link", name="인터넷 속도가 밤마다 느려요")).to_be_visible()
    agent.keyboard.press("o")
    agent.wait_for_url(f"**/cases/{case.receipt}")
    technician.keyboard.press("j")
    technician.keyboard.press("j")
    technician.keyboard.press("y")
    expect(technician.get_by_text("이제 맡으셨습니다.")).to_be_visible()
    expect(agent.locator("#keeping")).to_contain_text("이준")

    technician.keyboard.press("j")
    technician.keyboard.press("Enter")
    technician.wait_for_url(f"**/cases/{case.receipt}")
    painted(technician).keyboard.press("a")
    expect(technician.get_by_label("답", exact=True)).to_be_focused()
    technician.keyboard.type("선로를 바꿔서 이제 빠릅니다.")
    tab_to(technician, "말로 전했어요", keys=("Tab", "ArrowRight"))
    technician.keyboard.press("Space")
    tab_back_to(technician, "답")
    technician.keyboard.press("Control+Enter")
    expect(technician.get_by_text("답을 보냈습니다.", exact=True)).to_be_visible()
    expect(agent.locator("#timeline")).to_contain_text("선로를 바꿔서 이제 빠릅니다.")
    run_loop()

    agent.reload()
    painted(agent).keyboard.press("c")
    sheet = agent.get_by_role("dialog", name="마치기")
    expect(sheet.get_by_label("“더 필요한 것은 없으신가요?”")).to_be_focused()
    agent.keyboard.type("다 되었다고 하셨습니다.")
    agent.keyboard.press("Tab")
    agent.keyboard.type("선로가 낡음")
    agent.keyboard.press("Tab")
    agent.keyboard.press("ArrowRight")
    agent.keyboard.press("Tab")
    agent.keyboard.type("점검 때 선로를 먼저 보도록 알렸습니다.")
    agent.keyboard.press("Control+Enter")
    expect(agent.get_by_text("마쳤습니다. 다 되었는지 고객에게 여쭙니다.")).to_be_visible()
    closed = Case.objects.get()
    assert (closed.state, closed.guardian_id, closed.closures.get().recurrence) == (
        "closed",
        cast.mina.pk,
        "taught",
    )


def tab_to(page: Page, label: str, keys: tuple[str, ...] = ("Tab",)) -> None:
    """Press Tab until the field of this label has the focus."""
    for _ in range(30):
        for key in keys:
            if label in focused_label(page):
                return
            page.keyboard.press(key)
    raise AssertionError(f"no way to {label} by {keys}")


def tab_back_to(page: Page, label: str) -> None:
    tab_to(page, label, keys=("Shift+Tab",))


def focused_label(page: Page) -> str:
    """Label of the field that has the focus."""
    return str(
        page.evaluate("[...(document.activeElement.labels ?? [])].map((each) => each.textContent).join(' ')")
    )


def test_the_palette_finds_a_two_syllable_word(house: House, cast) -> None:
    told = cast.voice("요금이 두 번 빠져나갔어요", heard_by=cast.mina)
    cast.voice("해지했는데 또 청구됐어요", heard_by=cast.mina)
    page = house.employee(cast.mina)
    page.goto("/guarded")
    painted(page).keyboard.press("Control+k")
    page.keyboard.type("요금")
    expect(page.get_by_role("option", name="말씀에서 ‘요금’ 찾기")).to_be_visible()
    chosen = page.locator("[role=option][aria-selected=true]")
    seen = []
    while (option := chosen.inner_text()) != "말씀에서 ‘요금’ 찾기":
        assert option not in seen, f"the arrow keys never come to it: {seen}"
        seen.append(option)
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(page.locator(".row-title")).to_have_text(["요금이 두 번 빠져나갔어요"])
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{told.voice.receipt}")
    painted(page).keyboard.press("Control+k")
    page.keyboard.type("ㄴㄱㄱ")  # 넘기기, by its first consonants
    expect(page.get_by_role("option", name="넘기기")).to_be_visible()


def test_help_shows_the_keys_and_looks_are_remembered(house: House, cast) -> None:
    page = house.employee(cast.mina, language="en")
    page.goto("/guarded")
    painted(page).keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys on this page")
    expect(keys.get_by_text("Hear somebody")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Light or dark").first.click()
    page.get_by_role("button", name="Dense or roomy").first.click()
    page.goto("/desk")
    looks = page.evaluate("({ ...document.documentElement.dataset })")
    assert (looks["theme"], looks["density"]) == ("dark", "dense")


def test_nothing_is_sent_or_opened_while_a_syllable_is_composed(house: House, cast) -> None:
    told = cast.voice("인터넷이 끊겨요", heard_by=cast.mina)
    page = house.employee(cast.mina)
    page.goto(f"/cases/{told.voice.receipt}")
    painted(page).keyboard.press("a")
    keyboard = page.context.new_cdp_session(page)
    keyboard.send("Input.imeSetComposition", {"text": "답", "selectionStart": 1, "selectionEnd": 1})
    press_composing(keyboard, "Enter", ctrl=True)
    expect(page.get_by_label("답", exact=True)).to_have_value("답")
    keyboard.send("Input.insertText", {"text": "답"})
    assert page.url.endswith(told.voice.receipt)
    page.get_by_label("답", exact=True).blur()
    press_composing(keyboard, "KeyH")
    expect(page.get_by_role("dialog", name="넘기기")).to_have_count(0)
    # With a Korean layout, H is ㅗ: the key counts, not the letter.
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", "key": "ㅗ", "code": "KeyH"})
    expect(page.get_by_role("dialog", name="넘기기")).to_be_visible()
    assert told.case.answers.count() == 0


def press_composing(keyboard, code: str, *, ctrl: bool = False) -> None:
    """A key as an input method passes it on: virtual key 229."""
    keyboard.send(
        "Input.dispatchKeyEvent",
        {
            "type": "rawKeyDown",
            "key": "Process",
            "code": code,
            "windowsVirtualKeyCode": 229,
            "modifiers": 2 if ctrl else 0,
        },
    )
