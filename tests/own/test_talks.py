"""Talks: begun, kept, handed over, ended; whatever happens, what was said is one voice with a guardian."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from gwidam.core.errors import NotNow, NotValid, NotYours
from gwidam.core.models import Fact
from gwidam.listen.models import Delivery, Voice
from gwidam.listen.queries import channel
from gwidam.listen.verbs import close_channel
from gwidam.own import rules
from gwidam.own import verbs as own
from gwidam.own.models import Answer, Case, ReadyAnswer, Seat, Talk, TalkLine, TalkOffer
from gwidam.own.queries import talks as queries
from gwidam.own.rules.talks import AWAY_AFTER, LONGEST_WAIT, SILENT_AFTER
from gwidam.own.tracking import follow_url
from gwidam.people import contacts
from tests.cast import SETUP
from tests.own.talk_steps import KEY, MINUTE, begin, fresh, nobody_on_duty, open_chat, running, said


def facts_of(talk):
    return list(Fact.objects.filter(about=talk.about).order_by("id").values_list("kind", flat=True))


def view(talk, at, after=0):
    return queries.view_of(fresh(talk), after=after, at=at)


# --- beginning ---------------------------------------------------------------------------------------------------


def test_a_talk_waits_while_nobody_sits_at_the_page(cast, at):
    talk = begin(cast, at)
    assert (talk.state, talk.keeper, said(talk)) == ("waiting", None, [(1, "customer", "인터넷이 안 돼요")])
    assert facts_of(talk) == ["own.TalkBegun", "own.LineSaid"]
    assert view(talk, at).state["place"] == 1


def test_whoever_sits_there_with_the_fewest_talks_has_it_at_once(cast, at):
    running(cast, at, cast.mina, key=KEY + "a")
    for employee in (cast.mina, cast.hana, cast.jun):  # jun is not on the roster
        own.be_seated(employee=employee, at=at)
    talk = begin(cast, at)
    assert (talk.state, talk.keeper) == ("running", cast.hana)
    assert said(talk)[1] == (2, "house", "박하나 님이 함께합니다.")


def test_nobody_is_given_more_talks_than_they_can_follow(cast, at):
    own.be_seated(employee=cast.mina, at=at)
    talks = [begin(cast, at, key=f"{KEY}{number}") for number in range(5)]
    assert [each.state for each in talks] == ["running"] * 4 + ["waiting"]


def test_a_seat_that_was_left_a_minute_ago_is_empty(cast, at):
    own.be_seated(employee=cast.mina, at=at - MINUTE)
    assert begin(cast, at).state == "waiting"


def test_the_same_key_again_is_the_same_talk(cast, at):
    first = begin(cast, at)
    assert begin(cast, at, text="다시 눌렀어요").pk == first.pk
    assert Talk.objects.count() == TalkLine.objects.count() == 1


def test_when_nobody_is_on_duty_it_is_a_voice_with_a_guardian_and_a_time(cast, at):
    open_chat(cast)
    nobody_on_duty()
    talk = begin(cast, at)
    case = Case.objects.get(voice=talk.voice)
    assert (talk.state, talk.because, case.guardian) == ("ended", "nobody", cast.mina)  # the channel's owner
    last = said(talk)[-1][2]
    assert "자리에 없습니다" in last
    assert "김미나 님이 2026년 11월 19일" in last
    assert view(talk, at).state["follow"] == follow_url(case.receipt)


def test_a_talk_in_english_is_told_in_english(cast, at):
    open_chat(cast)
    nobody_on_duty()
    last = said(begin(cast, at, language="en", text="hello"))[-1][2]
    assert last.startswith("Nobody is here to talk at the moment.")
    assert "Mina Kim will answer you by" in last


def test_numbers_that_must_not_be_kept_are_masked_before_the_first_write(cast, at):
    talk = running(cast, at, text="제 번호는 880101-1234567이에요")
    own.say(talk=talk, text="카드 4111 1111 1111 1111 확인했습니다", key="k", by=cast.mina, at=at)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(l::text, ' ') || (SELECT string_agg(f::text, ' ') FROM core_fact f) FROM own_talkline l"
        )
        everything = cursor.fetchone()[0]
    assert "1234567" not in everything
    assert "1111 1111" not in everything


@pytest.mark.parametrize("text", ["", " \u200b ", "가" * 4001])
def test_nothing_and_too_much_are_refused_in_words(cast, at, text):
    with pytest.raises(NotValid):
        begin(cast, at, text=text)
    assert Talk.objects.count() == 0


def test_the_key_of_the_browser_is_not_kept(cast, at):
    talk = begin(cast, at)
    assert KEY not in talk.key
    assert queries.talk_by_key(KEY).pk == talk.pk


# --- saying ------------------------------------------------------------------------------------------------------


def test_the_same_line_again_is_the_same_line(cast, at):
    talk = running(cast, at)
    lines = [own.say(talk=talk, text="거기 계세요?", key="same", at=at) for _ in range(3)]
    assert {line.number for line in lines} == {3}
    assert [number for number, _, _ in said(talk)] == [1, 2, 3]


def test_only_its_keeper_speaks_for_the_house(cast, at):
    with pytest.raises(NotYours):
        own.say(talk=running(cast, at), text="제가 볼게요", key="k", by=cast.hana, at=at)


def test_a_window_is_given_the_lines_it_has_not_had(cast, at):
    talk = running(cast, at)
    own.say(talk=talk, text="안녕하세요", key="k", by=cast.mina, at=at)
    assert [line["number"] for line in view(talk, at).lines] == [1, 2, 3]
    assert view(talk, at, after=2).lines == [
        {"number": 3, "key": "", "side": "employee", "name": "김미나", "text": "안녕하세요", "at": at.isoformat()}
    ]


def test_who_is_writing_is_seen_for_some_seconds(cast, at):
    talk = running(cast, at)
    own.be_writing(talk=talk, by=cast.mina, at=at)
    seen = [view(talk, at + timedelta(seconds=s)).state["writes"] for s in (0, 5, 6)]
    assert seen == [True, True, False]
    first = view(talk, at).state
    own.be_writing(talk=talk, by=cast.mina, at=at + timedelta(seconds=5))  # who goes on writing is told again
    assert view(talk, at + timedelta(seconds=5)).state != first


def test_places_in_the_queue_move_up(cast, at):
    talks = [begin(cast, at + MINUTE * n, key=f"{KEY}{n}") for n in range(3)]
    assert [view(each, at).state["place"] for each in talks] == [1, 2, 3]
    own.take_talk(talk=talks[0], keeper=cast.mina, by=cast.mina, at=at)
    assert [view(each, at).state["place"] for each in talks] == [0, 1, 2]


# --- handing over ------------------------------------------------------------------------------------------------


def test_an_offered_talk_stays_with_its_keeper_until_it_is_accepted(cast, at):
    talk = running(cast, at)
    offer = own.offer_talk(talk=talk, to=cast.internet, reason="회선", by=cast.mina, at=at)
    assert fresh(talk).keeper == cast.mina
    own.accept_talk(offer=offer, by=cast.jun, at=at)
    assert fresh(talk).keeper == cast.jun
    assert said(talk)[-1][2] == "이준 님이 함께합니다."
    with pytest.raises(NotYours):
        own.say(talk=talk, text="저는 이제", key="k", by=cast.mina, at=at)


def test_a_bounced_talk_goes_on_with_its_keeper(cast, at):
    talk = running(cast, at)
    offer = own.offer_talk(talk=talk, to=cast.internet, reason="회선", by=cast.mina, at=at)
    with pytest.raises(NotValid):
        own.bounce_talk(offer=offer, reason=" ", by=cast.jun, at=at)
    own.bounce_talk(offer=offer, reason="요금 문의예요", by=cast.jun, at=at)
    assert (fresh(talk).keeper, TalkOffer.objects.get().bounce_reason) == (cast.mina, "요금 문의예요")


def test_an_offer_nobody_decides_expires_within_minutes(cast, at):
    talk = running(cast, at)
    own.offer_talk(talk=talk, to=cast.internet, reason="회선", by=cast.mina, at=at)
    own.be_seen(talk_ids=[talk.pk], at=at + 2 * MINUTE)
    own.tick_talks(at=at + 2 * MINUTE)
    assert (TalkOffer.objects.get().state, fresh(talk).keeper) == ("expired", cast.mina)
    assert facts_of(talk)[-1] == "own.TalkOfferExpired"


def test_an_offer_is_withdrawn_by_its_keeper_alone(cast, at):
    talk = running(cast, at)
    offer = own.offer_talk(talk=talk, to=cast.internet, reason="회선", by=cast.mina, at=at)
    with pytest.raises(NotYours):
        own.withdraw_talk(offer=offer, by=cast.jun, at=at)
    own.withdraw_talk(offer=offer, by=cast.mina, at=at)
    with pytest.raises(NotNow):
        own.accept_talk(offer=offer, by=cast.jun, at=at)


def test_the_talks_of_somebody_who_leaves_wait_for_a_colleague(cast, at):
    talk = running(cast, at, cast.charlie)
    own.re_home_and_leave(leaving=cast.charlie, homes={}, rest_to=cast.sora, by=cast.oksu, at=at)
    assert (fresh(talk).state, fresh(talk).keeper) == ("waiting", None)


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


# --- who sees what -----------------------------------------------------------------------------------------------


def test_an_outsider_sees_no_talk_and_a_department_what_was_offered_to_it(cast, at):
    talk = running(cast, at)
    assert [queries.talks_seen_by(who).count() for who in (cast.mina, cast.dohyun, cast.jun, cast.charlie)] == [
        1, 1, 0, 0,
    ]  # fmt: skip
    own.offer_talk(talk=talk, to=cast.internet, reason="회선", by=cast.mina, at=at)
    assert [queries.talks_seen_by(who).count() for who in (cast.jun, cast.charlie)] == [1, 0]


def test_the_lists_of_the_page(cast, at, django_assert_num_queries):
    def lists(count):
        for _ in range(count):
            begin(cast, at, key=f"{KEY}{Talk.objects.count()}")
        with django_assert_num_queries(3):
            return queries.talk_desk(cast.mina)

    running(cast, at)
    assert [len(lists(each).waiting) for each in (1, 9)] == [1, 10]
    assert len(queries.talk_desk(cast.mina).kept) == 1
    assert queries.talk_desk(cast.hana).others == 1


def test_many_windows_are_told_in_as_many_queries_as_one(cast, at, django_assert_num_queries):
    talks = [begin(cast, at, key=f"{KEY}{number}").pk for number in range(10)]
    for some in (talks[:1], talks):
        with django_assert_num_queries(3):
            assert len(queries.views_of(dict.fromkeys(some, 0), at=at)) == len(some)


# --- ready answers, erasure --------------------------------------------------------------------------------------


def test_a_ready_answer_is_filled_in_the_customers_language(cast, at):
    own.set_ready_answer(
        title_ko="인사", text_ko="{customer} 님, {house}의 {me}입니다.", title_en="Hello",
        text_en="Hello {customer}, this is {me}.", by=cast.oksu, at=at,
    )  # fmt: skip
    ko = running(cast, at, name="김서연", reaches=contacts.reaches(phone_="010-2345-6789"))
    en = running(cast, at, key=KEY + "e", language="en")
    assert queries.ready_answers(ko, me=cast.mina, house="다온") == [("인사", "김서연 님, 다온의 김미나입니다.")]
    assert queries.ready_answers(en, me=cast.mina, house="Daon")[0][1] == "Hello , this is Mina Kim."


@pytest.mark.parametrize("text", ["{name} 님", "{customer", "}"])
def test_a_place_that_nothing_fills_is_refused(cast, at, text):
    with pytest.raises(NotValid):
        own.set_ready_answer(title_ko="인사", text_ko=text, by=cast.oksu, at=at)
    assert ReadyAnswer.objects.count() == 0


def test_erasing_a_customer_takes_the_words_of_their_talks(cast, at):
    talk = running(cast, at, text="김서연입니다 전화 주세요", name="김서연")
    own.offer_talk(talk=talk, to=cast.internet, reason="김서연 고객", by=cast.mina, at=at)
    with pytest.raises(NotNow):
        own.erase_customer(customer=talk.customer, ground="asked", by=cast.dohyun, at=at)
    own.ask_anything_else(talk=talk, is_answered=False, by=cast.mina, at=at)
    own.leave_talk(talk=talk, by=cast.mina, at=at)
    case = Case.objects.get()
    own.answer(case=case, text="김서연 님", by=cast.mina, at=at, is_spoken=True)
    own.close(
        case=Case.objects.get(), anything_else="없음", cause="회선", recurrence="none", recurrence_why="한 번뿐",
        by=cast.mina, at=at,
    )  # fmt: skip
    own.erase_customer(customer=fresh(talk).customer, ground="asked", by=cast.dohyun, at=at)
    told = " ".join(
        map(str, [*TalkLine.objects.values(), *TalkOffer.objects.values(), *Fact.objects.values("personal")])
    )
    assert "김서연" not in told
    assert len(said(talk)) == 4
    assert Seat.objects.count() == 0
