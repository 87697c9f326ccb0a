"""However a talk ends, by a word or by the clock, what was said is one voice with a guardian."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from gwidam.core.errors import NotNow
from gwidam.core.models import Fact
from gwidam.listen.models import Delivery, Voice
from gwidam.listen.queries import channel
from gwidam.listen.verbs import close_channel
from gwidam.own import rules
from gwidam.own import verbs as own
from gwidam.own.models import Answer, Case
from gwidam.own.rules.talks import AWAY_AFTER, LONGEST_WAIT, SILENT_AFTER
from gwidam.people import contacts
from tests.cast import SETUP
from tests.own.talk_steps import (
    MINUTE,
    begin,
    facts_of,
    fresh,
    nobody_on_duty,
    running,
    said,
    view,
)

# --- ending ------------------------------------------------------------------------------------------------------


def test_the_transcript_is_one_voice_guarded_by_who_kept_the_talk(cast, at):
    talk = running(cast, at, cast.hana, reaches=contacts.reaches(phone_="010-2345-6789"), name="김서연")
    own.say(talk=talk, text="공유기를 껐다 켜 보셨나요?", key="1", by=cast.hana, at=at)
    own.say(talk=talk, text="네", key="2", at=at)
    own.say(talk=talk, text="그래도 안 돼요", key="3", at=at)
    ended = own.end_talk(talk=talk, because="customer", by=talk.customer, at=at + MINUTE)
    voice = Voice.objects.get()
    assert voice.text == "고객: 인터넷이 안 돼요\n박하나: 공유기를 껐다 켜 보셨나요?\n고객: 네\n그래도 안 돼요"
    assert (voice.said_at, voice.customer, ended.voice) == (at, talk.customer, voice)
    assert (voice.case.guardian, voice.case.holder) == (cast.hana, cast.hana)
    assert view(talk, at).state["receipt"] == voice.shown_receipt


def test_a_talk_ends_once(cast, at):
    talk = running(cast, at)
    for _ in range(3):
        own.end_talk(talk=talk, because="customer", by=talk.customer, at=at)
    assert (Voice.objects.count(), Delivery.objects.count(), facts_of(talk).count("own.TalkEnded")) == (1, 1, 1)


def test_a_keeper_asks_anything_else_before_the_end(cast, at):
    talk = running(cast, at)
    with pytest.raises(NotNow):
        own.leave_talk(talk=talk, by=cast.mina, at=at)
    own.ask_anything_else(talk=talk, is_answered=False, by=cast.mina, at=at)
    assert view(talk, at).state["asked"] is True
    own.say(talk=talk, text="하나 더요", key="more", at=at)
    with pytest.raises(NotNow):
        own.leave_talk(talk=talk, by=cast.mina, at=at)
    own.ask_anything_else(talk=talk, is_answered=False, by=cast.mina, at=at)
    assert own.leave_talk(talk=talk, by=cast.mina, at=at).because == "employee"


@pytest.mark.parametrize(("is_answered", "state"), [(True, "answered"), (False, "open")])
def test_what_was_answered_in_the_talk_is_an_answer_that_arrived(cast, at, is_answered, state):
    talk = running(cast, at)
    own.say(talk=talk, text="고쳐 드렸습니다", key="k", by=cast.mina, at=at)
    own.ask_anything_else(talk=talk, is_answered=is_answered, by=cast.mina, at=at)
    own.leave_talk(talk=talk, by=cast.mina, at=at)
    assert Case.objects.get().state == state
    assert list(Answer.objects.values_list("text", flat=True)) == ["고쳐 드렸습니다"] * is_answered


def test_what_comes_just_after_the_end_is_not_lost(cast, at):
    talk = running(cast, at)
    own.end_talk(talk=talk, because="customer", by=talk.customer, at=at)
    for _ in range(2):
        own.say(talk=talk, text="아, 그리고요", key="late", at=at)
    assert list(Voice.objects.order_by("pk").values_list("text", flat=True))[1:] == ["아, 그리고요"]
    assert said(talk)[-1][2] == "아, 그리고요"
    assert Fact.objects.filter(
        kind="own.WordsAdded", about=f"case:{talk.voice_id or Case.objects.get().pk}"
    ).count()


def test_a_talk_of_a_channel_that_has_closed_still_becomes_a_voice(cast, at):
    talk = running(cast, at)
    close_channel(channel=channel("chat"), why="점검", by=SETUP, at=at)
    own.end_talk(talk=fresh(talk), because="customer", by=talk.customer, at=at)
    assert Voice.objects.get().channel == cast.web


def test_ended_without_a_voice_cannot_be_written(cast, at):
    talk = running(cast, at)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE own_talk SET state = 'ended', ended_at = now(), tick_at = NULL WHERE id = %s", [talk.pk]
        )


# --- the clock ---------------------------------------------------------------------------------------------------


def ends_because(talk, at):
    own.tick_talks(at=at)
    return fresh(talk).because


def test_the_clock_gives_a_waiting_talk_to_whoever_sits_down(cast, at):
    talk = begin(cast, at)
    own.be_seated(employee=cast.hana, at=at + MINUTE)
    own.tick_talks(at=at + MINUTE)
    assert fresh(talk).keeper == cast.hana


@pytest.mark.parametrize(
    ("last_seen", "much", "because"),
    [
        (LONGEST_WAIT, LONGEST_WAIT - MINUTE / 60, ""),
        (LONGEST_WAIT, LONGEST_WAIT, "waited"),
        (0 * MINUTE, AWAY_AFTER, "away"),
    ],
)
def test_nobody_waits_for_ever(cast, at, last_seen, much, because):
    talk = begin(cast, at)
    own.be_seen(talk_ids=[talk.pk], at=at + last_seen)
    assert ends_because(talk, at + much) == because
    assert Voice.objects.count() == bool(because)


@pytest.mark.parametrize(
    ("last_seen", "much", "because"),
    [(SILENT_AFTER, SILENT_AFTER, "silent"), (MINUTE, MINUTE + AWAY_AFTER, "away"), (MINUTE, 3 * MINUTE, "")],
)
def test_a_running_talk_that_nobody_ends_is_ended(cast, at, last_seen, much, because):
    talk = running(cast, at)
    own.be_seen(talk_ids=[talk.pk], at=at + last_seen)
    assert ends_because(talk, at + much) == because


@pytest.mark.parametrize(
    ("is_seated", "is_answered", "state"),
    [(False, False, "waiting"), (True, False, "running"), (False, True, "running")],
)
def test_a_talk_whose_keeper_has_gone_and_owes_a_word_waits_for_a_colleague(
    cast, at, is_seated, is_answered, state
):
    talk = running(cast, at)
    own.say(talk=talk, text="거기 계세요?", key="1", at=at)
    if is_answered:
        own.say(talk=talk, text="네", key="2", by=cast.mina, at=at)
    own.be_seen(talk_ids=[talk.pk], at=at + 2 * MINUTE)
    if is_seated:
        own.be_seated(employee=cast.mina, at=at + 2 * MINUTE)
    own.tick_talks(at=at + 2 * MINUTE)
    assert fresh(talk).state == state


def test_no_word_after_anything_else_ends_it(cast, at):
    talk = running(cast, at)
    own.ask_anything_else(talk=talk, is_answered=False, by=cast.mina, at=at)
    own.be_seen(talk_ids=[talk.pk], at=at + 3 * MINUTE)
    assert ends_because(talk, at + 3 * MINUTE) == "employee"


def test_a_shift_that_ends_while_somebody_waits_makes_it_a_voice(cast, at):
    talk = begin(cast, at)
    nobody_on_duty()
    assert ends_because(talk, at + MINUTE) == "nobody"


@pytest.mark.parametrize("state", rules.TALK_STATES)
@pytest.mark.parametrize("verb", ["say", "take", "offer", "accept", "bounce", "ask", "let_go", "end", "add_words"])
def test_every_move_of_a_talk_is_in_the_table_or_refused(state, verb):
    if verb in rules.TALK_STEPS[state]:
        assert rules.talk_step(state, verb) in rules.TALK_STATES
    else:
        with pytest.raises(NotNow):
            rules.talk_step(state, verb)
