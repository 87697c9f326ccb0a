"""The kinds of lines and ears for mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from gwidam.core.words import Said
from gwidam.post.lines import Field, LineKind
from gwidam.post.models import Line
from gwidam.post.said import MAIL

from ...models import Ear
from ..heard import Page
from ..kinds import EarKind

ADDRESS = Said("메일 주소", "Mail address")


def _look(line: Line) -> str:
    from .imap import look

    return look(line)


def _hear(ear: Ear, at: datetime) -> Page:
    from .imap import hear

    return hear(ear, at)


IMAP_LINE = LineKind(
    code="imap",
    family=MAIL,
    name=Said("메일함(IMAP)", "Mailbox (IMAP)"),
    fields=(
        Field(
            "url",
            Said("메일 서버", "Mail server"),
            Said("예: imaps://imap.example.com", "Such as imaps://imap.example.com"),
        ),
        Field("account", Said("메일 주소(로그인 이름)", "Mail address (name for logging in)")),
        Field("password", Said("비밀번호", "Password"), is_secret=True),
        Field("folder", Said("메일 폴더", "Folder"), Said("비우면 INBOX", "Empty: INBOX"), is_required=False),
        Field(
            "begin",
            Said("어디서부터 들을까요", "Where to begin"),
            choices=(
                ("new", Said("지금부터 오는 메일", "With mail that comes from now on")),
                ("all", Said("이미 와 있는 메일부터", "With the mail that is there already")),
            ),
        ),
        Field(
            "after",
            Said("받아 둔 메일은", "A mail that is kept here"),
            Said("메일은 지우거나 옮기지 않습니다.", "No mail is ever deleted or moved there."),
            choices=(
                ("stay", Said("그대로 둡니다", "stays as it is")),
                ("seen", Said("읽음으로 표시합니다", "is marked as read")),
            ),
        ),
    ),
    look=_look,
    is_mail=True,
)
ADDRESS_LINE = LineKind(
    code="mailbox",
    family=MAIL,
    name=Said("메일 주소(서버가 넘겨줌)", "Mail address (handed in by a server)"),
    fields=(Field("account", ADDRESS),),
    look=lambda _line: "",
    is_mail=True,
)
IMAP_EAR = EarKind(
    code="imap",
    family=MAIL,
    name=Said("메일함", "Mailbox"),
    line="imap",
    look=_hear,
    every=timedelta(minutes=1),
)
LMTP_EAR = EarKind(code="lmtp", family=MAIL, name=Said("넘겨받는 메일", "Mail handed in"), line="mailbox")
