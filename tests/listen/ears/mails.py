"""Raw mails and doors for them."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime

import pytest

from gwidam.listen.ears.mail.reading import read_due
from gwidam.listen.mail import Reader
from gwidam.listen.verbs import open_ear
from gwidam.listen.verbs.mails import keep_mail
from gwidam.post.verbs import connect_line
from tests.cast import NOW, SETUP

HELP = "help@voice.example"


def raw(
    text="인터넷이 자꾸 끊겨요.",
    *,
    sender="김지수 <kim@home.example>",
    subject="인터넷 문의",
    name="m1@home.example",
    **headers,
):
    """A mail as a customer's program writes it; more headers with _ for -."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, headers.pop("to", HELP), subject
    mail["Date"] = format_datetime(headers.pop("date", NOW))
    if name:
        mail["Message-ID"] = f"<{name}>"
    for header, value in headers.items():
        mail[header.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 10
PAGE = (
    '<p style="color:red" onclick="alert(1)">사진 <b>보세요</b><script>alert(1)</script></p>'
    '<img src="cid:photo%40home" alt="공유기"><img src="cid:nowhere" alt="없는 것">'
    '<img src="https://spy.example/1.png"><img src="http://spy.example/2.png" alt="광고">'
    '<a href="https://else.example/x">링크</a><a href="javascript:alert(1)">나쁜 링크</a>'
)


def illustrated(*, sender="김지수 <kim@home.example>", name="h1@home.example", date=NOW, picture=PNG, **headers):
    """A mail with HTML, a picture within it and two from elsewhere."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, HELP, "사진 보냅니다"
    mail["Date"], mail["Message-ID"] = format_datetime(date), f"<{name}>"
    for header, value in headers.items():
        mail[header.replace("_", "-")] = value
    mail.set_content("사진 보세요")
    mail.add_alternative(PAGE, subtype="html")
    page = mail.get_payload()[1]
    page.add_related(picture, "image", "png", cid="<photo@home>", filename="router.png", disposition="inline")
    return mail.as_bytes()


@pytest.fixture(scope="session")
def reader():
    with Reader() as made:
        yield made


@pytest.fixture
def ear(cast):
    """An ear for mail that is handed in, at an address."""
    line = connect_line(kind="mailbox", name="고객 메일", given={"account": HELP}, by=SETUP, at=NOW)
    return open_ear(channel=cast.api, kind="lmtp", line=line, by=SETUP, at=NOW)


@pytest.fixture
def come(ear, reader):
    """A mail comes, and is read."""

    def comes(*raws, at=NOW):
        kept = [keep_mail(ear=ear, raw=each, key=f"{at}/{number}", at=at) for number, each in enumerate(raws)]
        read_due(at=at, reader=reader)
        rows = [each.fresh() for each in kept]
        return rows[0] if len(rows) == 1 else rows

    return comes
