"""What a customer lives through: speak, follow, read the answer, have the last word."""

from __future__ import annotations

from playwright.sync_api import expect

from gwidam.own.models import Case

from .house import PHONE, House, run_loop


def test_a_customer_without_script_has_the_last_word(house: House, cast) -> None:
    customer = house.customer(script=False)
    customer.goto("/speak")
    customer.get_by_label("무슨 말씀을 하고 싶으세요?").fill("인터넷이 밤마다 끊겨요. 벌써 세 번째 말씀드립니다.")
    customer.get_by_label("전화번호").fill("010-2345-6789")
    customer.get_by_role("button", name="보내기").click()
    expect(customer.get_by_role("heading", level=1)).to_have_text("말씀을 들었습니다")
    case = Case.objects.select_related("guardian", "voice").get()
    expect(customer.locator(".receipt")).to_have_text(case.shown_receipt)
    run_loop()

    customer.get_by_role("link", name="진행 보기").click()
    expect(customer.get_by_role("heading", level=1)).to_have_text(case.shown_receipt)
    expect(customer.locator(".lede")).to_have_text("챙기고 있습니다.")
    expect(customer.locator(".person .strong")).to_have_text(case.guardian.name_ko)
    expect(customer.locator("dl.facts dt")).to_have_text(["첫 연락", "답변"])

    guardian = house.employee(case.guardian)
    guardian.goto("/guarded")
    guardian.get_by_role("link", name="인터넷이 밤마다 끊겨요").click()
    guardian.get_by_label("답", exact=True).fill("공유기를 오늘 저녁에 바꿔 드리겠습니다.")
    guardian.get_by_role("button", name="답 보내기").click()
    expect(guardian.get_by_text("답을 보냈습니다.", exact=True)).to_be_visible()
    run_loop()

    customer.reload()
    expect(customer.get_by_text("공유기를 오늘 저녁에")).to_have_count(0)  # the link alone does not open the words
    customer.get_by_label("전화번호 끝 네 자리").fill("6789")
    customer.get_by_role("button", name="열기").click()
    expect(customer.get_by_text("공유기를 오늘 저녁에 바꿔 드리겠습니다.")).to_be_visible()
    customer.get_by_role("button", name="잘 읽었습니다").click()
    expect(customer.get_by_text("고맙습니다. 읽으셨다고 지킴이에게 전했습니다.")).to_be_visible()
    run_loop()

    guardian.reload()
    guardian.get_by_role("link", name="마치기").click()
    sheet = guardian.get_by_role("dialog", name="마치기")
    sheet.get_by_label("“더 필요한 것은 없으신가요?”").fill("더 없다고 하셨습니다.")
    sheet.get_by_label("원인").fill("공유기가 낡았습니다.")
    sheet.get_by_label("무엇을 왜 그렇게 정했나요?").fill("5년이 넘은 공유기는 미리 바꾸기로 했습니다.")
    sheet.get_by_role("button", name="마치기").click()
    expect(guardian.get_by_text("마쳤습니다. 다 되었는지 고객에게 여쭙니다.")).to_be_visible()
    run_loop()

    customer.reload()
    customer.get_by_text("아니요, 아직이에요").click()
    customer.get_by_label("하고 싶은 말씀").fill("어젯밤에도 끊겼어요.")
    customer.get_by_role("button", name="보내기").click()
    expect(customer.get_by_text("다시 챙기겠습니다. 지킴이에게 전했습니다.")).to_be_visible()
    run_loop()

    guardian.reload()
    expect(guardian.locator("#timeline")).to_contain_text("어젯밤에도 끊겼어요.")
    guardian.goto("/guarded")
    expect(guardian.locator(".row")).to_have_count(1)
    reopened = Case.objects.get()
    assert (reopened.state, reopened.guardian_id, reopened.holder_id) == (
        "open",
        case.guardian_id,
        case.guardian_id,
    )


def test_a_customer_on_a_phone_follows_in_english(house: House, cast) -> None:
    customer = house.customer(language="en", size=PHONE)
    customer.goto("/speak")
    customer.get_by_label("What do you want to tell us?").fill("My bill is wrong again.")
    customer.get_by_label("Phone").fill("12")
    house.expects(422, "/speak")
    customer.get_by_role("button", name="Send").click()
    expect(customer.get_by_label("Phone")).to_have_attribute("aria-invalid", "true")
    customer.get_by_label("Phone").fill("")
    customer.get_by_role("button", name="Send").click()
    expect(customer.get_by_role("heading", level=1)).to_have_text("We heard you")
    customer.get_by_role("link", name="Follow it").click()
    customer.get_by_label("Anything to add?").fill("It says 90,000 won instead of 30,000.")
    customer.get_by_role("button", name="Add").click()
    expect(customer.locator(".said")).to_have_text(
        ["My bill is wrong again.", "It says 90,000 won instead of 30,000."]
    )
    assert customer.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
