"""The kinds of lines and ears for mail."""

from __future__ import annotations

from datetime import datetime, timedelta

from gwidam.core.words import Said
from gwidam.post import senders
from gwidam.post.lines import Field, LineKind
from gwidam.post.models import Line
from gwidam.post.said import MAIL

from ...models import Ear
from ..heard import Page
from ..kinds import EarKind

ADDRESS = Said("메일 주소", "Mail address")
# Who answers are from, and where replies to them go.
AS_WHOM = (
    Field(
        senders.NAMES["ko"],
        Said("보내는 이름(한국어)", "Sender's name in Korean"),
        Said("비우면 회사 이름", "Empty: the name of the house"),
        is_required=False,
    ),
    Field(senders.NAMES["en"], Said("보내는 이름(영어)", "Sender's name in English"), is_required=False),
    Field(
        senders.FROM,
        Said("보내는 주소", "Sender's address"),
        Said(
            "비우면 회사의 보내는 주소. 메일 서버가 이 주소로 보내도록 허락해야 합니다.",
            "Empty: that of the house. Your mail server must let us send as this address.",
        ),
        is_required=False,
        is_address=True,
    ),
    Field(
        senders.REPLIES,
        Said("답장 받는 주소", "Address for replies"),
        Said("비우면 이 메일함의 주소", "Empty: the address of this mailbox"),
        is_required=False,
        is_address=True,
    ),
    Field(
        senders.PLUS,
        Said("주소에 +표식을 붙일까요", "A mark behind a plus in that address"),
        Said(
            "고객의 답장이 어느 건인지 표식으로 압니다. +가 붙은 주소를 받지 못하는 메일 서버라면 끄세요.",
            "The mark says which case a reply belongs to. Turn it off where your server takes no address with a plus.",
        ),
        choices=(("yes", Said("붙입니다", "is added")), ("no", Said("붙이지 않습니다", "is left away"))),
        is_required=False,
    ),
)


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
        *AS_WHOM,
    ),
    look=_look,
    is_mail=True,
)
ADDRESS_LINE = LineKind(
    code="mailbox",
    family=MAIL,
    name=Said("메일 주소(서버가 넘겨줌)", "Mail address (handed in by a server)"),
    fields=(Field("account", ADDRESS), *AS_WHOM),
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
