"""Calls in the house: kept once, in one state whatever the order, shown to whoever has the telephone."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from gwidam.core.errors import NotFound, NotValid
from gwidam.core.models import Fact
from gwidam.listen.models import Call, Extension
from gwidam.listen.phone import News, What
from gwidam.listen.queries import call_of, calls_of
from gwidam.listen.verbs import (
    close_channel,
    drop_extension,
    erase_voice,
    give_extension,
    hear_call,
    open_recording,
    purge_calls,
    take_down,
)
from tests.cast import SETUP

SECOND = timedelta(seconds=1)


@pytest.fixture
def phones(cast, at):
    for number, who in (("204", cast.mina), ("205", cast.hana)):
        give_extension(number=number, employee=who, by=cast.oksu, at=at)


def news(at, what="ringing", seconds=0, *, extension="204", call="c1", **more):
    return News(call=call, what=What(what), at=at + seconds * SECOND, extension=extension, **more)


def heard(cast, at, *told):
    for each in told:
        call = hear_call(channel=cast.phone, news=each, by=SETUP, at=at)
    return call


def facts_of(call):
    return sorted(Fact.objects.filter(about=call.about).values_list("kind", flat=True))


def test_every_order_and_replay_gives_one_call_with_the_same_facts_but_for_what_came_as_more(cast, at, phones):
    told = [
        news(at, caller="01023454417"),
        news(at, seconds=1, extension="205"),
        news(at, "answered", 4, extension="205"),
        news(at, "ended", 60, extension="", recording="https://pbx.example/1"),
    ]
    found = set()
    for number, order in enumerate(permutations(told)):
        mine = [
            News(**{**{name: getattr(each, name) for name in News.__slots__}, "call": str(number)})
            for each in order
        ]
        call = heard(cast, at, *mine, *mine[:2])
        counted = facts_of(call)
        assert [counted.count(f"listen.{kind}") for kind in ("CallRang", "CallAnswered", "CallEnded")] == [2, 1, 1]
        found.add(Call.objects.get(pk=call.pk).known)
    assert len(found) == 1


def test_it_is_at_the_telephone_of_whoever_it_rings_for_until_somebody_answers(cast, at, phones):
    call = heard(cast, at, news(at, caller="01023454417"), news(at, extension="205"))
    assert [calls_of(who, at=at) for who in (cast.mina, cast.hana, cast.jun)] == [[call], [call], []]
    heard(cast, at, news(at, "answered", 2, extension="205"))
    later = at + 10 * SECOND
    assert [calls_of(who, at=later) for who in (cast.mina, cast.hana)] == [[], [call]]
    heard(cast, at, news(at, "ended", 20, extension=""))
    assert calls_of(cast.hana, at=later + 20 * SECOND) == []


def test_a_call_wakes_the_pages_of_those_it_rings_for(cast, at, phones):
    call = heard(cast, at, news(at))
    rang = Fact.objects.get(kind="listen.CallRang", about=call.about)
    assert rang.body == {"call_id": call.pk, "phone_employee_id": cast.mina.pk}


def test_no_fact_and_no_column_shows_the_number(cast, at, phones):
    call = heard(cast, at, news(at, caller="01023454417", recording="https://pbx.example/1"))
    assert "4417" not in str(list(Fact.objects.filter(about=call.about).values()))
    sealed = bytes(Call.objects.extra(select={"raw": "caller"}).values_list("raw", flat=True)[0])
    assert b"4417" not in sealed
    assert call.caller == "01023454417"


def test_only_who_has_to_do_with_a_call_may_take_it_down(cast, at, phones):
    call = heard(cast, at, news(at))
    assert call_of(cast.mina, call.pk) == call
    for who in (cast.hana, cast.jun):
        with pytest.raises(NotFound):
            call_of(who, call.pk)


def test_the_first_voice_keeps_the_call(cast, at, phones):
    call = heard(cast, at, news(at, recording="https://pbx.example/1"))
    first, second = cast.voice().voice, cast.voice().voice
    for voice in (first, second, first):
        take_down(call=call, voice=voice, by=cast.mina, at=at)
    call.refresh_from_db()
    assert (call.voice, Fact.objects.filter(kind="listen.CallTakenDown").count()) == (first, 1)
    assert open_recording(call=call, by=cast.mina, at=at) == "https://pbx.example/1"
    opened = Fact.objects.get(kind="listen.RecordingOpened")
    assert (opened.by, opened.about) == (cast.mina.actor, f"voice:{first.pk}")


def test_erasing_the_voice_erases_number_and_recording(cast, at, phones):
    call = heard(cast, at, news(at, caller="01023454417", recording="https://pbx.example/1"))
    voice = cast.voice().voice
    take_down(call=call, voice=voice, by=cast.mina, at=at)
    erase_voice(voice=voice, by=cast.dohyun, at=at)
    call.refresh_from_db()
    assert (call.caller, call.recording) == ("", "")
    with pytest.raises(NotFound):
        open_recording(call=call, by=cast.mina, at=at)


def test_calls_nobody_took_down_go_after_their_time(cast, at, phones):
    taken = heard(cast, at, news(at))
    take_down(call=taken, voice=cast.voice().voice, by=cast.mina, at=at)
    heard(cast, at, news(at, call="c2"))
    assert purge_calls(by=SETUP, at=at + timedelta(days=30)) == 0
    assert purge_calls(by=SETUP, at=at + timedelta(days=30, seconds=1)) == 1
    assert list(Call.objects.all()) == [taken]


def test_an_extension_goes_over_and_is_taken_back(cast, at, phones):
    given = give_extension(number=" 204 ", employee=cast.jun, by=cast.oksu, at=at)
    call = heard(cast, at, news(at))
    assert [calls_of(who, at=at) for who in (cast.mina, cast.jun)] == [[], [call]]
    drop_extension(extension=given, by=cast.oksu, at=at)
    assert calls_of(cast.jun, at=at) == []
    assert list(Extension.objects.values_list("number", flat=True)) == ["205"]


@pytest.mark.parametrize("number", ["", "  ", "x" * 41])
def test_an_extension_is_a_short_name(cast, at, number):
    with pytest.raises(NotValid):
        give_extension(number=number, employee=cast.jun, by=cast.oksu, at=at)


def test_a_closed_door_hears_no_call(cast, at, phones):
    close_channel(channel=cast.phone, why="이사", by=cast.oksu, at=at)
    with pytest.raises(NotValid):
        heard(cast, at, news(at))
