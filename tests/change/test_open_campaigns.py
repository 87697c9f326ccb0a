"""Customers take part: one person is one support, what they write is held, and all of them are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from gwidam import reacting
from gwidam.change import verbs
from gwidam.change.models import IdeaComment, IdeaSupport, Improvement, Support
from gwidam.change.passes import LASTS, address_in, pass_for
from gwidam.change.queries.open_campaigns import count_held, held_of, shelf_of, shown_idea
from gwidam.change.queries.telling import askers
from gwidam.change.rules.showing import without_contacts
from gwidam.core.errors import NotFound, NotNow, NotValid, NotYours
from gwidam.core.models import Fact
from gwidam.own import verbs as own
from gwidam.people import contacts
from gwidam.people.models import Contact, Customer
from gwidam.post.models import Message

from .open_steps import fresh
from .telling_steps import close

ANSWER = "문을 가볍게 바꾸겠습니다."
HARU = contacts.email("haru@mail.example")


# Who ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("more", [{"audience": "employees"}, {"audience": "customers", "is_anonymous": True}])
def test_only_a_campaign_for_customers_and_with_names_is_open(begin, more):
    with pytest.raises(NotValid):
        begin(is_open=True, **more)
    found = begin(**more)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE change_campaign SET is_open = true WHERE id = %s", [found.pk])


def test_a_typed_address_is_nobody_until_its_letter_is_opened(opened, at):
    for minute in (0, 1):
        verbs.ask_to_take_part(campaign=opened, reach=HARU, language="ko", at=at + timedelta(minutes=minute))
    letter = Message.objects.get(template="take_part")
    assert (Customer.objects.filter(contacts__mark=HARU.mark).count(), letter.address) == (0, HARU.value)
    token = letter.url.rpartition("/")[2]
    who = verbs.begin_to_take_part(
        campaign=opened, known=None, reach=address_in(opened, token), language="ko", at=at
    )
    assert Contact.objects.get(mark=HARU.mark).customer == who
    letter.refresh_from_db()
    assert (letter.address, letter.subject) == (None, None)


def test_the_same_address_is_the_same_person_however_it_is_written(opened, at, person):
    again = verbs.begin_to_take_part(
        campaign=opened, known=None, reach=contacts.email(" HARU@mail.example "), language="ko", at=at
    )
    assert again == person("haru")
    assert Fact.objects.filter(kind="change.TakingPartAgreed").count() == 2


def test_a_pass_opens_its_own_campaign_for_a_week(opened, begin, at, monkeypatch):
    token = pass_for(opened, HARU)
    assert (address_in(opened, token), HARU.value in token) == (HARU, False)
    for campaign, written in (
        (begin(), token),
        (opened, token[:-1] + ("A" if token[-1] != "A" else "B")),
        (opened, ""),
    ):
        with pytest.raises(NotFound):
            address_in(campaign, written)
    monkeypatch.setattr("gwidam.change.passes.LASTS", timedelta(seconds=-1))
    with pytest.raises(NotFound):
        address_in(opened, token)
    assert timedelta(days=7) == LASTS


def test_nobody_takes_part_before_after_or_where_the_campaign_is_closed(begin, opened, at):
    for campaign, when, refusal in (
        (begin(audience="customers"), at, NotFound),
        (opened, at + timedelta(days=40), NotNow),
    ):
        with pytest.raises(refusal):
            verbs.ask_to_take_part(campaign=campaign, reach=HARU, language="ko", at=when)
        with pytest.raises(refusal):
            verbs.begin_to_take_part(campaign=campaign, known=None, reach=HARU, language="ko", at=when)
    with pytest.raises(NotFound):
        verbs.begin_to_take_part(campaign=opened, known=None, reach=None, language="ko", at=at)


# Support --------------------------------------------------------------------------------------------------------


def test_one_person_is_one_support(at, shown, person):
    idea = shown()
    for who in (person("haru"), person("haru"), person("bom")):
        verbs.support_idea(idea=idea, by=who, at=at)
    assert (fresh(idea).supporters, IdeaSupport.objects.count()) == (2, 2)
    verbs.unsupport_idea(idea=idea, by=person("haru"), at=at)
    assert (fresh(idea).supporters, IdeaSupport.objects.count()) == (1, 1)


def test_what_does_not_show_is_neither_supported_nor_commented(cast, at, opened, person):
    hidden = verbs.submit_idea(campaign=opened, title="아직", text="", key="h", at=at)
    for do in (
        lambda: verbs.support_idea(idea=hidden, by=person(), at=at),
        lambda: verbs.comment_on(idea=hidden, text="저도요", by=person(), at=at),
    ):
        with pytest.raises(NotFound):
            do()
    with pytest.raises(NotYours):
        verbs.support_idea(idea=hidden, by=cast.mina, at=at)


def test_who_supports_it_is_told_like_who_asked(cast, at, shown, person):
    idea = shown()
    haru, bom = person("haru"), person("bom")
    verbs.support_idea(idea=idea, by=haru, at=at)
    decision = verbs.accept_ideas(ideas=[idea], answer=ANSWER, by=cast.dohyun, at=at)
    goal = fresh(idea).improvement
    verbs.support_idea(idea=fresh(idea), by=bom, at=at)
    assert set(Support.objects.values_list("improvement", "customer")) == {(goal.pk, haru.pk), (goal.pk, bom.pk)}
    assert Improvement.objects.get(pk=goal.pk).reach.supporters == 2
    assert {haru.pk, bom.pk} < {each.customer_id for each in askers(goal)}
    verbs.unsupport_idea(idea=fresh(idea), by=bom, at=at)
    assert list(Support.objects.values_list("customer", flat=True)) == [haru.pk]
    verbs.take_back(decision=decision, by=cast.dohyun, at=at)
    assert (Support.objects.count(), fresh(idea).supporters) == (0, 1)


def test_who_supports_what_is_folded_in_waits_with_the_front(cast, at, shown, person):
    front, behind = shown("문이 무거워요"), shown("문이 너무 무거워요")
    verbs.accept_ideas(ideas=[front], answer=ANSWER, by=cast.dohyun, at=at)
    verbs.support_idea(idea=behind, by=person("haru"), at=at)
    verbs.fold_ideas(ideas=[behind], into=front, by=cast.dohyun, at=at)
    assert list(Support.objects.values_list("customer", flat=True)) == [person("haru").pk]


def test_what_was_declined_is_supported_no_more(cast, at, shown, person):
    idea = shown()
    verbs.decline_ideas(ideas=[idea], answer="법으로 정한 문입니다.", by=cast.dohyun, at=at)
    with pytest.raises(NotNow):
        verbs.support_idea(idea=fresh(idea), by=person(), at=at)


# What shows -----------------------------------------------------------------------------------------------------


def test_an_idea_shows_once_a_colleague_lets_it_and_is_kept_off_with_a_reason(cast, at, opened):
    idea = verbs.submit_idea(campaign=opened, title="문이 무거워요", text="", key="a", at=at)
    assert (shelf_of(opened, reader=None).ideas, count_held(opened)) == ((), 1)
    verbs.show_idea(idea=idea, by=cast.dohyun, at=at)
    assert ([each.idea for each in shelf_of(opened, reader=None).ideas], count_held(opened)) == ([idea], 0)
    with pytest.raises(NotNow):
        verbs.show_idea(idea=idea, by=cast.dohyun, at=at)
    with pytest.raises(NotValid):
        verbs.keep_idea_off(idea=idea, why=" ", by=cast.dohyun, at=at)
    verbs.keep_idea_off(idea=idea, why="광고", by=cast.dohyun, at=at)
    assert (shelf_of(opened, reader=None).total, count_held(opened)) == (0, 0)


def test_a_comment_of_a_customer_is_held_and_counted_once_it_shows(cast, at, opened, shown, person):
    idea = shown()
    made = [verbs.comment_on(idea=idea, text=f"저도요 {n}", by=person(), at=at) for n in range(2)]
    assert ([each.pk for each in held_of(opened).comments], fresh(idea).comments) == (
        [each.pk for each in made],
        0,
    )
    verbs.show_comment(comment=made[0], by=cast.dohyun, at=at)
    verbs.hide_comment(comment=made[1], why="욕설", by=cast.dohyun, at=at)
    assert (shown_idea(opened, idea.pk, reader=None).comments, fresh(idea).comments) == (("저도요 0",), 1)
    with pytest.raises(NotNow):
        verbs.show_comment(comment=made[1], by=cast.dohyun, at=at)
    verbs.hide_comment(comment=IdeaComment.objects.get(pk=made[0].pk), why="개인정보", by=cast.dohyun, at=at)
    assert (shown_idea(opened, idea.pk, reader=None).comments, fresh(idea).comments) == ((), 0)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("전화 주세요 010-1234-5678", "전화 주세요 •••"),
        ("+82 10 1234 5678 아니면 02)123-4567", "••• 아니면 •••"),
        ("haru.kim@mail.example으로 보내 주세요", "•••으로 보내 주세요"),
        (
            "2026-11-23에 3,000,000원을 냈고 1588-1234에 물었어요",
            "2026-11-23에 3,000,000원을 냈고 1588-1234에 물었어요",
        ),
        ("<b>굵게</b>", "<b>굵게</b>"),
    ],
)
def test_words_show_without_ways_to_reach_who_wrote_them(written, read):
    assert without_contacts(written) == read == without_contacts(read)


def test_no_contact_of_anybody_is_on_the_shelf(opened, shown, at):
    idea = shown("010-1234-5678로 전화 주세요", text="haru@mail.example", name="하루", reaches=[HARU])
    found = shown_idea(opened, idea.pk, reader=None)
    assert (found.title, found.text) == ("•••로 전화 주세요", "•••")


def test_the_answer_shows_once_it_has_left(cast, at, opened, shown):
    idea = shown()
    verbs.decline_ideas(ideas=[idea], answer="법으로 정한 문입니다.", by=cast.dohyun, at=at)
    found = shown_idea(opened, idea.pk, reader=None)
    assert (found.state, found.answer) == ("in_review", "")
    verbs.tick(at=at + timedelta(minutes=10))
    found = shown_idea(opened, idea.pk, reader=None)
    assert (found.state, found.answer) == ("declined", "법으로 정한 문입니다.")


def test_who_is_erased_takes_their_words_along_and_their_support_stays_a_number(cast, at, opened, shown, person):
    idea, who = shown(), person()
    own_idea = shown("하루가 바라는 것", reaches=[HARU])
    close(cast, own_idea.voice.case)
    verbs.support_idea(idea=idea, by=who, at=at)
    made = verbs.comment_on(idea=idea, text="저 하루예요", by=who, at=at)
    verbs.show_comment(comment=made, by=cast.dohyun, at=at)
    own.erase_customer(customer=who, ground="asked", by=cast.dohyun, at=at)
    reacting.forget_customer(Fact.objects.get(kind="people.CustomerErased"))
    assert (IdeaComment.objects.get().text, fresh(idea).supporters) == ("", 1)
    assert shown_idea(opened, idea.pk, reader=None).comments == ()
    assert ([each.idea for each in shelf_of(opened, reader=None).ideas], "하루" in fresh(own_idea).title) == (
        [idea],
        False,
    )
    assert not Fact.objects.filter(about=own_idea.about, personal__isnull=False).exists()
    with pytest.raises(NotFound):
        verbs.support_idea(idea=idea, by=Customer.objects.get(pk=who.pk), at=at)
