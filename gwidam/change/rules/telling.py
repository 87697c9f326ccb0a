"""Through which door somebody is told, why somebody is not, and how many at once: pure decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gwidam.core.words import Said

USUAL_PACE = 600  # people a minute: a hundred thousand within three hours, and no mail server takes it for a flood
FASTEST_PACE = 60_000
BATCH = 500  # people told in one transaction

MAIL, TEXT, PORTAL, PAGE, SPOKEN, NONE = "mail", "text", "portal", "page", "spoken", "none"

REASONS: Mapping[str, Said] = {
    "no_contact": Said("연락처를 남기지 않으셨습니다", "left no contact"),
    "no_mail": Said(
        "전화번호만 남기셨는데 문자를 보낼 수 없습니다",
        "left a phone number alone, and no text message reaches it",
    ),
    "dead_address": Said("메일 주소가 더는 쓰이지 않습니다", "the mail address is dead"),
    "opted_out": Said("이런 소식을 받지 않기로 하셨습니다", "does not want such news"),
    "erased": Said("개인정보를 지워 달라고 하셨습니다", "asked to be erased"),
    "on_page": Said("따라가기 화면에서 보실 수 있습니다", "can read it on their own page"),
    "undeliverable": Said("보낸 소식이 닿지 않았습니다", "what was sent could not be delivered"),
    "left": Said("회사를 떠났습니다", "has left the company"),
}

# What `post` says of a letter it did not send, in the words of this room.
WITHHELD: Mapping[str, str] = {
    "muted": "opted_out",
    "erased": "erased",
    "no_address": "no_contact",
    "bad_address": "dead_address",
}


@dataclass(frozen=True, slots=True)
class Reachable:
    """What is known of somebody before they are told."""

    is_erased: bool = False
    is_colleague: bool = False
    has_left: bool = False
    has_mail: bool = False
    has_dead_mail: bool = False
    has_phone: bool = False
    has_mobile: bool = False  # a number that text messages reach, and a line that carries them
    is_muted: bool = False
    has_page: bool = False  # spoke through a door that shows the link of their own page


def way_of(person: Reachable) -> tuple[str, str]:
    """(door, reason): the reason is empty where the door can be tried, else why nothing is sent.

    Who can be told by no door but has a page of their own finds it there: not told, as long as they do not look.
    """
    if person.is_erased:
        return NONE, "erased"
    if person.is_colleague:
        return (NONE, "left") if person.has_left else (PORTAL, "opted_out" if person.is_muted else "")
    if person.is_muted:
        return NONE, "opted_out"
    if person.has_mail:
        return MAIL, ""
    if person.has_mobile:
        return TEXT, ""
    if person.has_dead_mail:
        return NONE, "dead_address"
    if person.has_page:
        return PAGE, "on_page"
    return NONE, "no_mail" if person.has_phone else "no_contact"


def allowance(*, pace: int, made: int, most: int = BATCH) -> int:
    """How many may be told now, of `pace` a minute, `made` of them within the last one."""
    return max(0, min(most, pace - made))
