"""A mail as one JSON object and back: between processes with its files, for machines outside without them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from .filters import Decision
from .folding import Fold
from .mail import Address, Attachment, Charset, FailedRecipient, Mail, Problem, Report, Words
from .problems import WORDS


def packed(mail: Mail) -> dict[str, Any]:
    """Everything a mail holds, as JSON values; the bytes of its files in base64."""
    found = {each.name: getattr(mail, each.name) for each in fields(mail)}
    for name in ("from_", "to", "cc", "reply_to", "problems", "charsets"):
        found[name] = [asdict(each) for each in found[name]]
    found["date"] = mail.date.isoformat() if mail.date else None
    found["report"] = asdict(mail.report) if mail.report else None
    found["attachments"] = [_packed_file(each) for each in mail.attachments]
    return found


def unpacked(values: dict[str, Any]) -> Mail:
    """The mail that `packed` was given; raises KeyError, TypeError or ValueError for anything else."""
    found = dict(values)
    for name in ("from_", "to", "cc", "reply_to"):
        found[name] = tuple(Address(**each) for each in found[name])
    for name in ("in_reply_to", "references", "calendar"):
        found[name] = tuple(found[name])
    found["headers"] = tuple((name, value) for name, value in found["headers"])
    found["problems"] = tuple(Problem(**each) for each in found["problems"])
    found["charsets"] = tuple(Charset(**each) for each in found["charsets"])
    found["date"] = datetime.fromisoformat(found["date"]) if found["date"] else None
    found["report"] = _unpacked_report(found["report"]) if found["report"] else None
    found["attachments"] = tuple(
        Attachment(**{**each, "content": base64.b64decode(each["content"])}) for each in found["attachments"]
    )
    return Mail(**found)


def line_of(mail: Mail, decisions: Sequence[Decision], folds: Sequence[Fold]) -> dict[str, Any]:
    """What `gwidam mail --json` prints of a mail: no bytes of files, problems and reasons in both languages."""
    return {
        "subject": mail.subject,
        "from": [asdict(each) for each in mail.from_],
        "to": [asdict(each) for each in mail.to],
        "cc": [asdict(each) for each in mail.cc],
        "reply_to": [asdict(each) for each in mail.reply_to],
        "date": mail.date.isoformat() if mail.date else None,
        "message_id": mail.message_id,
        "in_reply_to": list(mail.in_reply_to),
        "references": list(mail.references),
        "text": mail.text,
        "folds": [{"kind": each.kind.value, "length": len(each.text)} for each in folds],
        "html_sanitised": mail.html_sanitised,
        "blocked_images": mail.blocked_images,
        "attachments": [_listed(each) for each in mail.attachments],
        "calendar": list(mail.calendar),
        "decisions": [
            {
                "filter": each.filter,
                "verdict": each.verdict,
                "reason": _said(each.reason),
                "found": dict(each.found),
            }
            for each in decisions
        ],
        "problems": [
            {"code": each.code, "detail": each.detail, **_said(WORDS[each.code])} for each in mail.problems
        ],
        "charsets": [asdict(each) for each in mail.charsets],
        "sha256": mail.sha256,
        "size": mail.size,
        "is_whole": mail.is_whole,
    }


def _said(words: Words) -> dict[str, str]:
    return {"ko": words.ko, "en": words.en}


def _listed(file: Attachment) -> dict[str, Any]:
    return {
        "name": file.name,
        "type": file.type,
        "size": file.size,
        "sha256": file.sha256,
        "content_id": file.content_id,
        "inline": file.is_inline,
    }


def _packed_file(file: Attachment) -> dict[str, Any]:
    values = {each.name: getattr(file, each.name) for each in fields(file)}
    return {**values, "content": base64.b64encode(file.content).decode("ascii")}


def _unpacked_report(values: dict[str, Any]) -> Report:
    recipients = tuple(FailedRecipient(**each) for each in values["recipients"])
    return Report(values["kind"], recipients, tuple(values["message_ids"]), values["disposition"])
