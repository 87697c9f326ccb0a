"""Mails that have been here before: our own, or round and round between servers."""

from __future__ import annotations

from gwidam.core.thread_tokens import case_of_message_id

from ..mail import Mail, Words
from .decision import Decision, House

MOST_HOPS = 50  # Postfix, hopcount_limit


def loop(mail: Mail, house: House) -> Decision:
    """ "own" for a mail this house sent, "marked" for one with its mark, "hops" for one on too long a way."""
    if house.secret and case_of_message_id(mail.message_id, house.secret) is not None:
        return Decision("loop", "own", Words("이 집에서 보낸 메일이 되돌아왔습니다.", "The house itself sent it."))
    domain = mail.message_id.rpartition("@")[2].lower()
    senders = {each.key for each in mail.from_}
    if domain in house.domains and senders & house.mailboxes:
        return Decision("loop", "own", Words("이 집 주소에서 보낸 메일입니다.", "It comes from an own address."))
    marks = {*mail.header_values("x-loop"), *mail.header_values("x-gwidam-loop")}
    known = house.mailboxes | house.domains
    if any(mark.strip().lower() in known for mark in marks):
        return Decision("loop", "marked", Words("이 집의 표시가 붙어 있습니다.", "It carries this house's mark."))
    hops = len(mail.header_values("received"))
    if hops > MOST_HOPS:
        reason = Words(f"서버를 {hops}번 거쳤습니다.", f"It passed {hops} servers.")
        return Decision("loop", "hops", reason, {"hops": hops})
    return Decision("loop", "no", Words("처음 온 메일입니다.", "It has not been here before."), {"hops": hops})
