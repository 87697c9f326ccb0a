"""The pages of mails that no voice was made of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gwidam.core.models import Fact
from gwidam.listen.models import Voice
from tests.cast import NOW

from .mails import come, ear, raw, reader  # noqa: F401 - fixtures
from .test_pages import browser  # noqa: F401 - fixture

pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


def test_a_mail_set_aside_shows_why_and_is_taken_as_a_voice(browser, come):  # noqa: F811
    mail = come(
        raw("월요일에 돌아옵니다 <script>alert(1)</script>", subject="부재중", Auto_Submitted="auto-replied")
    )
    come(raw("진짜 목소리", name="m2@home.example"), at=NOW + timedelta(hours=1))
    listed = browser.get("/settings/mails").content.decode()
    assert ("부재중" in listed, "자동 메일" in listed, "인터넷 문의" in listed) == (True, True, False)
    page = browser.get(f"/settings/mails/{mail.pk}").content.decode()
    assert ("자동으로 보낸 메일입니다" in page, "<script>alert" in page) == (True, False)
    browser.post(f"/settings/mails/{mail.pk}/voice")
    assert (mail.fresh().became, Voice.objects.count()) == ("voice", 2)
    assert "이미 고객의 소리로" in browser.post(f"/settings/mails/{mail.pk}/voice", follow=True).content.decode()


def test_an_original_is_a_file_and_looking_is_a_fact_with_a_reason(browser, come):  # noqa: F811
    mail = come(raw(Auto_Submitted="auto-replied"))
    address = f"/settings/mails/{mail.pk}/original"
    assert "이유를 적어 주세요" in browser.post(address, {"why": ""}, follow=True).content.decode()
    answer = browser.post(address, {"why": "고객 문의 확인"})
    assert (answer.content, answer["Content-Type"]) == (
        raw(Auto_Submitted="auto-replied"),
        "application/octet-stream",
    )
    assert Fact.objects.get(kind="listen.MailSeen").about == mail.about
    assert browser.post("/settings/mails/999/original").status_code == 404


@pytest.mark.parametrize("count", [1, 5])
def test_the_page_asks_the_same_questions_for_few_and_for_many(browser, come, django_assert_num_queries, count):  # noqa: F811
    come(*(raw(f"{number}", name=f"{number}@x.example", Auto_Submitted="auto-replied") for number in range(count)))
    browser.get("/settings/mails")
    with django_assert_num_queries(QUERIES):
        assert browser.get("/settings/mails").content.decode().count("/settings/mails/") == count


QUERIES = 5
