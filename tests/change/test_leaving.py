"""Somebody who owns improvements, items, campaigns or evaluations leaves: everything has a name on it before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gwidam.change import verbs
from gwidam.change.models import Campaign, Evaluation, FollowUp, Improvement, Meeting, MeetingItem
from gwidam.change.queries.leaving import kept_by
from gwidam.core.errors import NotValid
from gwidam.core.models import Fact
from gwidam.listen.models import Channel
from gwidam.own import verbs as own
from gwidam.people.models import Employee
from tests.own.pages.steps import sign_in


@pytest.fixture
def meeting(cast, at):
    """meeting(**more): a work-out with Yuna ruling and Dohyun facilitating."""

    def made(**more):
        told = {"sponsor": cast.yuna, "facilitator": cast.dohyun, "starts_at": at + timedelta(days=1), **more}
        words = {"title": "겨울 워크아웃", "goal": "끊김 절반", "scope": "", "ground_rules": ""}
        return verbs.frame_meeting(**words, **told, by=cast.dohyun, at=at)

    return made


def leave(cast, at, person, rest_to, **more):
    return own.re_home_and_leave(leaving=person, homes={}, rest_to=rest_to, more=more, by=cast.oksu, at=at)


def keys(person):
    return [each.key.rpartition("-")[0] for each in kept_by(person)]


def end_account(person):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_employee SET is_active = false, left_at = now() WHERE id = %s", [person.pk])


def test_2_never_nobody_everything_of_a_leaving_owner_goes_to_those_chosen_with_a_fact(
    cast, at, brought, idea, meeting
):
    owned, other = brought("in_work"), brought("approved")
    asked = brought("asked_more")
    verbs.ask_evaluators(
        ideas=[idea("의자 바꾸기")],
        evaluators=[cast.jun],
        due_on=timezone.localdate(at) + timedelta(days=3),
        by=cast.dohyun,
        at=at,
    )
    item = verbs.bring_item(
        meeting=meeting(), by=cast.dohyun, at=at, improvement=brought("tabled"), owner=cast.jun
    )
    assert keys(cast.jun) == ["improvement", "improvement", "item", "evaluation"]
    assert keys(cast.sora) == ["asked"]
    leave(cast, at, cast.jun, cast.hana, **{f"improvement-{other.pk}": cast.mina})
    leave(cast, at, cast.sora, cast.mina)
    assert [Improvement.objects.get(pk=each.pk).owner for each in (owned, other)] == [cast.hana, cast.mina]
    assert Improvement.objects.get(pk=owned.pk).department_id == cast.hana.department_id
    assert Improvement.objects.get(pk=asked.pk).asked_of == cast.mina
    assert MeetingItem.objects.get(pk=item.pk).owner == cast.hana
    assert list(Evaluation.objects.values_list("evaluator", flat=True)) == [cast.hana.pk]
    told = Fact.objects.filter(body__has_key="old_employee_id").order_by("id").values_list("kind", flat=True)
    assert [kind for kind in told if kind.startswith("change.")] == [
        "change.OwnerChanged",
        "change.OwnerChanged",
        "change.ItemOwnerChanged",
        "change.EvaluatorChanged",
        "change.AskedChanged",
    ]
    assert kept_by(cast.jun) == kept_by(cast.sora) == []


def test_campaigns_with_their_channels_and_meetings_go_to_those_chosen(cast, at, campaign, meeting):
    found, called = campaign(), meeting()
    assert keys(cast.dohyun) == ["campaign", "facilitator"]
    leave(cast, at, cast.dohyun, cast.hana, **{f"campaign-{found.pk}": cast.mina})
    assert (Campaign.objects.get().owner, Channel.objects.get(campaign=found).owner) == (cast.mina, cast.mina)
    assert Meeting.objects.get(pk=called.pk).facilitator == cast.hana


def test_what_an_owner_owes_after_a_meeting_goes_with_its_item(cast, at, brought, meeting):
    called = meeting()
    item = verbs.bring_item(meeting=called, by=cast.dohyun, at=at, improvement=brought("tabled"), owner=cast.jun)
    verbs.open_gallery(meeting=called, by=cast.dohyun, at=at)
    verbs.begin_town_meeting(meeting=called, by=cast.dohyun, at=at)
    verbs.present(item=item, by=cast.dohyun, at=at)
    verbs.rule_in_meeting(item=MeetingItem.objects.get(), verdict="yes", by=cast.yuna, at=at)
    verbs.close_meeting(meeting=Meeting.objects.get(), by=cast.dohyun, at=at)
    assert [(each.key, "30, 60, 90" in each.says) for each in kept_by(cast.jun)][1:] == [(f"item-{item.pk}", True)]
    leave(cast, at, cast.jun, cast.hana)
    assert {each.item.owner for each in FollowUp.objects.select_related("item__owner")} == {cast.hana}


def test_whoever_had_been_asked_to_evaluate_too_is_not_asked_twice(cast, at, idea):
    due_on = timezone.localdate(at) + timedelta(days=3)
    verbs.ask_evaluators(
        ideas=[idea("의자")], evaluators=[cast.jun, cast.hana], due_on=due_on, by=cast.dohyun, at=at
    )
    leave(cast, at, cast.jun, cast.hana)
    assert list(Evaluation.objects.values_list("evaluator", flat=True)) == [cast.hana.pk]
    assert Fact.objects.filter(kind="change.EvaluatorLeft").count() == 1


def test_a_meeting_is_not_left_without_an_executive_and_then_nobody_has_left(cast, at, brought, meeting):
    meeting()
    owned = brought("in_work")
    with pytest.raises(NotValid):
        leave(cast, at, cast.yuna, cast.hana)
    assert Employee.objects.get(pk=cast.yuna.pk).is_active
    assert Improvement.objects.get(pk=owned.pk).owner == cast.jun


@pytest.mark.parametrize("state", ["approved", "in_work", "in_proof", "released", "asked_more"])
def test_2_never_nobody_an_account_with_improvements_cannot_be_closed(cast, brought, state):
    found = brought(state)
    with pytest.raises(IntegrityError, match="still name"):
        end_account(found.asked_of if state == "asked_more" else found.owner)


@pytest.mark.parametrize("state", ["told", "verified"])
def test_what_is_over_keeps_nobody(cast, at, brought, state):
    found = brought(state)
    assert kept_by(cast.jun) == []
    leave(cast, at, cast.jun, cast.hana)
    verbs.reopen(improvement=Improvement.objects.get(pk=found.pk), why="다시 끊김", by=cast.dohyun, at=at)
    assert Improvement.objects.get(pk=found.pk).owner is None


def test_2_never_nobody_an_account_with_a_campaign_an_item_an_evaluation_or_a_meeting_cannot_be_closed(
    cast, at, campaign, idea, meeting, brought
):
    campaign()
    verbs.ask_evaluators(
        ideas=[idea("의자")], evaluators=[cast.hana], due_on=timezone.localdate(at), by=cast.dohyun, at=at
    )
    verbs.bring_item(meeting=meeting(), by=cast.dohyun, at=at, improvement=brought("tabled"), owner=cast.jun)
    for person in (cast.dohyun, cast.hana, cast.jun, cast.yuna):
        with pytest.raises(IntegrityError, match="still name"):
            end_account(person)


def test_2_never_nobody_somebody_who_left_cannot_be_given_an_improvement(cast, at, brought):
    found = brought("in_work")
    leave(cast, at, cast.charlie, cast.hana)
    with pytest.raises(IntegrityError, match="has left"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE change_improvement SET owner_id = %s WHERE id = %s", [cast.charlie.pk, found.pk])


def test_the_page_of_leaving_lists_it_all_and_takes_a_choice_for_each(cast, brought, meeting):
    owned, called = brought("in_work"), meeting()
    oksu = sign_in(cast.oksu)
    page = oksu.get(f"/people/{cast.jun.pk}/leaving").content.decode()
    assert (owned.title_ko in page, f"home-improvement-{owned.pk}" in page) == (True, True)
    sent = {"rest_to": cast.hana.pk, f"home-improvement-{owned.pk}": cast.mina.pk}
    assert oksu.post(f"/people/{cast.jun.pk}/leaving", sent).status_code == 302
    assert Improvement.objects.get(pk=owned.pk).owner == cast.mina
    refused = oksu.post(f"/people/{cast.yuna.pk}/leaving", {"rest_to": cast.hana.pk})
    assert (refused.status_code, str(called) in refused.content.decode()) == (422, True)
