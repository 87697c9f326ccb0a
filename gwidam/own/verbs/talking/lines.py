"""What is said in a talk: once for a key, numbered without gaps, and never lost because the talk has ended."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.errors import NotValid
from gwidam.core.ledger import verb
from gwidam.people.models import Employee

from ... import rules
from ...models import Talk, TalkLine
from ...queries.talks import open_channel_for
from ..following import add_words
from ..moves import safe
from .moves import add_line, locked, must_keep_talk

LONGEST = 4000  # characters of one line


@verb
def say(*, talk: Talk, text: str, key: str, at: datetime, by: Employee | None = None) -> TalkLine:
    """Say the next line: the customer's, or with `by` its keeper's. The same key again is the same line.

    1. LineSaid. 2. What a customer says just after the end is more words on their case (see `add_words`).

    Raises NotValid without words or for too many, NotYours for an employee who does not keep the talk, NotNow
    once it has ended and the case is closed, too.
    """
    words = must_fit(safe(text))
    now = locked(talk)
    known = TalkLine.objects.filter(talk=now, key=key).first()
    if known is not None:
        return known
    if by is not None:
        rules.talk_step(now.state, "say")
        must_keep_talk(now, by)
        return add_line(now, side=TalkLine.Side.EMPLOYEE, text=words, key=key, by=by, employee=by, at=at)
    rules.talk_step(now.state, "add_words" if now.is_over else "say")
    case = getattr(now.voice, "case", None) if now.voice else None
    if case is not None:
        add_words(case=case, channel=open_channel_for(now), text=words, key=key, at=at)
    return add_line(now, side=TalkLine.Side.CUSTOMER, text=words, key=key, by=now.customer, at=at)


def must_fit(words: str) -> str:
    """The words, if there are any and not too many. Raises NotValid."""
    if not words:
        raise NotValid(ko="말씀하실 내용을 적어 주세요.", en="Please write what you want to say.", field="text")
    if len(words) > LONGEST:
        raise NotValid(
            ko=f"한 번에 {LONGEST:,}자까지 보낼 수 있습니다. 나누어 보내 주세요.",
            en=f"One message takes {LONGEST:,} characters at most. Please send it in parts.",
            field="text",
        )
    return words
