"""What a mail is once it has been read: nouns only, frozen, with nothing of where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple


class Words(NamedTuple):
    """One phrase in both languages."""

    ko: str
    en: str


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox; `address` is as written, and empty for a name without one."""

    name: str
    address: str

    @property
    def key(self) -> str:
        """The address as it is compared: without case and surrounding space."""
        return self.address.strip().lower()


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that was not as it should be; `code` is a key of `problems.WORDS`."""

    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Charset:
    """In which encoding a place of the mail was read, where that is not what its sender declared."""

    where: str
    declared: str
    read_as: str
    is_lossless: bool


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail. `name` is fit for any file system, `size` is in bytes, `sha256` is in hexadecimal.

    content_id: without angle brackets; what `cid:` references of the HTML name.
    is_inline: it belongs into the text (a picture in it), not beside it.
    """

    name: str
    type: str
    size: int
    sha256: str
    content_id: str
    is_inline: bool
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class FailedRecipient:
    """What a delivery report says about one address; `status` as in RFC 3463, for example 5.1.1."""

    address: str
    action: str
    status: str
    diagnostic: str


@dataclass(frozen=True, slots=True)
class Report:
    """The machine's part of a report: RFC 3464 (delivery), RFC 8098 (disposition), RFC 5965 (abuse).

    kind: "delivery", "disposition" or "feedback".
    message_ids: of the mail it is about, as far as the report carries it.
    """

    kind: str
    recipients: tuple[FailedRecipient, ...]
    message_ids: tuple[str, ...]
    disposition: str = ""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail as it was understood. Identifiers stand without angle brackets.

    text: what a person reads; from the HTML when there is no plain part.
    html_sanitised: safe to show in a sandbox, without remote pictures; None when there is no HTML.
    calendar: one line for each event of an invitation.
    headers: those the filters ask for, lower-case name and decoded value, in their order.
    sha256, size: of the raw bytes.
    is_whole: False when the limits allowed to read a part of it only.
    """

    subject: str
    from_: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    date: datetime | None
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    text: str
    html_sanitised: str | None
    blocked_images: int
    attachments: tuple[Attachment, ...]
    calendar: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    report: Report | None
    problems: tuple[Problem, ...]
    charsets: tuple[Charset, ...]
    sha256: str
    size: int
    is_whole: bool = True

    def header(self, name: str) -> str:
        """The first value of a header the filters may ask for; empty when there is none."""
        return next((value for each, value in self.headers if each == name), "")

    def header_values(self, name: str) -> tuple[str, ...]:
        """All values of such a header, first to last."""
        return tuple(value for each, value in self.headers if each == name)
