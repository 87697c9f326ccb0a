"""Asking for voices, and the voices asked for."""

from __future__ import annotations

from datetime import timedelta

from gwidam.own.queries.search import Asker, newest, understood
from gwidam.understand.heart.tiers import tier
from gwidam.understand.verbs import read_voices
from tests.cast import NOW

DAY = timedelta(days=1)
COMPLAINT = "최악이에요! 세 번째 전화인데 고장 난 인터넷을 아직도 안 고쳐 주네요. 불만입니다. 고소하겠습니다!"
PRAISE = "매장 직원분이 정말 친절하셔서 고맙습니다. 최고예요!"


def ask(cast, typed, *, who=None, at=NOW):
    asker = Asker(who or cast.mina, at)
    return understood(typed, asker), asker


def found(cast, typed, **more) -> list[str]:
    return [row.receipt for row in newest(*ask(cast, typed, **more)).voices]


def hear(cast, text, **more):
    more.setdefault("channel", cast.phone)
    return cast.voice(text, heard_by=cast.mina, **more)


def read(*taken):
    read_voices(voices=[each.voice for each in taken], tier=tier("T0"), at=NOW)
