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
