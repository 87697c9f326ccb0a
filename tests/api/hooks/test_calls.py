"""Calls by webhook: replays, doubles and another order give the same call."""

from __future__ import annotations

from itertools import permutations

import pytest

from gwidam.listen.models import Call, Ear

RINGING = {
    "call": "c1",
    "event": "ringing",
    "at": "2026-11-16T10:00:00+09:00",
    "caller": "010-2345-4417",
    "callee": "204",
}
ANSWERED = {"call": "c1", "event": "answered", "at": "2026-11-16T10:00:04+09:00", "extension": "204"}
ENDED = {
    "call": "c1",
    "event": "ended",
    "at": "2026-11-16T10:01:00+09:00",
    "recording_url": "https://pbx.example/1",
}


def test_every_order_with_every_message_twice_gives_one_call(exchange):
    found = set()
    for number, order in enumerate(permutations([RINGING, ANSWERED, ENDED])):
        for place, each in enumerate((*order, *order)):
            answer = exchange.send({**each, "call": str(number)}, name=f"{number}-{place}")
            assert answer.status_code == 200
        found.add(Call.objects.get(key=str(number)).known)
    assert len(found) == 1
    known = found.pop()
    assert (known.caller, known.rung, known.answered_by) == ("010-2345-4417", ("204",), "204")
    assert known.recording == "https://pbx.example/1"


def test_the_same_message_again_changes_nothing(exchange):
    calls = [exchange.send(RINGING).json() for _ in range(2)]
    assert calls[0] == calls[1] == {"call": Call.objects.get().pk}


@pytest.mark.parametrize(
    "sent",
    [{}, {"call": "", "event": "ringing"}, {"call": "c", "event": "dancing"}, {**RINGING, "at": "soon"}, [], "x"],
)
def test_what_is_no_call_is_told_why(exchange, sent):
    assert exchange.send(sent).status_code == 422
    assert not Call.objects.exists()
    assert Ear.objects.get().failed == "odd"


def test_without_a_signature_no_telephone_rings(exchange):
    assert exchange.send(RINGING, late=400).status_code == 403
    assert not Call.objects.exists()
