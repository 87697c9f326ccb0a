"""Work-outs: owners before presenting, as many votes as there are, rulings on the spot, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError

from gwidam.change import minutes, verbs
from gwidam.change.minutes import sheet
from gwidam.change.models import FollowUp, Improvement, Meeting, MeetingItem, Minutes
from gwidam.change.queries.meetings import overdue_for, page_of, stage_of
from gwidam.core.actors import POST
from gwidam.core.errors import NotNow, NotValid, NotYours
from gwidam.core.ledger import act, record
from gwidam.core.models import Fact
from gwidam.listen.store import path_of
from gwidam.post.models import Message


@pytest.fixture
def meeting(cast, at):
    """A work-out of Yuna's that Dohyun facilitates, with a team of Jun and Mina."""
    made = verbs.frame_meeting(
        title="가을 워크아웃",
        goal="밤에 끊기는 집을 절반으로",
        scope="인터넷",
        ground_rules="탓하지 않기",
        sponsor=cast.yuna,
        facilitator=cast.dohyun,
        starts_at=at,
        votes_each=2,
        by=cast.dohyun,
        at=at,
    )
    verbs.set_team(meeting=made, name="푸른 조", people=[cast.jun, cast.mina], by=cast.dohyun, at=at)
    return made


@pytest.fixture
def items(cast, at, meeting):
    """Three items, the first two with an owner."""
    owners = (cast.jun, cast.sora, None)
    return [
        verbs.bring_item(meeting=meeting, title=f"고칠 일 {number}", owner=owner, by=cast.jun, at=at)
        for number, owner in enumerate(owners)
    ]


@pytest.fixture
def town(cast, at, meeting, items):
    """The meeting at its town meeting."""
    verbs.open_gallery(meeting=meeting, by=cast.dohyun, at=at)
    verbs.begin_town_meeting(meeting=meeting, by=cast.dohyun, at=at)
    return meeting


def test_the_sponsor_is_an_executive(cast, at):
    with pytest.raises(NotValid):
        verbs.frame_meeting(
            title="가",
            goal="나",
            scope="",
            ground_rules="",
            sponsor=cast.jun,
            facilitator=cast.dohyun,
            starts_at=at,
            by=cast.dohyun,
            at=at,
        )


def test_an_item_is_an_improvement_brought_once(cast, at, meeting, propose):
    goal = propose()
    brought = [verbs.bring_item(meeting=meeting, improvement=goal, by=cast.jun, at=at) for _ in range(2)]
    assert brought[0] == brought[1]
    new = verbs.bring_item(meeting=meeting, title="새로 고칠 일", by=cast.jun, at=at)
    assert (new.improvement.origin, new.improvement.title_ko) == ("meeting", "새로 고칠 일")


def test_nothing_is_presented_before_its_owner_is_named(cast, at, town, items):
    with pytest.raises(NotValid):
        verbs.present(item=items[2], by=cast.dohyun, at=at)
    verbs.name_owner(item=items[2], owner=cast.bora, by=cast.dohyun, at=at)
    verbs.present(item=items[2], by=cast.dohyun, at=at)
    assert Improvement.objects.get(pk=items[2].improvement_id).state == "tabled"


def test_the_database_itself_keeps_an_item_without_owner_from_being_presented(at, items):
    with pytest.raises(IntegrityError, match="owner_named_before_presenting"), act():
        record(_any_fact(items[2]), by=POST, at=at, about="tests")
        MeetingItem.objects.filter(pk=items[2].pk).update(presented_at=at)


def _any_fact(item):
    from gwidam.change.events.meetings import TownMeetingBegun

    return TownMeetingBegun(meeting_id=item.meeting_id)


def test_everybody_has_their_votes_once_each(cast, at, meeting, items):
    verbs.open_gallery(meeting=meeting, by=cast.dohyun, at=at)
    for item in items[:2]:
        assert verbs.vote(item=item, by=cast.jun, at=at)
    with pytest.raises(NotNow, match="2표를 모두"):
        verbs.vote(item=items[2], by=cast.jun, at=at)
    assert not verbs.vote(item=items[0], by=cast.jun, at=at)
    assert verbs.vote(item=items[2], by=cast.jun, at=at)
    verbs.vote(item=items[2], by=cast.mina, at=at)
    with pytest.raises(NotYours):
        verbs.vote(item=items[2], by=cast.charlie, at=at)
    assert [(each.pk, each.votes) for each in stage_of(meeting, at=at).items] == [
        (items[2].pk, 2),
        (items[1].pk, 1),
        (items[0].pk, 0),
    ]
    assert page_of(meeting, cast.jun, at=at).mine == {items[1].pk, items[2].pk}


def test_votes_are_given_in_the_gallery_alone(cast, at, town, items):
    with pytest.raises(NotNow):
        verbs.vote(item=items[0], by=cast.jun, at=at)


def test_the_sponsor_rules_on_the_spot_and_the_clock_stops(cast, at, town, items):
    verbs.present(item=items[0], by=cast.dohyun, at=at)
    verbs.set_clock(meeting=town, run=True, by=cast.dohyun, at=at)
    ruling = verbs.rule_in_meeting(
        item=fresh(items[0]), verdict="yes", by=cast.dohyun, at=at + timedelta(seconds=40)
    )
    goal = Improvement.objects.get(pk=items[0].improvement_id)
    assert (goal.state, goal.owner, ruling.executive) == ("approved", cast.jun, cast.yuna)
    seen = stage_of(Meeting.objects.get(pk=town.pk), at=at + timedelta(seconds=90))
    assert (seen.left, seen.is_running, seen.current.ruling) == (260, False, ruling)


def fresh(item):
    return MeetingItem.objects.get(pk=item.pk)


def test_nobody_else_rules_there(cast, at, town, items):
    with pytest.raises(NotNow):
        verbs.rule_in_meeting(item=items[0], verdict="yes", by=cast.yuna, at=at)
    verbs.present(item=items[0], by=cast.dohyun, at=at)
    with pytest.raises(NotYours):
        verbs.rule_in_meeting(item=fresh(items[0]), verdict="yes", by=cast.jun, at=at)


def test_the_clock_is_one_for_all_and_goes_on_where_it_stood(cast, at, town, items):
    verbs.present(item=items[0], by=cast.dohyun, at=at)

    def left(seconds):
        return stage_of(Meeting.objects.get(pk=town.pk), at=at + timedelta(seconds=seconds)).left

    assert left(10) == 300
    verbs.set_clock(meeting=town, run=True, by=cast.dohyun, at=at)
    assert (left(10), left(310)) == (290, -10)
    verbs.set_clock(meeting=town, run=False, by=cast.dohyun, at=at + timedelta(seconds=60))
    assert left(500) == 240
    verbs.set_clock(meeting=town, run=True, by=cast.dohyun, at=at + timedelta(seconds=500))
    assert left(510) == 230


@pytest.fixture
def closed(cast, at, town, items):
    """Closed: the first item approved, the second to be answered by a date, the third presented and left."""
    verbs.name_owner(item=items[2], owner=cast.bora, by=cast.dohyun, at=at)
    for item in items:
        verbs.present(item=fresh(item), by=cast.dohyun, at=at)
    verbs.rule_in_meeting(item=fresh(items[0]), verdict="yes", reason="바로 합시다", by=cast.yuna, at=at)
    verbs.rule_in_meeting(
        item=fresh(items[1]),
        verdict="more",
        reason="얼마나 드나요?",
        asked_of=cast.sora,
        asked_until=(at + timedelta(days=7)).date(),
        by=cast.yuna,
        at=at,
    )
    meeting = Meeting.objects.get(pk=town.pk)
    verbs.close_meeting(meeting=meeting, by=cast.dohyun, at=at)
    return meeting


def test_the_owner_of_a_yes_is_asked_after_30_60_and_90_days(cast, at, closed):
    assert list(FollowUp.objects.order_by("days").values_list("days", "due_on")) == [
        (days, (at + timedelta(days=days)).date()) for days in (30, 60, 90)
    ]
    due = at + timedelta(days=30)
    assert [verbs.tick(at=due - timedelta(hours=3)), verbs.tick(at=due), verbs.tick(at=due)] == [0, 1, 0]
    fact = Fact.objects.get(kind="change.FollowUpDue")
    from gwidam import reacting

    reacting.ask_follow_up(fact)
    assert Message.objects.get(template="follow_up").reader == cast.jun.actor
    first = FollowUp.objects.get(days=30)
    with pytest.raises(NotYours):
        verbs.follow_up(row=first, result="됐어요", by=cast.mina, at=due)
    verbs.follow_up(row=first, result="절반으로 줄었습니다.", by=cast.jun, at=due)
    assert verbs.tick(at=due + timedelta(days=5)) == 0
    with pytest.raises(NotNow):
        verbs.follow_up(row=first, result="또", by=cast.jun, at=due)


def test_what_is_overdue_stays_on_the_sponsors_desk(cast, at, closed, items):
    seen = overdue_for(cast.yuna, at=at)
    assert ([each.pk for each in seen.unruled], seen.unanswered, seen.silent) == ([items[2].pk], (), ())
    later = overdue_for(cast.yuna, at=at + timedelta(days=40))
    assert [each.pk for each in later.unanswered] == [items[1].improvement_id]
    assert [each.days for each in later.silent] == [30]
    assert not overdue_for(cast.dohyun, at=at + timedelta(days=40))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_minutes_write_themselves_once_in_letters_they_carry_along(cast, at, closed, language):
    made = [minutes.write_minutes(meeting_id=closed.pk, language=language, by=POST, at=at) for _ in range(2)]
    assert made[0] == made[1] == Minutes.objects.get()
    written = path_of(made[0].sha256).read_bytes()
    assert written.startswith(b"%PDF-")
    assert (b"Pretendard" in written, b"FontFile2" in written) == (True, True)


def test_the_minutes_say_what_was_ruled_and_what_was_left(cast, closed):
    lines = [text for _style, text in minutes.lines_of(closed, "ko")]
    said = ["바로 합시다", "더 알아보기", "결정을 기다립니다.", "탓하지 않기"]
    assert [each for each in said if each in lines] == said


def test_only_the_pieces_of_letters_that_the_words_need_are_taken():
    latin = sheet.pieces_for("minutes")
    assert len(latin) == 1
    assert 1 < len(sheet.pieces_for("회의록 minutes")) < 10


def test_a_meeting_is_closed_once_and_then_stands(cast, at, closed, items):
    for doing in (
        lambda: verbs.close_meeting(meeting=closed, by=cast.dohyun, at=at),
        lambda: verbs.bring_item(meeting=closed, title="더", by=cast.jun, at=at),
        lambda: verbs.present(item=fresh(items[0]), by=cast.dohyun, at=at),
    ):
        with pytest.raises(NotNow):
            doing()
