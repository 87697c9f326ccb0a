"""Who a mail is from, and where its answers go: as its mailbox says, else the house."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parseaddr
from typing import TYPE_CHECKING

from django.conf import settings

from . import tokens
from .addresses import mailbox

if TYPE_CHECKING:
    from .models import Line, Message

# What a line of mail may say of itself, among its fields.
NAMES = {"ko": "sender_ko", "en": "sender_en"}
FROM, REPLIES, PLUS = "sender_address", "reply_address", "plus"


@dataclass(frozen=True, slots=True)
class Sender:
    """What stands in From and Reply-To; `reply_to` is empty where answers go to the sender's own address."""

    name: str
    address: str
    reply_to: str = ""


def sender_of(message: Message) -> Sender:
    """The sender of a letter: that of the mailbox its reader wrote to, as long as the house listens there."""
    name, address = house_sender()
    line = message.line
    if line is None or line.ended_at is not None:
        return Sender(name, address, message.reply_to)
    named = line.spec.get(NAMES[message.language]) or line.spec.get(NAMES["ko"]) or name
    own = mailbox(line.spec.get(FROM)) or address
    reply_to = message.reply_to or _replies_to(line, message)
    return Sender(str(named), own, "" if reply_to == own else reply_to)


def house_sender() -> tuple[str, str]:
    """(name, address) of the house; its own name where the setting has none."""
    name, address = parseaddr(settings.MAIL_FROM)
    return name or settings.HOUSE_NAME, address


def own_addresses(line: Line) -> list[str]:
    """Every address that stands in mails of this line: none of them is a customer's."""
    logged_in = [line.account] if "@" in line.account else []
    return [*logged_in, *addresses_of(line), *filter(None, [mailbox(line.spec.get(FROM))])]


def addresses_of(line: Line) -> list[str]:
    """The addresses at which a line of mail is written to, those that are addresses; the one for answers first."""
    found = (mailbox(each) for each in (line.spec.get(REPLIES), line.account))
    return list(dict.fromkeys(each for each in found if each))


def _replies_to(line: Line, message: Message) -> str:
    """Its mailbox, with the mark of the case where that arrives; empty where nobody knows an address of it."""
    box = next(iter(addresses_of(line)), "")
    case = tokens.case_to_mark(reader=message.reader, about=message.about)
    if not box or not case or line.spec.get(PLUS) == "no":
        return box
    return tokens.reply_address(box, case=case)
