"""A case, and people before its pages."""

from __future__ import annotations

import pytest
from django.utils import timezone

from gwidam.own import verbs

from .steps import HOUR, now, sign_in


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


@pytest.fixture
def offered(cast, case):
    """The same case, offered to the internet technicians."""
    return verbs.hand_over(case=case, to=cast.internet, reason="회선 점검", by=cast.mina, at=timezone.now())


@pytest.fixture
def answered(cast, case):
    """The same case, answered on the phone."""
    verbs.answer(case=case, text="고쳤습니다.", by=cast.mina, at=timezone.now(), is_spoken=True)
    return now(case)
