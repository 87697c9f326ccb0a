"""The pages of a case: every verb through its own address, what is refused, and who may not see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gwidam.own.models import Case

HOUR = timedelta(hours=1)


def sign_in(who) -> Client:
    client = Client(headers={"accept-language": "ko"})
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


@pytest.fixture
def case(cast):
    """A customer with a phone and an e-mail spoke an hour ago; Mina heard it."""
    return cast.voice(
        "인터넷이 자꾸 끊겨요.\n세 번째 전화예요.",
        at=timezone.now() - HOUR,
        channel=cast.phone,
        heard_by=cast.mina,
        name="홍길동",
        phone="010-0000-1234",
        email="hong@example.com",
    ).case


@pytest.fixture
def mina(cast):
    return sign_in(cast.mina)


def now(case) -> Case:
    return Case.objects.get(pk=case.pk)


def page_of(case, more="") -> str:
    return f"/cases/{case.receipt}{more}"


def test_the_page_shows_the_voice_whole_and_who_keeps_it(mina, case):
    page = mina.get(page_of(case)).content.decode()
    assert "세 번째 전화예요." in page
    assert "홍길동" in page
    assert "***-****-1234" in page
    assert "010-0000-1234" not in page
    assert "hong@example.com" not in page
    assert page.count("김미나") >= 2


def test_a_case_is_found_by_its_number_however_it_is_written(mina, case):
    assert mina.get(f"/cases/{case.shown_receipt}").status_code == 200
    assert mina.get("/cases/12345").status_code == 404
