"""The end of a talk: its transcript is one voice, in the very transaction in which the talk ends."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.errors import NotNow
from gwidam.core.ledger import record, verb
from gwidam.listen.verbs import attach_kept
from gwidam.people.models import Employee

from ... import events, rules, talk_words
from ...models import Case, Talk, TalkLine
from ...queries.talks import called, open_channel_for
from ...rules.talks import Spoken, transcript
from ..answers import answer
from ..taking import Taken, take_in
from .keeping import end_offers
from .moves import add_line, locked, must_keep_talk, waiting_topic


@verb
def leave_talk(*, talk: Talk, by: Employee, at: datetime) -> Talk:
    """Its keeper ends it, once "anything else?" was asked and nothing came. Raises NotNow before that."""
    now = locked(talk)
    must_keep_talk(now, by)
    if now.asked_at is None and not now.is_over:
        raise NotNow(
            ko="마치기 전에 더 도와드릴 것이 있는지 먼저 여쭤 주세요.",
            en="Ask “anything else?” before you end it.",
        )
    return end_talk(talk=now, because=Talk.Because.EMPLOYEE, by=by, at=at)


@verb
def end_talk(*, talk: Talk, because: str, by: Actor, at: datetime) -> Talk:
    """End a talk; one that has ended stays as it is. Everything below is one transaction.

    1. The transcript is taken in as one voice (see `take_in`), under the talk's own key. Its guardian is who
       kept the talk; of one that nobody took, who is on duty, else the owner of the channel.
    2. The files of both sides belong to the voice: FileAttached for each.
    3. Where the keeper said so, what they wrote is the answer: it has reached the customer.
    4. A last line tells the customer who answers by when, and the number. 5. TalkEnded.
    """
    now = locked(talk)
    if now.is_over:
        return now
    state = rules.talk_step(now.state, "end")
    end_offers(now, at)
    lines = list(TalkLine.objects.filter(talk=now).exclude(side=TalkLine.Side.HOUSE).select_related("by", "file"))
    keeper = now.keeper if now.keeper is not None and now.keeper.is_active else None
    taken = take_in(
        channel=open_channel_for(now),
        text=transcript([_spoken(line, now.language) for line in lines]),
        customer=now.customer,
        heard_by=keeper,
        said_at=now.began_at,
        language=now.language,
        key=now.about,
        by=by,
        at=at,
    )
    attach_kept(voice=taken.voice, files=[line.file for line in lines if line.has_file], by=by, at=at)
    _answer_by_talk(now, taken, lines, keeper, at)
    case = _case_of(taken)
    now.state, now.because, now.ended_at, now.voice, now.tick_at = state, because, at, taken.voice, None
    now.save(update_fields=["state", "because", "ended_at", "voice", "tick_at"])
    text = talk_words.ended(case, taken.voice.receipt, because, now.language)
    add_line(now, side=TalkLine.Side.HOUSE, text=text, key="ended", by=by, at=at)
    record(
        events.TalkEnded(
            talk_id=now.pk, ended_voice_id=taken.voice.pk, keeper_employee_id=now.keeper_id, because=because
        ),
        by=by,
        at=at,
        about=now.about,
        wakes=(waiting_topic(now),),
    )
    return now


def _answer_by_talk(
    talk: Talk, taken: Taken, lines: list[TalkLine], keeper: Employee | None, at: datetime
) -> None:
    said = [_words(line, talk.language) for line in lines if line.by_id is not None]
    case = _case_of(taken)
    if talk.is_answered and keeper is not None and case is not None and said:
        answer(case=case, text="\n".join(said), by=keeper, at=at, is_spoken=True)


def _case_of(taken: Taken) -> Case | None:
    if taken.case is None:
        return None
    whole = Case.objects.select_related("voice__channel", "customer", "guardian", "department__calendar")
    return whole.get(pk=taken.case.pk)


def _spoken(line: TalkLine, language: str) -> Spoken:
    who = called(line.by, language) if line.by else talk_words.CUSTOMER.into(language)
    return Spoken(who, _words(line, language), line.at)


def _words(line: TalkLine, language: str) -> str:
    return talk_words.gave(line.text, language) if line.has_file else line.text
