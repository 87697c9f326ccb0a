"""Hearing somebody out: the voice, and all that was agreed while they were still there, in one act."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from gwidam.core.ledger import verb
from gwidam.listen.models import Call, Channel
from gwidam.listen.verbs import take_down
from gwidam.people.models import Department, Employee

from ..models import Case, Promise
from .answers import answer
from .handing import hand_over
from .promising import promise
from .taking import Taken, take_in


@verb
def hear_out(
    *,
    channel: Channel,
    text: str,
    by: Employee,
    at: datetime,
    spoken_answer: str = "",
    call_back: bool = False,
    call_back_says: str = "",
    offer_to: Department | None = None,
    offer_reason: str = "",
    needs_answer: bool | None = None,
    call: Call | None = None,
    **voice: Any,
) -> Taken:
    """Take a voice in, and keep with it what was agreed on the spot. All of it is stored, or none.

    1. The voice is taken in (see `take_in`, which takes the rest of `voice`). Whatever was agreed makes it one
       that needs an answer. The same delivery again agrees on nothing twice.
    2. `spoken_answer`: what was answered while they were still there. 3. `call_back`: a call is promised.
    4. `offer_to`: the work is offered to a department; the guardian stays. 5. `call`: the call in which it was said
    is kept with it.
    """
    is_more = bool(spoken_answer.strip() or call_back or offer_to)
    taken = take_in(
        channel=channel, text=text, by=by, at=at, needs_answer=True if is_more else needs_answer, **voice
    )
    if taken.is_new and call is not None:
        take_down(call=call, voice=taken.voice, by=by, at=at)
    if not taken.is_new or taken.case is None:
        return taken
    case = taken.case
    if spoken_answer.strip():
        answer(case=case, text=spoken_answer, by=by, at=at, is_spoken=True)
        case = _as_it_stands(case)
    if call_back:
        promise(case=case, kind=Promise.Kind.CALLBACK, says=call_back_says, by=by, at=at)
    if offer_to is not None:
        hand_over(case=case, to=offer_to, reason=offer_reason, by=by, at=at)
    return Taken(taken.voice, _as_it_stands(case), is_new=True)


def _as_it_stands(case: Case) -> Case:
    return Case.objects.select_related("voice__channel", "customer", "guardian", "department__calendar").get(
        pk=case.pk
    )
