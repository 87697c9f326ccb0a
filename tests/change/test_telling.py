"""Everybody who asked is told, once, through the door they came by; or it is written why not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from gwidam.change import verbs
from gwidam.change.letters import telling as letters
from gwidam.change.models import Improvement, Sending, Telling
from gwidam.change.queries.telling import askers, count_untold, preview, told_exactly
from gwidam.change.rules.telling import Reachable, allowance, way_of
from gwidam.core.actors import POST
from gwidam.core.errors import NotNow, NotValid
from gwidam.core.ledger import react_to_all
from gwidam.core.models import Fact
from gwidam.core.texting import texted
from gwidam.own import verbs as own
from gwidam.own.tracking import short_url
from gwidam.people.models import Contact
from gwidam.people.verbs import mark_dead
from gwidam.post import verbs as post
from gwidam.post.carriers import Refused
from gwidam.post.models import Message
from gwidam.post.verbs import connect_line
from tests.cast import NOW, SETUP

from .telling_steps import LATER, asks, begin, close, react, settle, states


def test_12_the_letter_to_each_person_has_one_key_in_a_round_however_often_it_is_tried(cast, released):
    begin(cast, released)
    verbs.tell_due(at=LATER)
    written = sorted(Message.objects.filter(template="told").values_list("key", flat=True))
    with connection.cursor() as cursor:  # as if the tellings had been lost: the letters' own keys still hold
        cursor.execute("DELETE FROM change_telling")
    verbs.tell_due(at=LATER + timedelta(minutes=2))
    assert sorted(Message.objects.filter(template="told").values_list("key", flat=True)) == written
    assert len(written) == 2
    assert Telling.objects.count() == 3


@pytest.mark.parametrize(
    ("person", "way"),
    [
        (Reachable(has_mail=True), ("mail", "")),
        (Reachable(has_mail=True, is_muted=True), ("none", "opted_out")),
        (Reachable(has_mail=True, is_erased=True), ("none", "erased")),
        (Reachable(has_dead_mail=True, has_page=True), ("none", "dead_address")),
        (Reachable(has_mail=True, has_phone=True, has_mobile=True), ("mail", "")),
        (Reachable(has_phone=True, has_mobile=True, has_page=True, has_dead_mail=True), ("text", "")),
        (Reachable(has_mobile=True, is_muted=True), ("none", "opted_out")),
        (Reachable(has_page=True), ("page", "on_page")),
        (Reachable(has_phone=True), ("none", "no_mail")),
        (Reachable(), ("none", "no_contact")),
        (Reachable(is_colleague=True), ("portal", "")),
        (Reachable(is_colleague=True, has_left=True, has_mail=True), ("none", "left")),
    ],
)
def test_somebody_is_told_by_the_door_they_came_by_or_it_is_said_why_not(person, way):
    assert way_of(person) == way


def test_the_pace_of_a_minute_is_not_exceeded_and_a_batch_is_no_larger_than_a_batch():
    assert [allowance(pace=600, made=made, most=500) for made in (0, 300, 600, 900)] == [500, 300, 0, 0]


def test_8_everyone_who_asked_is_told_once_in_words_that_name_what_they_said(cast, released):
    sending = begin(cast, released)
    assert [verbs.tell_batch(sending_id=sending.pk, at=LATER) for _ in range(2)] == [3, 0]
    assert states(released) == [("mail", "sent", ""), ("mail", "sent", ""), ("none", "not_told", "no_mail")]
    korean, english = Message.objects.filter(template="told").order_by("pk")
    assert (korean.language, english.language) == ("ko", "en")
    assert released.title_ko in korean.subject
    assert "말씀" in korean.body
    assert "Does this settle it" in english.body


def test_an_address_that_nobody_has_confirmed_is_sent_nobodys_words(cast, released):
    sending = begin(cast, released)
    verbs.tell_batch(sending_id=sending.pk, at=LATER)
    assert "밤마다 인터넷이" not in Message.objects.filter(template="told", language="ko").get().body


def test_a_confirmed_address_is_told_in_the_words_they_used(cast, brought):
    improvement = brought("in_work")
    voice = asks(cast, improvement, email="sora@customer.example", text="밤마다 인터넷이 끊겨요.")
    confirm(voice)
    verbs.release(improvement=improvement, by=cast.jun, at=NOW)
    sending = begin(cast, improvement)
    verbs.tell_batch(sending_id=sending.pk, at=LATER)
    assert "“밤마다 인터넷이 끊겨요.”" in Message.objects.get(template="told").body


def confirm(voice):
    from gwidam.core.ledger import act, record
    from gwidam.people.events import ContactSeen

    with act():
        Contact.objects.filter(customer=voice.customer).update(verified_at=NOW)
        record(ContactSeen(customer_id=voice.customer_id, why="tests"), by=POST, at=NOW, about="tests")


def test_when_every_letter_has_arrived_everybody_has_been_told(cast, released):
    sending = begin(cast, released)
    verbs.tell_batch(sending_id=sending.pk, at=LATER)
    assert count_untold(released) == 2
    for message in Message.objects.filter(template="told"):
        settle(message)
    assert (told_exactly(released).told, told_exactly(released).not_told, count_untold(released)) == (2, 1, 0)
    verbs.tell_batch(sending_id=sending.pk, at=LATER)
    assert Improvement.objects.get(pk=released.pk).state == "told"
    assert Sending.objects.get().state == "over"
    assert Fact.objects.filter(kind="change.EverybodyTold").count() == 1


def test_a_letter_that_is_refused_or_comes_back_leaves_its_reason(cast, released):
    sending = begin(cast, released)
    verbs.tell_batch(sending_id=sending.pk, at=LATER)
    first, second = Message.objects.filter(template="told").order_by("pk")
    settle(first, Refused(because="550 no such user"))
    settle(second)
    post.bounce(message_id=second.message_id, because="5.1.1", by=POST, at=LATER)
    react()
    assert [state[1:] for state in states(released)[:2]] == [("not_told", "undeliverable")] * 2


@pytest.mark.parametrize("why", ["opted_out", "dead_address", "erased"])
def test_why_somebody_was_not_told_is_written(cast, brought, why):
    improvement = brought("in_work")
    voice = asks(cast, improvement, email="sora@customer.example")
    if why == "opted_out":
        post.mute(reader=voice.customer.actor, topic="change", by=voice.customer, at=NOW)
    elif why == "dead_address":
        mark_dead(contact=voice.customer.contacts.get(), because="550", by=POST, at=NOW)
    else:
        close(cast, voice.case)
        own.erase_customer(customer=voice.customer, ground="withdrawn", by=cast.dohyun, at=NOW)
    verbs.release(improvement=improvement, by=cast.jun, at=NOW)
    sending = begin(cast, improvement)
    verbs.tell_batch(sending_id=sending.pk, at=LATER)
    assert states(improvement) == [("none", "not_told", why)]


def test_who_is_erased_while_a_letter_waits_gets_none(cast, brought):
    improvement = brought("in_work")
    voice = asks(cast, improvement, email="sora@customer.example")
    close(cast, voice.case)
    verbs.release(improvement=improvement, by=cast.jun, at=NOW)
    sending = begin(cast, improvement)
    verbs.tell_batch(sending_id=sending.pk, at=LATER)
    own.erase_customer(customer=voice.customer, ground="withdrawn", by=cast.dohyun, at=LATER)
    react_to_all(list(Fact.objects.filter(kind="people.CustomerErased")))
    assert Message.objects.get(template="told").state == "withheld"
    assert states(improvement) == [("mail", "not_told", "erased")]


def test_who_left_no_contact_finds_it_on_the_page_they_were_given(cast, brought):
    improvement = brought("in_work")
    asks(cast, improvement)
    verbs.release(improvement=improvement, by=cast.jun, at=NOW)
    verbs.tell_batch(sending_id=begin(cast, improvement).pk, at=LATER)
    assert states(improvement) == [("page", "not_told", "on_page")]


def test_supporters_are_told_too_and_one_person_is_told_once(cast, brought):
    improvement = brought("in_work")
    voice = asks(cast, improvement, email="sora@customer.example")
    again = cast.voice(email="sora@customer.example", text="또 끊겼어요.").voice
    verbs.link(improvement=improvement, voice=again, via="case", by=cast.mina, at=NOW)
    only = cast.voice(email="supporter@customer.example").voice.customer
    for who in (voice.customer, only):
        verbs.support(improvement=improvement, customer=who, by=cast.mina, at=NOW)
    verbs.support(improvement=improvement, by=cast.hana, at=NOW)
    found = askers(improvement)
    assert {(each.customer_id, each.voice_id, each.employee_id) for each in found} == {
        (voice.customer_id, again.pk, None),
        (only.pk, None, None),
        (None, None, cast.hana.pk),
    }
    assert len(found) == 3


def test_a_colleague_who_also_spoke_is_one_person(cast, brought):
    improvement = brought("in_work")
    voice = cast.voice(channel=cast.portal).voice
    from gwidam.core.ledger import act, record
    from gwidam.people.events import ContactSeen

    with act():
        voice.customer.employee = cast.hana
        voice.customer.save()
        record(ContactSeen(customer_id=voice.customer_id, why="tests"), by=POST, at=NOW, about="tests")
    verbs.link(improvement=improvement, voice=voice, via="case", by=cast.mina, at=NOW)
    verbs.support(improvement=improvement, by=cast.hana, at=NOW)
    (found,) = askers(improvement)
    assert (found.customer_id, found.employee_id, found.door) == (voice.customer_id, cast.hana.pk, "portal")


def test_no_because_is_told_too(cast, brought):
    improvement = brought("tabled")
    asks(cast, improvement, email="sora@customer.example")
    verbs.rule(improvement=improvement, verdict="no", public_ko="법이 허락하지 않습니다.", by=cast.yuna, at=NOW)
    sending = begin(cast, improvement)
    verbs.tell_batch(sending_id=sending.pk, at=LATER)
    message = Message.objects.get(template="told_no")
    assert "법이 허락하지 않습니다." in message.body
    settle(message)
    verbs.tell_batch(sending_id=sending.pk, at=LATER)
    assert Improvement.objects.get(pk=improvement.pk).state == "declined"
    assert Fact.objects.filter(kind="change.EverybodyTold").count() == 1


def test_nothing_is_told_before_it_is_so(cast, brought):
    with pytest.raises(NotNow):
        begin(cast, brought("in_work"))


def test_a_telling_begins_once_and_at_a_pace_that_is_one(cast, released):
    with pytest.raises(NotValid):
        begin(cast, released, pace=0)
    begin(cast, released)
    with pytest.raises(NotNow):
        begin(cast, released)


def test_a_paused_telling_writes_to_nobody_and_goes_on_where_it_was(cast, released):
    sending = begin(cast, released, pace=1)
    assert verbs.tell_batch(sending_id=sending.pk, at=LATER) == 1
    verbs.pause_telling(sending=sending, by=cast.dohyun, at=LATER)
    assert verbs.tell_due(at=LATER + timedelta(hours=1)) == 0
    verbs.resume_telling(sending=sending, pace=600, by=cast.dohyun, at=LATER)
    assert verbs.tell_due(at=LATER + timedelta(hours=1)) == 2
    assert Message.objects.filter(template="told").count() == 2


def test_the_pace_holds_back_what_is_more(cast, released):
    sending = begin(cast, released, pace=2)
    told = [
        verbs.tell_batch(sending_id=sending.pk, at=LATER + timedelta(seconds=second)) for second in (0, 30, 61)
    ]
    assert told == [2, 0, 1]


def test_who_asks_while_it_is_told_is_told_too(cast, released):
    sending = begin(cast, released)
    verbs.tell_batch(sending_id=sending.pk, at=LATER)
    asks(cast, released, email="late@customer.example")
    assert verbs.tell_batch(sending_id=sending.pk, at=LATER) == 1


def test_begun_again_everybody_is_told_anew(cast, released):
    sending = begin(cast, released)
    verbs.tell_batch(sending_id=sending.pk, at=LATER)
    verbs.reopen(improvement=fresh(released), why="다시 끊김", by=cast.dohyun, at=LATER)
    assert verbs.tell_batch(sending_id=sending.pk, at=LATER) == 0
    assert Sending.objects.get().state == "over"
    assert len(askers(fresh(released))) == 3


def fresh(improvement):
    return Improvement.objects.get(pk=improvement.pk)


def test_the_preview_counts_what_the_sending_then_does(cast, released):
    found = preview(released)
    assert (dict(found.by_door), dict(found.by_reason)) == (
        {("mail", "ko"): 1, ("mail", "en"): 1},
        {"no_mail": 1},
    )
    verbs.tell_batch(sending_id=begin(cast, released).pk, at=LATER)
    assert Message.objects.filter(template="told").count() == found.letters


def test_a_sample_goes_to_oneself_and_tells_nobody(cast, released):
    message = verbs.try_telling(improvement=released, by=cast.dohyun, at=NOW)
    assert (message.reader, message.state) == (cast.dohyun.actor, "queued")
    assert Telling.objects.count() == 0


def test_who_no_letter_reaches_can_be_told_by_word_of_mouth(cast, released):
    verbs.tell_batch(sending_id=begin(cast, released).pk, at=LATER)
    caller = Telling.objects.get(reason="no_mail")
    with pytest.raises(NotValid):
        verbs.tell_aloud(telling=caller, says=" ", by=cast.mina, at=LATER)
    verbs.tell_aloud(telling=caller, says="월요일 전화로", by=cast.mina, at=LATER)
    with pytest.raises(NotNow):
        verbs.tell_aloud(telling=caller, says="또", by=cast.mina, at=LATER)
    assert states(released)[2] == ("spoken", "delivered", "")


def test_supporters_hear_it_in_their_digest(cast, brought):
    improvement = brought("in_work")
    verbs.support(improvement=improvement, by=cast.hana, at=NOW)
    verbs.release(improvement=improvement, by=cast.jun, at=NOW)
    verbs.tell_batch(sending_id=begin(cast, improvement).pk, at=LATER)
    assert Message.objects.get(template="told_colleague").urgency == "digest"
    post.bundle_digests(at=LATER + timedelta(hours=2))
    react_to_all(list(Fact.objects.filter(kind="post.DigestBundled")))
    assert states(improvement) == [("portal", "delivered", "")]


@pytest.fixture
def texts(cast):
    """A line that carries text messages."""
    return connect_line(kind="texts_file", name="문자", given={}, by=SETUP, at=NOW)


def test_who_left_a_mobile_number_alone_is_told_in_a_short_text_with_their_link(cast, brought, texts):
    improvement = brought("in_work")
    on_a_mobile = asks(cast, improvement, phone="010-2345-4417", channel=cast.phone)
    asks(cast, improvement, phone="02-930-2266", channel=cast.phone)
    asks(cast, improvement, email="sora@customer.example", phone="010-2345-9911")
    verbs.release(improvement=improvement, by=cast.jun, at=NOW)
    found = preview(improvement)
    assert (found.by_door, found.by_reason) == ({("text", "ko"): 1, ("mail", "ko"): 1}, {"no_mail": 1})
    begin(cast, improvement)
    verbs.tell_due(at=LATER)
    letter = Message.objects.get(reader=f"customer:{on_a_mobile.customer_id}", template="told")
    assert (letter.line, letter.carrier, letter.address) == (texts, Message.Carrier.LINE, "+821023454417")
    assert letter.body.splitlines()[-1] == short_url(on_a_mobile.receipt)
    assert (improvement.title_ko in letter.body, texted(letter.body).kind) == (True, "LMS")
    settle(letter)
    assert Telling.objects.get(message=letter).state == Telling.State.DELIVERED


def test_a_text_that_did_not_arrive_is_no_telling(cast, brought, texts):
    improvement = brought("in_work")
    voice = asks(cast, improvement, phone="010-2345-4417", channel=cast.phone)
    verbs.release(improvement=improvement, by=cast.jun, at=NOW)
    begin(cast, improvement)
    verbs.tell_due(at=LATER)
    settle(Message.objects.get(reader=f"customer:{voice.customer_id}", template="told"), Refused(because="3058"))
    telling = Telling.objects.get(customer=voice.customer_id)
    assert (telling.door, telling.state, telling.reason) == ("text", Telling.State.NOT_TOLD, "undeliverable")


def test_the_sample_of_a_text_is_the_text(cast, brought, texts):
    improvement = brought("in_work")
    asks(cast, improvement, phone="010-2345-4417", channel=cast.phone)
    verbs.release(improvement=improvement, by=cast.jun, at=NOW)
    (asker,) = askers(improvement)
    words = letters.sample(improvement, asker, letters.around([asker]))
    verbs.tell_batch(sending_id=begin(cast, improvement).pk, at=LATER)
    assert words.body == Message.objects.get(template="told").body
