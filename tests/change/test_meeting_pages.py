"""The pages of work-outs: the frame, the gallery, the screen in the room, the minutes, the sponsor's desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from gwidam import reacting
from gwidam.change import verbs
from gwidam.change.models import FollowUp, Improvement, Meeting, MeetingItem
from gwidam.core.memory import forget
from gwidam.core.models import Fact
from tests.own.pages.steps import sign_in


@pytest.fixture
def meeting(cast):
    """A work-out of Yuna's that Dohyun facilitates."""
    at = timezone.now()
    made = verbs.frame_meeting(
        title="가을 워크아웃",
        goal="밤에 끊기는 집을 절반으로",
        scope="",
        ground_rules="",
        sponsor=cast.yuna,
        facilitator=cast.dohyun,
        starts_at=at,
        by=cast.dohyun,
        at=at,
    )
    verbs.set_team(meeting=made, name="푸른 조", people=[cast.jun], by=cast.dohyun, at=at)
    return made


@pytest.fixture
def dohyun(cast):
    return sign_in(cast.dohyun)


def shown(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_the_whole_work_out_by_its_pages(cast, meeting, dohyun):
    path, jun, yuna = f"/meetings/{meeting.pk}", sign_in(cast.jun), sign_in(cast.yuna)
    assert jun.post(f"{path}/items", {"what": "밤 점검 미리 알리기", "team": "", "person": ""}).status_code == 302
    item = MeetingItem.objects.get()
    assert dohyun.post(f"{path}/gallery").status_code == 302
    jun.post(f"{path}/items/{item.pk}/vote")
    assert dohyun.post(f"{path}/town-meeting").headers["Location"] == f"{path}/stage"
    assert dohyun.post(f"{path}/stage/current", {"item": item.pk}).status_code == 422
    assert dohyun.post(f"{path}/items/{item.pk}/owner", {"person": "이준"}).status_code == 302
    assert dohyun.post(f"{path}/stage/current", {"item": item.pk}).status_code == 302
    dohyun.post(f"{path}/stage/clock", {"do": "start"})
    screen = shown(jun, f"{path}/stage")
    assert ("밤 점검 미리 알리기" in screen, 'data-running="1"' in screen, "stage-keys" in screen) == (
        True,
        True,
        False,
    )
    assert jun.post(f"{path}/items/{item.pk}/ruling", {"verdict": "yes"}).status_code == 403
    ruled = yuna.post(f"{path}/items/{item.pk}/ruling", {"verdict": "yes", "reason": "바로 합시다"})
    assert (ruled.status_code, ruled["Location"]) == (302, f"{path}/stage")
    assert 'data-verdict="yes"' in shown(jun, f"{path}/stage")
    assert (Improvement.objects.get().state, Improvement.objects.get().owner) == ("approved", cast.jun)
    assert dohyun.get(f"{path}/minutes").status_code == 302
    dohyun.post(f"{path}/closing")
    reacting.write_minutes(Fact.objects.get(kind="change.MeetingClosed"))
    answer = jun.get(f"{path}/minutes")
    assert (answer["Content-Type"], b"".join(answer)[:5]) == ("application/pdf", b"%PDF-")


def test_only_who_runs_it_moves_it(cast, meeting):
    jun = sign_in(cast.jun)
    for noun in ("gallery", "town-meeting", "closing", "stage/current", "stage/clock", "teams"):
        assert jun.post(f"/meetings/{meeting.pk}/{noun}").status_code == 403


def test_a_meeting_is_called_by_its_page(cast, dohyun):
    told = {"title": "겨울 워크아웃", "goal": "절반으로", "sponsor": cast.yuna.pk, "starts_at": "2026-12-01T10:00"}
    told |= {"votes_each": 4, "minutes_each": 5, "person": "강도현"}
    assert dohyun.post("/meetings/new", {**told, "goal": ""}).status_code == 422
    assert dohyun.post("/meetings/new", told).status_code == 302
    made = Meeting.objects.get()
    assert (made.sponsor, made.facilitator, made.seconds_each) == (cast.yuna, cast.dohyun, 300)
    assert "겨울 워크아웃" in shown(dohyun, "/meetings")


def test_the_page_runs_as_many_queries_for_fifty_items_as_for_five(cast, meeting, dohyun):
    at, counts = timezone.now(), {}
    for path in (f"/meetings/{meeting.pk}", f"/meetings/{meeting.pk}/stage"):
        for upto in (5, 50):
            for number in range(meeting.items.count(), upto):
                verbs.bring_item(meeting=meeting, title=f"일 {number}", owner=cast.jun, by=cast.jun, at=at)
            forget()
            dohyun.get("/me")
            with CaptureQueriesContext(connection) as asked:
                shown(dohyun, path)
            counts.setdefault(path, set()).add(len(asked))
    assert [len(each) for each in counts.values()] == [1, 1]


def test_the_sponsor_sees_on_their_first_page_what_is_overdue(cast, meeting, dohyun):
    at = timezone.now()
    item = verbs.bring_item(meeting=meeting, title="밤 점검", owner=cast.jun, by=cast.jun, at=at)
    verbs.open_gallery(meeting=meeting, by=cast.dohyun, at=at)
    verbs.begin_town_meeting(meeting=meeting, by=cast.dohyun, at=at)
    verbs.present(item=item, by=cast.dohyun, at=at)
    yuna = sign_in(cast.yuna)
    assert 'id="overdue"' not in shown(yuna, "/pulse")
    verbs.close_meeting(meeting=meeting, by=cast.dohyun, at=at)
    page = shown(yuna, "/pulse")
    assert ('id="overdue"' in page, "밤 점검" in page) == (True, True)
    assert 'id="overdue"' not in shown(dohyun, "/pulse")


def test_an_owner_says_what_came_of_it_by_the_page(cast, meeting, dohyun):
    at = timezone.now() - timedelta(days=31)
    item = verbs.bring_item(meeting=meeting, title="밤 점검", owner=cast.jun, by=cast.jun, at=at)
    verbs.open_gallery(meeting=meeting, by=cast.dohyun, at=at)
    verbs.begin_town_meeting(meeting=meeting, by=cast.dohyun, at=at)
    verbs.present(item=item, by=cast.dohyun, at=at)
    verbs.rule_in_meeting(item=MeetingItem.objects.get(), verdict="yes", by=cast.yuna, at=at)
    verbs.close_meeting(meeting=meeting, by=cast.dohyun, at=at)
    row = FollowUp.objects.get(days=30)
    path = f"/meetings/{meeting.pk}/follow-ups/{row.pk}"
    jun = sign_in(cast.jun)
    assert jun.post(path, {"result": ""}).status_code == 422
    assert jun.post(path, {"result": "절반으로 줄었습니다."}).status_code == 302
    assert "절반으로 줄었습니다." in shown(dohyun, f"/meetings/{meeting.pk}")


@pytest.mark.parametrize(("days_ago", "asked"), [(29, []), (30, [30]), (60, [30, 60]), (90, [30, 60, 90])])
def test_the_page_asks_what_came_of_a_yes_only_from_the_day_it_is_due(cast, meeting, dohyun, days_ago, asked):
    at = timezone.now() - timedelta(days=days_ago)
    item = verbs.bring_item(meeting=meeting, title="밤 점검", owner=cast.jun, by=cast.jun, at=at)
    verbs.open_gallery(meeting=meeting, by=cast.dohyun, at=at)
    verbs.begin_town_meeting(meeting=meeting, by=cast.dohyun, at=at)
    verbs.present(item=item, by=cast.dohyun, at=at)
    verbs.rule_in_meeting(item=MeetingItem.objects.get(), verdict="yes", by=cast.yuna, at=at)
    verbs.close_meeting(meeting=meeting, by=cast.dohyun, at=at)
    page = shown(dohyun, f"/meetings/{meeting.pk}")
    rows = {row.days: f'href="/meetings/{meeting.pk}/follow-ups/{row.pk}"' for row in FollowUp.objects.all()}
    assert sorted(days for days, link in rows.items() if link in page) == asked
    dates = [date_format(row.due_on, "SHORT_DATE_FORMAT") for row in FollowUp.objects.all()]
    assert [day for day in dates if day not in page] == []
