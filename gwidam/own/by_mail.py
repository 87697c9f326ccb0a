"""What a letter to a customer who wrote by mail needs: by which mailbox it leaves, and which mails it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from gwidam.core.models import Fact
from gwidam.listen.queries import line_of_house, mails_of
from gwidam.post.models import Line

from .models import Case


@dataclass(frozen=True, slots=True)
class ByMail:
    """`line`: the mailbox they wrote to, as `post.write` takes it; `thread`: their own mails, for the same."""

    line: Line | None
    thread: dict[str, Any] | None


def by_mail(case: Case) -> ByMail:
    """As they last wrote about this case; the house's own mailbox for who never wrote by mail."""
    mails = mails_of(voices_of(case))
    if not mails:
        return ByMail(line_of_house(), None)
    newest = mails[-1]
    named = [each.log["message_id"] for each in mails if each.log]
    before = newest.log["references"] if newest.log else []
    references = [*named[:-1], *before, *named[-1:]] if newest.log else named
    return ByMail(newest.ear.line, {"references": _each_once(references)} if references else None)


def voices_of(case: Case) -> list[int]:
    """The voice of a case, and what its customer added to it."""
    added = Fact.objects.filter(about=case.about, kind="own.WordsAdded").order_by("id")
    return [case.voice_id, *(each.body["added_voice_id"] for each in added)]


def _each_once(names: list[str]) -> list[str]:
    """Each once, where it stands last: the newest mail comes after all that it refers to."""
    return list(dict.fromkeys(name for name in reversed(names) if name))[::-1]
