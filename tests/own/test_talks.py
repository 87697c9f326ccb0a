"""Talks: begun, kept, handed over, and who sees them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from gwidam.core.errors import NotFound, NotNow, NotValid, NotYours
from gwidam.core.models import Fact
from gwidam.own import verbs as own
from gwidam.own.models import Case, ReadyAnswer, Seat, Talk, TalkLine, TalkOffer
from gwidam.own.queries import talks as queries
from gwidam.own.tracking import follow_url
from gwidam.people import contacts
from tests.own.talk_steps import (
    KEY,
    MINUTE,
    begin,
    facts_of,
    fresh,
    nobody_on_duty,
    open_chat,
    running,
    said,
    view,
)

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
        {
            "number": 3,
            "key": "",
            "side": "employee",
            "name": "김미나",
            "text": "안녕하세요",
            "size": 0,
            "at": at.isoformat(),
        }
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
    with pytest.raises(NotFound):  # the window's key opens nothing any more
        queries.talk_by_key(KEY)
    assert len(said(talk)) == 4
    assert Seat.objects.count() == 0
