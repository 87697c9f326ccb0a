"""An ear that looks into a mailbox (RFC 9051): every mail is kept before the cursor moves, and stays where it is.

The cursor is UIDVALIDITY and the next UID. Nothing is ever deleted or moved over there; a mail is marked as read
only where the line asks for that, and only once it is kept here.
"""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from socket import gaierror, socket
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError

from gwidam.core import failing
from gwidam.core.ledger import is_acting
from gwidam.core.outbound import NotPublic, house_reach
from gwidam.core.outbound.line import line_to
from gwidam.core.outbound.reach import Target
from gwidam.post.models import Line

from ...models import Ear
from ...verbs.mails import keep_mail
from ..heard import Page
from ..kinds import Unheard

PATIENCE = 20.0  # seconds for a connection, and for each answer
AT_ONCE = 20  # mails of one look, before the cursor moves
MOST_BYTES = 60_000_000  # of one mail; of a longer one the beginning is kept here, and the whole stays there
PORTS = {"imaps": 993, "imap": 143}


class _Client(imaplib.IMAP4):
    """Connects only to addresses that calls may lead to."""

    def __init__(self, target: Target) -> None:
        self._target = target
        super().__init__(target.host, target.port, timeout=PATIENCE)

    def _create_socket(self, timeout: float | None) -> socket:
        line = line_to(self._target, house_reach(), until=monotonic() + (timeout or PATIENCE))
        line.settimeout(timeout)
        return line


class _MailBox(BaseMailBox):
    def __init__(self, target: Target) -> None:
        self._target = target
        super().__init__()

    def _get_mailbox_client(self) -> imaplib.IMAP4:
        return _Client(self._target)


def target_of(url: str) -> Target:
    """imaps://host[:993], or imap://host[:143] where calls without encryption are allowed. Raises ValueError."""
    parts = urlsplit(url.strip())
    is_plain_allowed = parts.scheme == "imap" and settings.OUTBOUND_HTTP
    if not parts.hostname or (parts.scheme != "imaps" and not is_plain_allowed):
        raise ValueError("not an address of a mailbox")
    port = parts.port or PORTS[parts.scheme]
    return Target(is_tls=parts.scheme == "imaps", host=parts.hostname, port=port, path="")


@contextmanager
def mailbox(line: Line) -> Iterator[BaseMailBox]:
    """The folder of a line, open for reading. Raises Unheard."""
    if is_acting():
        raise RuntimeError("a mail server was asked inside an open transaction")
    with _troubles_told():
        box = _MailBox(target_of(line.url))
        try:
            box.login(line.account, line.secrets.get("password", ""), initial_folder=None)
            folder = str(line.spec.get("folder") or "INBOX")
            box.folder.set(folder, readonly=line.spec.get("after") != "seen")
            yield box
        finally:
            _leave(box)


def look(line: Line) -> str:
    """Try a line: empty, or why it does not work."""
    try:
        with mailbox(line):
            return ""
    except Unheard as no:
        return no.failure


def hear(ear: Ear, at: datetime) -> Page:
    """Keep what is new in the mailbox. Nothing is heard of it yet: kept mails are read by `reading`."""
    if ear.line is None:
        raise Unheard(failing.MISSING)
    with mailbox(ear.line) as box:
        validity, following = _where(box)
        cursor = ear.cursor or {}
        if not cursor and ear.line.spec.get("begin") != "all":
            return Page((), {"validity": validity, "next": following})
        is_same = cursor.get("validity") == validity
        after = int(cursor["next"]) if is_same else 1
        uids = _uids(box, after, since=ear.made_at if cursor and not is_same else None)
        for uid in uids[:AT_ONCE]:
            raw = _raw(box, uid)
            if raw is not None:  # taken away meanwhile
                keep_mail(ear=ear, raw=raw, key=f"{validity}/{uid}", at=at)
            if raw is not None and ear.line.spec.get("after") == "seen":
                box.client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")
        has_more = len(uids) > AT_ONCE
        reached = uids[AT_ONCE - 1] + 1 if has_more else max([after, following, *(uid + 1 for uid in uids)])
        return Page((), {"validity": validity, "next": reached}, has_more=has_more)


def wait_for_mail(line: Line, *, seconds: float) -> bool:
    """Wait until the mailbox says that something is new (RFC 2177); False after that time. Raises Unheard.

    Where the server cannot do that, it says so with `refused`.
    """
    with mailbox(line) as box:
        # Asked anew: many servers say what they can do only to those who are logged in.
        if b"IDLE" not in b" ".join(box.client.capability()[1]).upper().split():
            raise Unheard(failing.REFUSED)
        said: list[bytes] = box.idle.wait(timeout=seconds)
        return any(b"EXISTS" in each or b"RECENT" in each for each in said)


def _where(box: BaseMailBox) -> tuple[int, int]:
    """UIDVALIDITY and UIDNEXT of the open folder."""
    validity = box.client.response("UIDVALIDITY")[1]
    following = box.client.response("UIDNEXT")[1]
    if not validity or not validity[0]:
        raise Unheard(failing.ODD)
    if following and following[0]:
        return int(validity[0]), int(following[0])
    return int(validity[0]), max(_uids(box, 1, since=None), default=0) + 1


def _uids(box: BaseMailBox, after: int, *, since: datetime | None) -> list[int]:
    """UIDs from `after` on, in their order. "n:*" also names the last mail where it is before n (RFC 9051, 6.4.8)."""
    asked = f"UID {after}:*"
    if since is not None:
        asked += f" SINCE {since:%d-}{_MONTHS[since.month - 1]}{since:-%Y}"
    status, found = box.client.uid("SEARCH", asked)
    if status != "OK":
        raise Unheard(failing.REFUSED)
    return sorted(uid for each in found if each for uid in map(int, each.split()) if uid >= after)


def _raw(box: BaseMailBox, uid: int) -> bytes | None:
    """The bytes of a mail, unmarked; None where it is gone."""
    status, found = box.client.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
    if status != "OK":
        raise Unheard(failing.REFUSED)
    parts: Sequence[Any] = found
    return next((bytes(each[1]) for each in parts if isinstance(each, tuple) and len(each) > 1), None)


@contextmanager
def _troubles_told() -> Iterator[None]:
    """What may go wrong with a mail server, as reasons that are told."""
    try:
        yield
    except MailboxLoginError:
        raise Unheard(failing.STRANGER) from None
    except MailboxFolderSelectError:
        raise Unheard(failing.MISSING) from None
    except NotPublic:
        raise Unheard(failing.CLOSED) from None
    except (gaierror, imaplib.IMAP4.abort, ssl.SSLError, TimeoutError, OSError, EOFError):
        raise Unheard(failing.AWAY) from None
    except ImapToolsError:
        raise Unheard(failing.REFUSED) from None
    except imaplib.IMAP4.error as no:
        raise Unheard(failing.STRANGER if "AUTH" in str(no).upper() else failing.REFUSED) from None
    except ValueError:
        raise Unheard(failing.ODD) from None


def _leave(box: BaseMailBox) -> None:
    try:
        box.logout()
    except (ImapToolsError, imaplib.IMAP4.error, OSError):
        box.client.shutdown()


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
