"""The campaign of the demo, a twentieth as large: from what was handed in to what is fixed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.db.models import Count
from django.test import override_settings

from gwidam.change.models import FollowUp, Idea, Improvement, Meeting, Minutes, Publication, Sending, Telling
from gwidam.change.queries.meetings import overdue_for
from gwidam.demo import campaign, telling
from gwidam.demo.build import FOUNDED_BEFORE
from gwidam.demo.company import found
from gwidam.demo.days import Days
from gwidam.demo.fixes import titles
from gwidam.demo.texts import texts
from gwidam.own.models import Case
from gwidam.post.models import Message
from tests.demo.test_build import NOW, empty_house

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """A company, and a campaign of 40 ideas on its way through it."""
    sizes = pytest.MonkeyPatch()
    for name, size in (("MANY", 40), ("TAKEN", 6), ("BROUGHT", 6), ("RELEASED", 3)):
        sizes.setattr(campaign, name, size)
    sizes.setattr(telling, "TOLD", (12, 9, 7))
    sizes.setattr(telling, "NOT_YET", 2)
    with (
        django_db_blocker.unblock(),
        override_settings(FILES=tmp_path_factory.mktemp("files")),
        empty_house(),
    ):
        company = found(texts(), at=NOW - FOUNDED_BEFORE, passwords={})
        Days(until=NOW).play([campaign.please_fix_it(company, seed=7, now=NOW)])
        yield
    sizes.undo()


def test_a_few_are_accepted_and_three_of_them_are_done(played: None) -> None:
    states = [state for (state,) in Idea.objects.values_list("state")]
    assert {state: states.count(state) for state in set(states)} == {"accepted": 3, "done": 3, "declined": 34}
    assert Improvement.objects.filter(state="told").count() == 3


def test_everybody_was_answered_in_time_and_their_case_is_closed_unless_they_said_no(played: None) -> None:
    assert Counter(Case.objects.values_list("state", flat=True)) == {"closed": 38, "open": 2}
    assert not Message.objects.filter(state="queued", urgency="now").exists()


def test_everybody_who_asked_for_what_was_fixed_is_told(played: None) -> None:
    told = Telling.objects.filter(state="delivered").values_list("improvement").order_by("improvement")
    assert [people for _improvement, people in told.annotate(people=Count("pk"))] == [12, 9, 7]
    assert not Telling.objects.exclude(state="delivered").exists()
    assert {each.state for each in Sending.objects.all()} == {"over"}


def test_who_says_not_yet_finds_their_case_begun_again_at_its_guardian(played: None) -> None:
    said_no = Telling.objects.filter(settled=False).values_list("voice", flat=True)
    open_again = Case.objects.filter(state="open")
    assert sorted(open_again.values_list("voice", flat=True)) == sorted(said_no)
    assert {each.holder_id == each.guardian_id for each in open_again} == {True}
    assert Publication.objects.filter(taken_down_at__isnull=True).count() == 3


def test_the_work_out_is_closed_with_its_minutes_and_something_is_overdue(played: None) -> None:
    meeting = Meeting.objects.select_related("sponsor").get()
    assert (meeting.state, Minutes.objects.get().meeting) == ("closed", meeting)
    overdue = overdue_for(meeting.sponsor, at=NOW)
    assert (len(overdue.unanswered), bool(overdue.silent)) == (1, True)
    assert FollowUp.objects.filter(done_at__isnull=False).count() == 1


def test_titles_are_different_and_enough() -> None:
    told = titles(Random(1), 800)
    assert len(set(told)) == len(told) == 800
