"""Files in a talk, from both sides: checked, kept under the hash of their bytes, each a line with its name."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.errors import NotNow
from gwidam.core.ledger import verb
from gwidam.core.text import clean_name
from gwidam.listen import store
from gwidam.listen.verbs import attach_kept
from gwidam.listen.verbs.files import GivenFile
from gwidam.people.models import Employee

from ... import rules, talk_words
from ...models import Talk, TalkFile, TalkLine
from ...queries.talks import open_channel_for
from ..following import add_words
from ..moves import safe
from .moves import add_line, locked, must_keep_talk


@verb
def give_file(*, talk: Talk, file: GivenFile, key: str, at: datetime, by: Employee | None = None) -> TalkLine:
    """Give a file: the customer, or with `by` the talk's keeper. The same key again is the same file.

    1. Its bytes lie in the store. 2. LineSaid, a line whose words are the file's name. When the talk ends the file
    belongs to its voice; what a customer gives just after that, to more words on their case (see `add_words`).

    Raises NotValid for a kind or size that is not taken, NotNow for more than `store.MOST_FILES` of one side or once
    the case is closed, too, NotYours for an employee who does not keep the talk.
    """
    now = locked(talk)
    known = TalkLine.objects.filter(talk=now, key=key).first()
    if known is not None:
        return known
    side = TalkLine.Side.CUSTOMER if by is None else TalkLine.Side.EMPLOYEE
    rules.talk_step(now.state, "add_words" if by is None and now.is_over else "say")
    if by is not None:
        must_keep_talk(now, by)
    _must_have_room(now, side)
    given = clean_name(file.name or "file")
    kept, name = store.keep(given, file.chunks()), safe(given)
    line = add_line(now, side=side, text=name, key=key, by=by or now.customer, employee=by, at=at)
    stored = TalkFile.objects.create(
        line=line, sha256=kept.sha256, name=name, media_type=kept.media_type, size=kept.size
    )
    _add_to_case(now, stored, key=key, at=at)
    return line


def _must_have_room(talk: Talk, side: str) -> None:
    if TalkFile.objects.filter(line__talk=talk, line__side=side).count() >= store.MOST_FILES:
        raise NotNow(
            ko=f"한 대화에 파일은 {store.MOST_FILES}개까지 보낼 수 있습니다.",
            en=f"A talk takes {store.MOST_FILES} files at most.",
        )


def _add_to_case(talk: Talk, stored: TalkFile, *, key: str, at: datetime) -> None:
    """A file that came after the end joins the case with words of its own."""
    case = getattr(talk.voice, "case", None) if talk.voice else None
    if case is None:
        return
    words = talk_words.gave(stored.name, talk.language)
    voice = add_words(case=case, channel=open_channel_for(talk), text=words, key=key, at=at)
    attach_kept(voice=voice, files=[stored], by=talk.customer, at=at)
