"""Mailing lists (RFC 2919, RFC 2369) and mass mails."""

from __future__ import annotations

from ..mail import Mail, Words
from .decision import Decision, House

_LIST = ("list-id", "list-post", "mailing-list", "x-mailing-list", "x-mailman-version")


def mailing_list(mail: Mail, house: House) -> Decision:
    """ "list" for a discussion list, "mass" for a newsletter, else "no"."""
    for name in _LIST:
        if value := mail.header(name):
            reason = Words("메일링 리스트로 온 메일입니다.", "It came through a mailing list.")
            return Decision("list", "list", reason, {"sign": name, "value": value[:200]})
    if mail.header("precedence").lower() == "list":
        reason = Words("메일링 리스트로 온 메일입니다.", "It came through a mailing list.")
        return Decision("list", "list", reason, {"sign": "precedence", "value": "list"})
    for name in ("list-unsubscribe", "feedback-id"):
        if value := mail.header(name):
            reason = Words("여럿에게 한꺼번에 보낸 메일입니다.", "It is a mass mail.")
            return Decision("list", "mass", reason, {"sign": name, "value": value[:200]})
    return Decision("list", "no", Words("한 사람에게 온 메일입니다.", "It is no list mail."))
