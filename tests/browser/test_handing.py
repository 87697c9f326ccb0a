"""What nobody wants still belongs to somebody."""

from __future__ import annotations

from django.utils import timezone
from playwright.sync_api import expect

from gwidam.own.models import Case
from gwidam.own.verbs import hand_over

from .house import House, run_loop


def test_a_case_that_bounced_twice_comes_to_the_cvi_team(house: House, cast) -> None:
    told = cast.voice("요금이 이상하고 인터넷도 느려요", heard_by=cast.mina, at=timezone.now())
    hand_over(case=told.case, to=cast.internet, reason="속도부터 봐 주세요.", by=cast.mina, at=timezone.now())
    run_loop()
    for who, team, better in ((cast.jun, "인터넷기술팀", "요금팀"), (cast.sora, "요금팀", "")):
        desk = house.employee(who)
        desk.goto("/desk")
        desk.get_by_role("link", name="되돌리기").click()
        sheet = desk.get_by_role("dialog", name="되돌리기")
        sheet.get_by_label("우리 일이 아닌 이유").fill(f"{team} 일이 아닙니다.")
        if better:
            sheet.get_by_label("더 맞는 부서").select_option(label=better)
        sheet.get_by_role("button", name="되돌리기").click()
        expect(desk.get_by_text("되돌렸습니다.")).to_be_visible()
        run_loop()
        if better:
            agent = house.employee(cast.mina)
            agent.goto(f"/cases/{told.voice.receipt}")
            expect(agent.locator("#timeline")).to_contain_text("인터넷기술팀 일이 아닙니다.")
            agent.keyboard.press("h")
            offer = agent.get_by_role("dialog", name="넘기기")
            offer.get_by_label("부서").select_option(label=better)
            offer.get_by_label("건네는 이유와 알아 둘 것").fill("청구서를 봐 주세요.")
            offer.get_by_role("button", name="건네기").click()
            expect(agent.get_by_text("건넸습니다. 맡거나 되돌리면 알려 드립니다.")).to_be_visible()

    cvi = house.employee(cast.dohyun)
    cvi.goto("/desk")
    expect(cvi.locator(".row-title")).to_have_text(["요금이 이상하고 인터넷도 느려요"])
    cvi.keyboard.press("j")
    cvi.keyboard.press("y")
    expect(cvi.get_by_text("이제 맡으셨습니다.")).to_be_visible()
    case = Case.objects.get()
    assert (case.guardian_id, case.holder_id, case.department_id) == (cast.mina.pk, cast.dohyun.pk, cast.cvi.pk)
