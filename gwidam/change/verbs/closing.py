"""A case ends with an improvement: linked to one that is there, or to one that is proposed with it."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.errors import NotValid
from gwidam.core.ledger import part
from gwidam.core.words import reading_language
from gwidam.listen.models import Voice
from gwidam.own.models import Case
from gwidam.people.models import Employee

from .. import rules
from ..models import Improvement, VoiceLink
from .linking import link
from .proposing import LONGEST_TITLE, propose

CLOSURE = VoiceLink.Via.CLOSURE


def link_at_closing(*, case: Case, named: str, why: str, by: Employee, at: datetime) -> str:
    """Link the voice of a case that is being closed, in the same transaction; the number it is linked to.

    `named`: the number of an improvement (G-12), or the title of a new one; empty: `why` is its title.
    Raises NotValid for a number that is nobody's.
    """
    voice = Voice.objects.get(pk=case.voice_id)
    number = rules.number_of(named)
    if number is None:
        title = " ".join((named.strip() or why).split())[:LONGEST_TITLE]
        words = {f"title_{reading_language()}": title, "internal": why}
        made = part(propose)(
            words=words, origin=Improvement.Origin.CLOSURE, voice=voice, via=CLOSURE, by=by, at=at
        )
        return made.number
    found = Improvement.objects.select_related("merged_into").filter(pk=number).first()
    if found is None:
        raise NotValid(
            ko=f"{rules.shown(number)} 개선은 없습니다.",
            en=f"There is no improvement {rules.shown(number)}.",
            field="improvement",
        )
    front = found.merged_into or found
    part(link)(improvement=front, voice=voice, via=CLOSURE, by=by, at=at)
    return front.number
