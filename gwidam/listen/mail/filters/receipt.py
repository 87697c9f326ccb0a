"""Read receipts (RFC 8098): those that came, and those that are asked for."""

from __future__ import annotations

import re

from ..mail import Mail, Words
from .decision import Decision, House

_SUBJECT = re.compile(
    r"\s*\[?\s*(?:읽음|읽지 않음|수신\s?확인|수신확인 메일|read"
    r"|not read|read receipt|return receipt(?: \(displayed\))?)"
    r"\s*\]?\s*[:：]",
    re.IGNORECASE,
)


def receipt(mail: Mail, house: House) -> Decision:
    """ "receipt" for one that came, "weak" by its subject alone, "asked" where the sender wants one, else "no"."""
    if mail.report is not None and mail.report.kind == "disposition":
        outcome = mail.report.disposition.rpartition(";")[2].strip().lower()
        found = {"disposition": outcome, "message_ids": list(mail.report.message_ids)}
        return Decision("receipt", "receipt", Words("읽음 확인입니다.", "It is a read receipt."), found)
    if _SUBJECT.match(mail.subject[:200]):
        return Decision("receipt", "weak", Words("읽음 확인 같습니다.", "It looks like a read receipt."))
    if mail.header("disposition-notification-to") or mail.header("return-receipt-to"):
        reason = Words("읽음 확인을 청했습니다. 보내지 않습니다.", "It asks for a read receipt; none is sent.")
        return Decision("receipt", "asked", reason)
    return Decision("receipt", "no", Words("읽음 확인이 아닙니다.", "It is no read receipt."))
