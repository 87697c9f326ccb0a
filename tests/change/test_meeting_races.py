"""Two votes at once with one left: one is counted. Without the lock both would be."""

from __future__ import annotations

import time

import pytest

from gwidam.change import verbs
from gwidam.change.models import GalleryVote, Meeting
from gwidam.change.verbs import meetings
from gwidam.core.errors import NotNow
from tests.racing import race, wins

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 3


def gallery(cast, at):
    """A gallery with two items and one vote for Jun."""
    meeting = verbs.frame_meeting(
        title="워크아웃",
        goal="절반으로",
        scope="",
        ground_rules="",
        sponsor=cast.yuna,
        facilitator=cast.dohyun,
        starts_at=at,
        votes_each=1,
        by=cast.dohyun,
        at=at,
    )
    verbs.set_team(meeting=meeting, name="조", people=[cast.jun], by=cast.dohyun, at=at)
    items = [verbs.bring_item(meeting=meeting, title=f"일 {n}", by=cast.jun, at=at) for n in range(2)]
    verbs.open_gallery(meeting=meeting, by=cast.dohyun, at=at)
    return items


def vote_at_once(cast, at):
    items = gallery(cast, at)
    outcomes = race(*(lambda item=item: verbs.vote(item=item, by=cast.jun, at=at) for item in items))
    return outcomes, GalleryVote.objects.filter(item__in=items).count()


def test_nobody_gives_more_votes_than_they_have(cast, at):
    for _ in range(ROUNDS):
        outcomes, given = vote_at_once(cast, at)
        assert (wins(outcomes), given) == (1, 1)
        assert [type(each) for each in outcomes if isinstance(each, Exception)] == [NotNow]


def test_control_without_the_lock_both_votes_are_taken(cast, at, monkeypatch):
    def unlocked(meeting, doing):
        found = Meeting.objects.get(pk=meeting.pk)
        time.sleep(0.1)  # so that both have looked before either votes
        return found

    counting = GalleryVote.objects.filter

    def slow(*args, **kwargs):
        found = counting(*args, **kwargs)
        if set(kwargs) == {"participant"}:
            count = found.count()
            time.sleep(0.1)
            found.count = lambda: count
        return found

    monkeypatch.setattr(meetings, "locked", unlocked)
    monkeypatch.setattr(GalleryVote.objects, "filter", slow)
    outcomes, given = vote_at_once(cast, at)
    assert (wins(outcomes), given) == (2, 2)
