"""A voice asks for an improvement that is named by its number, or by the title of a new one."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from gwidam.core.errors import NotValid
from gwidam.core.ledger import part, verb
from gwidam.core.words import reading_language
from gwidam.listen.models import Voice
from gwidam.own.models import Case
from gwidam.people.models import Employee

from .. import rules
from ..models import Improvement, VoiceLink
from .linking import link
from .moves import safe
from .proposing import LONGEST_TITLE, propose


@verb
def ask_for(
    *, voice: Voice, named: str, origin: str, via: str, by: Employee, at: datetime, why: str = ""
) -> Improvement:
    """Link a voice to the improvement that `named` begins with (G-12), to the open one of just that title, or to
    one that is proposed with it.

    One that stands behind another gives way to the one in front. Raises NotValid for nothing, and for a number
    that is nobody's.
    """
    number = rules.named_number(named)
    known = Improvement.objects.select_related("merged_into")
    if number is None:
        title = " ".join(safe(named).split())[:LONGEST_TITLE]
        found = known.filter(_called(title), state__in=rules.OPEN).order_by("id").first()
        if found is None:
            words = {f"title_{reading_language()}": title, "internal": why}
            return part(propose)(words=words, origin=origin, voice=voice, via=via, by=by, at=at)
    else:
        found = known.filter(pk=number).first()
    if found is None:
        raise NotValid(
            ko=f"{rules.shown(number or 0)} 개선은 없습니다.",
            en=f"There is no improvement {rules.shown(number or 0)}.",
            field="improvement",
        )
    front = found.merged_into or found
    part(link)(improvement=front, voice=voice, via=via, by=by, at=at)
    return front


def _called(title: str) -> Q:
    return Q(title_ko=title) | Q(title_en=title) if title else Q(pk__in=())


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
