"""The campaign of the demo, a tenth as large: from what was handed in to what is fixed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import override_settings

from gwidam.change.models import FollowUp, Idea, Improvement, Meeting, Minutes
from gwidam.change.queries.meetings import overdue_for
from gwidam.demo import campaign
from gwidam.demo.build import FOUNDED_BEFORE
from gwidam.demo.company import found
from gwidam.demo.days import Days
from gwidam.demo.texts import texts
from gwidam.own.models import Case
from gwidam.post.models import Message
from tests.demo.test_build import NOW, empty_house

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.fixture(scope="module")
def played(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[None]:
    """A company, and a campaign of 80 ideas on its way through it."""
    sizes = pytest.MonkeyPatch()
    for name, size in (("MANY", 80), ("TAKEN", 6), ("BROUGHT", 6), ("RELEASED", 3)):
        sizes.setattr(campaign, name, size)
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
    assert {state: states.count(state) for state in set(states)} == {"accepted": 3, "done": 3, "declined": 74}
    assert Improvement.objects.filter(state="released").count() == 3


def test_everybody_was_answered_in_time_and_their_case_is_closed(played: None) -> None:
    assert set(Case.objects.values_list("state", flat=True)) == {"closed"}
    assert not Message.objects.filter(state="queued").exists()


def test_the_work_out_is_closed_with_its_minutes_and_something_is_overdue(played: None) -> None:
    meeting = Meeting.objects.select_related("sponsor").get()
    assert (meeting.state, Minutes.objects.get().meeting) == ("closed", meeting)
    overdue = overdue_for(meeting.sponsor, at=NOW)
    assert (len(overdue.unanswered), bool(overdue.silent)) == (1, True)
    assert FollowUp.objects.filter(done_at__isnull=False).count() == 1


def test_titles_are_different_and_enough(played: None) -> None:
    from random import Random

    told = campaign.titles(Random(1))
    assert len(set(told)) == len(told) == 80
