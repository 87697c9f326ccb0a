"""Mails that came back: by the report machines read (RFC 3464), else by what servers write in free text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from gwidam.core.thread_tokens import case_of_message_id

from ..mail import FailedRecipient, Mail, Words
from ..parsing.identifiers import parse_identifiers
from ..parsing.reports import status_in
from .decision import Decision, House

_LONGEST = 20_000  # characters of text that are looked at
_MOST = 20  # addresses of one free text
_FULL = {"5.2.2", "4.2.2"}  # RFC 3463: the mailbox is full, and may not stay so
_NOT_THE_ADDRESS = ("5.3.", "5.6.", "5.7.", "5.2.3", "5.4.")  # size, content, policy, routing


@dataclass(frozen=True, slots=True)
class Failure:
    """One address a mail did not reach.

    kind: "hard" (nobody has this address), "soft" (given up for another reason), "delayed" (still being tried).
    """

    address: str
    kind: str
    status: str
    diagnostic: str


@dataclass(frozen=True, slots=True)
class Bounce:
    """What came back; `message_ids` are of the mail that did not arrive, `by` is "report" or "text"."""

    by: str
    failures: tuple[Failure, ...]
    message_ids: tuple[str, ...]

    @property
    def kind(self) -> str:
        """The worst of its failures; "soft" when it names none."""
        kinds = {failure.kind for failure in self.failures}
        return next((kind for kind in ("hard", "soft", "delayed") if kind in kinds), "soft")


def bounce(mail: Mail, house: House) -> Decision:
    """ "hard", "soft" or "delayed" for a mail that came back, with addresses and our Message-IDs; "complaint" where a
    provider says that its customer marked one as spam (RFC 5965); else "no".
    """
    if mail.report is not None and mail.report.kind == "feedback":
        listed: dict[str, object] = {"message_ids": list(mail.report.message_ids)}
        return Decision("bounce", "complaint", _REASONS["complaint"], listed)
    found = bounce_of(mail, house)
    if found is None:
        return Decision("bounce", "no", Words("되돌아온 메일이 아닙니다.", "It is no bounce."))
    cases = [case for each in found.message_ids if (case := _case(each, house))]
    listed = {
        "by": found.by,
        "failures": [asdict(each) for each in found.failures],
        "message_ids": list(found.message_ids),
        "cases": list(dict.fromkeys(cases)),
    }
    return Decision("bounce", found.kind, _REASONS[found.kind], listed)


def bounce_of(mail: Mail, house: House) -> Bounce | None:
    """The bounce a mail is, or None."""
    if mail.report is not None and mail.report.kind == "delivery":
        failures = tuple(_reported(each) for each in mail.report.recipients if each.action in _FAILING)
        if failures or not mail.report.recipients:
            return Bounce("report", failures, mail.report.message_ids or _identifiers(mail))
        return None  # it tells of success
    if not _is_from_a_server(mail):
        return None
    failures = tuple(_told(mail, house))
    return Bounce("text", failures, _identifiers(mail))


def _is_from_a_server(mail: Mail) -> bool:
    """Whether a server wrote it about a mail that failed: one strong sign, or a sender and a subject together."""
    if mail.header("x-failed-recipients"):
        return True
    sender = any(_DAEMON.match(each.address) or _DAEMON_NAME.search(each.name[:100]) for each in mail.from_)
    empty = mail.header("return-path") == "<>"
    subject = _SUBJECT.search(mail.subject[:300]) is not None
    return (sender or empty) and (subject or _FAILED.search(mail.text[:_LONGEST]) is not None)


def _reported(recipient: FailedRecipient) -> Failure:
    said = f"{recipient.status} {recipient.diagnostic}"
    kind = "delayed" if recipient.action == "delayed" else _kind(recipient.status, said)
    return Failure(recipient.address, kind, recipient.status, recipient.diagnostic[:300])


def _told(mail: Mail, house: House) -> Iterator[Failure]:
    """Addresses in a free text, down to where the returned mail begins."""
    text = _RETURNED.split(mail.text[:_LONGEST], maxsplit=1)[0]
    subject = mail.subject[:300]
    status = status_in(text)
    kind = "delayed" if _DELAYED.search(subject) or _DELAYED.search(text) else _kind(status, text)
    listed = [each.strip() for each in mail.header("x-failed-recipients").split(",")]
    own = house.mailboxes | {each.key for each in mail.from_} | {each.key for each in mail.to}
    found = [each for each in listed if each] or _ADDRESS.findall(text)
    clean = dict.fromkeys(each.lower().strip(".'") for each in found)
    line = next((line.strip() for line in text.splitlines() if _FAILED.search(line)), "")
    for address in [each for each in clean if each not in own and not _DAEMON.match(each)][:_MOST]:
        yield Failure(address, kind, status, line[:300])


def _kind(status: str, said: str) -> str:
    if status in _FULL or _SOFT.search(said):
        return "soft"
    if _HARD.search(said):
        return "hard"
    if status.startswith("4") or status.startswith(_NOT_THE_ADDRESS):
        return "soft"
    return "hard" if status.startswith("5") or _PERMANENT.search(said) else "soft"


def _identifiers(mail: Mail) -> tuple[str, ...]:
    """Message-IDs of the mail that came back, from what is attached or quoted of it, else from its references."""
    returned = [
        each.content[:_LONGEST].decode("ascii", "replace")
        for each in mail.attachments
        if each.type in ("message/rfc822", "text/rfc822-headers")
    ]
    found: list[str] = []
    for text in (*returned, mail.text[:_LONGEST]):
        found += [each for line in _MESSAGE_ID.findall(text) for each in parse_identifiers(line)]
    return tuple(dict.fromkeys(found or [*mail.in_reply_to, *reversed(mail.references)]))


def _case(identifier: str, house: House) -> str | None:
    return case_of_message_id(identifier, house.secret) if house.secret else None


_FAILING = {"failed", "delayed", ""}
_REASONS = {
    "hard": Words("없는 주소라 메일이 되돌아왔습니다.", "It came back: nobody has this address."),
    "soft": Words("메일이 닿지 않고 되돌아왔습니다.", "It came back without arriving."),
    "complaint": Words("받은 사람이 스팸으로 신고했습니다.", "Its receiver reported it as spam."),
    "delayed": Words("메일이 늦어지고 있습니다. 서버가 더 보내 봅니다.", "It is late; the server goes on trying."),
}
_ADDRESS = re.compile(r"[\w.+=-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_DAEMON = re.compile(
    r"(?:mailer-?daemon|postmaster|mail-?daemon|maildaemon|mdaemon|bounce)(?:@|\Z)", re.IGNORECASE
)
_DAEMON_NAME = re.compile(
    r"mail(?:er)? delivery (?:system|subsystem)|mail administrator|메일 ?시스템|메일 ?관리자|시스템 ?관리자",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"undeliver|(?:delivery|mail|message).{0,40}(?:fail|delay|return|status notification|could not|problem|error)"
    r"|returned (?:mail|to sender)|failure notice|non.?delivery|not delivered|could not send"
    r"|반송|배달 ?(?:되지|실패|불가|못)|전달 ?(?:되지|실패|불가)"
    r"|발송 ?실패|전송 ?(?:실패|지연)|보내지 못|수신 ?(?:실패|불가|거부)",
    re.IGNORECASE,
)
_FAILED = re.compile(
    r"could ?n[o']t be delivered|couldn't deliver"
    r"|delivery (?:to .{0,80} )?(?:has )?failed|undeliverable|unable to deliver"
    r"|(?:user|recipient|mailbox|address).{0,30}(?:unknown"
    r"|not found|unavailable|does(?:n't| not) exist|rejected|full)"
    r"|no such (?:user|recipient|mailbox)|returned to sender|permanent(?:ly)? (?:error|fail)|over quota"
    r"|(?:존재하지|없는|찾을 수 없|잘못된|유효하지).{0,20}(?:주소|사용자|계정|수신자|메일함|않)"
    r"|(?:주소|사용자|계정|수신자|메일함|받는 ?사람).{0,20}(?:존재하지|없|찾을 수|잘못|유효하지|초과|가득|휴면)"
    r"|(?:배달|전달|전송|발송)(?:되지|하지|이|에)? ?(?:못|않|실패)|용량.{0,10}(?:초과|부족)",
    re.IGNORECASE,
)
_HARD = re.compile(
    r"(?:user|recipient|mailbox|address|account).{0,40}(?:unknown"
    r"|not found|does(?:n't| not) exist|invalid|disabled)"
    r"|(?:unknown|invalid|no such) (?:e-?mail )?(?:user|recipient|mailbox|address|local part)"
    r"|host (?:unknown|not found)"
    r"|domain.{0,30}(?:not found|does not exist|couldn't be found)|\b5\.1\.[0-9]+\b|\b5\.4\.4\b"
    r"|(?:주소|사용자|계정|수신자|메일함|받는 ?사람"
    r"|도메인).{0,20}(?:존재하지|없는|없습|찾을 수|잘못|유효하지|탈퇴|해지)"
    r"|(?:존재하지 않|없는|찾을 수 없|잘못된|유효하지 않|탈퇴한).{0,12}(?:주소|사용자|계정|수신자|메일함|도메인)",
    re.IGNORECASE,
)
_SOFT = re.compile(
    r"(?:mailbox|quota|storage|box|account).{0,30}(?:full|exceed|over)"
    r"|over ?quota|insufficient (?:system )?storage"
    r"|too large|size limit|temporar|try again|greylist|timed? ?out"
    r"|connection refused|rate limit|spam|blocked|blacklist"
    r"|(?:용량|편지함|메일함|사서함).{0,16}(?:초과|부족|가득|꽉)"
    r"|휴면|일시적|잠시 후|스팸|차단|수신 ?거부|크기.{0,10}초과",
    re.IGNORECASE,
)
_PERMANENT = re.compile(r"permanent|\b55[0-4]\b|영구", re.IGNORECASE)
_DELAYED = re.compile(
    r"still being retried|delayed|warning: (?:could not|message)"
    r"|will (?:be retried|(?:keep|continue) trying)|not yet been"
    r"|do not need to resend|지연(?:되|된|알림| 안내)"
    r"|다시 (?:시도|전송)(?:하고|할 예정|합니다)|재시도(?:하고|할 예정| 중)",
    re.IGNORECASE,
)
_RETURNED = re.compile(
    r"(?im)^[-_= ]{0,40}(?:(?:this is a copy of|original"
    r"|returned|below this line|included is|undelivered) ?.{0,40}"
    r"(?:message|mail)|원본 ?(?:메시지|메일)|반송된 ?메일).{0,60}$|^return-path:|^received: from"
)
_MESSAGE_ID = re.compile(r"(?im)^[> \t]{0,10}message-id[ \t]*:[ \t]*(?:\r?\n[ \t]+)?([^\r\n]{1,1000})")
