"""Which talk a mail goes on with: candidates, best first. Whether its sender may speak there is decided elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from gwidam.core.thread_tokens import case_of_address, case_of_message_id

from ..mail import Mail, Words
from .decision import Decision, House

_ENVELOPE = ("delivered-to", "x-original-to", "envelope-to")
_MOST = 50  # candidates of one mail


@dataclass(frozen=True, slots=True)
class Candidate:
    """One hint. `case` is named by a token this house signed; "" where only a mail of any origin is named."""

    source: str
    case: str
    message_id: str


def thread(mail: Mail, house: House) -> Decision:
    """ "signed" when a token of this house names the case, "named" when other mails are named, else "no"."""
    found = candidates(mail, house)
    listed = {"candidates": [asdict(each) for each in found]}
    if found and found[0].case:
        reason = Words("이 집의 표식으로 이어진 메일입니다.", "A token of this house names the case.")
        return Decision("thread", "signed", reason, listed)
    if found:
        return Decision(
            "thread", "named", Words("다른 메일에 이어 쓴 글입니다.", "It answers another mail."), listed
        )
    return Decision("thread", "no", Words("새로 시작한 메일입니다.", "It begins a new talk."), listed)


def candidates(mail: Mail, house: House) -> tuple[Candidate, ...]:
    """Signed tokens first (address, In-Reply-To, References newest first), then plain Message-IDs alike."""
    named = [Candidate("in-reply-to", "", each) for each in mail.in_reply_to]
    named += [Candidate("references", "", each) for each in reversed(mail.references)]
    signed = [*_by_address(mail, house), *_by_identifier(named, house)]
    seen: set[tuple[str, str]] = set()
    found = []
    for each in (*signed, *named):
        key = ("case", each.case) if each.case else ("mail", each.message_id)
        if key not in seen:
            seen.add(key)
            found.append(each)
    return tuple(found[:_MOST])


def _by_address(mail: Mail, house: House) -> Iterator[Candidate]:
    written = [each.address for each in (*mail.to, *mail.cc)]
    delivered = [value.strip("<> ") for name in _ENVELOPE for value in mail.header_values(name)]
    for address in (*delivered, *written):
        if house.secret and (case := case_of_address(address, house.secret)) is not None:
            yield Candidate("address", case, "")


def _by_identifier(named: list[Candidate], house: House) -> Iterator[Candidate]:
    for each in named:
        if house.secret and (case := case_of_message_id(each.message_id, house.secret)) is not None:
            yield Candidate(each.source, case, each.message_id)
