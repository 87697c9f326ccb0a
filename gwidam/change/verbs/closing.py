"""A voice asks for an improvement that is named by its number, or by the title of a new one."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.errors import NotValid
from gwidam.core.ledger import part, verb
from gwidam.core.words import reading_language
from gwidam.listen.models import Voice
from gwidam.own.models import Case
from gwidam.people.models import Employee

from .. import rules
from ..models import Improvement, VoiceLink
from .linking import link
from .proposing import LONGEST_TITLE, propose


@verb
def ask_for(
    *, voice: Voice, named: str, origin: str, via: str, by: Employee, at: datetime, why: str = ""
) -> Improvement:
    """Link a voice to the improvement that `named` begins with (G-12), or propose one with that title.

    One that stands behind another gives way to the one in front. Raises NotValid for nothing, and for a number
    that is nobody's.
    """
    number = rules.named_number(named)
    if number is None:
        words = {f"title_{reading_language()}": " ".join(named.split())[:LONGEST_TITLE], "internal": why}
        return part(propose)(words=words, origin=origin, voice=voice, via=via, by=by, at=at)
    found = Improvement.objects.select_related("merged_into").filter(pk=number).first()
    if found is None:
        raise NotValid(
            ko=f"{rules.shown(number)} 개선은 없습니다.",
            en=f"There is no improvement {rules.shown(number)}.",
            field="improvement",
        )
    front = found.merged_into or found
    part(link)(improvement=front, voice=voice, via=via, by=by, at=at)
    return front


def link_at_closing(*, case: Case, named: str, why: str, by: Employee, at: datetime) -> str:
    """Link the voice of a case that is being closed, in the same transaction; the number it is linked to.

    Where none is named, one is proposed with `why` as its title.
    """
    found = part(ask_for)(
        voice=Voice.objects.get(pk=case.voice_id),
        named=named.strip() or why,
        why=why,
        origin=Improvement.Origin.CLOSURE,
        via=VoiceLink.Via.CLOSURE,
        by=by,
        at=at,
    )
    return found.number
