"""From an empty house to an open door: the first operator, the second factor, the set-up, and out again."""

from __future__ import annotations

import base64
import hmac
import re
import struct
import time

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from gwidam.desks.wizard.links import first_operator_url
from gwidam.own.models import Case

from .house import DESKTOP, PHONE, House
from .test_axe import faults

PASSWORD = "slow tides carry paper boats"


@pytest.fixture
def empty_house(house: House) -> House:
    """No cast, no journeys, nobody."""
    call_command("flush", interactive=False, verbosity=0)
    return house


def test_an_empty_house_is_set_up_until_a_customer_can_speak(empty_house: House) -> None:
    page = empty_house.customer()
    founding = first_operator_url()
    assert founding
    assert list(faults(page, founding, (PHONE, "dark"))) == []
    page.set_viewport_size(DESKTOP)
    page.get_by_label("이름").fill("오옥수")
    page.get_by_label("이메일").fill("oksu@daon.example")
    page.get_by_label("비밀번호", exact=True).fill(PASSWORD)
    page.get_by_label("한 번 더").fill(PASSWORD)
    page.get_by_role("button", name="제가 운영합니다").click()

    sign_in(page)
    page.wait_for_url("**/accounts/2fa/totp/activate/**")  # nobody runs a house with a password alone
    page.goto("/setup")
    page.wait_for_url("**/accounts/2fa/totp/activate/**")
    page.get_by_text("찍을 수 없어요").click()
    secret = page.locator("#authenticator_secret").inner_text()
    page.get_by_label("인증 코드").fill(code_of(secret))
    page.get_by_role("button", name="등록").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/**")
    spare = re.findall(r"\b[0-9a-f]{8}\b", page.locator("main").inner_text())
    assert len(spare) == 10

    page.goto("/setup")
    expect(page.get_by_role("heading", level=1)).to_have_text("여정")
    page.get_by_role("button", name="심기").click()
    page.get_by_role("link", name="다음").click()
    page.get_by_label("짧은 코드").fill("care")
    page.get_by_label("한국어 이름").fill("고객센터")
    page.get_by_label("영어 이름").fill("Customer care")
    page.get_by_role("button", name="저장").click()
    expect(page.get_by_text("저장했습니다: 고객센터")).to_be_visible()
    page.get_by_role("link", name="다음").click()
    page.get_by_role("button", name="저장").click()
    page.get_by_role("link", name="다음").click()
    page.get_by_label("사람").select_option(label="오옥수")
    for day in ("월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"):
        page.get_by_text(day, exact=True).click()
    page.get_by_label("시간").fill("00:00-24:00")
    page.get_by_role("button", name="넣기").click()
    page.get_by_role("link", name="다음").click()
    page.get_by_role("button", name="열기").click()
    expect(page.get_by_text("열었습니다:")).to_be_visible()
    page.get_by_role("link", name="다음").click()
    page.get_by_label("무엇을 맡나요? (한국어)").fill("인터넷이 느리거나 끊길 때")
    page.get_by_label("부서", exact=True).select_option(label="고객센터")
    page.get_by_role("button", name="저장").click()
    page.get_by_role("link", name="다음").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("준비를 마쳤습니다")

    customer = empty_house.customer(size=PHONE)
    customer.goto("/speak")
    customer.get_by_label("무슨 말씀을 하고 싶으세요?").fill("첫 손님입니다. 인터넷이 느려요.")
    customer.get_by_role("button", name="보내기").click()
    expect(customer.locator(".receipt")).to_have_text(Case.objects.get().shown_receipt)

    page.goto("/me")
    page.locator("main").get_by_role("button", name="로그아웃").click()
    page.goto("/guarded")
    page.wait_for_url("**/accounts/login/**")
    sign_in(page)
    page.get_by_label("코드").fill(spare[0])
    page.get_by_role("button", name="로그인").click()
    page.wait_for_url("**/guarded")
    expect(page.get_by_role("link", name="첫 손님입니다.")).to_be_visible()


def sign_in(page: Page) -> None:
    page.get_by_label("이메일").fill("oksu@daon.example")
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인", exact=True).click()


def code_of(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238: HMAC-SHA-1, 30 s, six digits)."""
    digest = hmac.digest(base64.b32decode(secret), struct.pack(">Q", int(time.time()) // 30), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
