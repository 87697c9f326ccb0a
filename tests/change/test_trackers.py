"""Issue trackers, against a server that speaks like GitHub and Jira: made once, refused in words, without customers."""

from __future__ import annotations

import base64
import socket
from datetime import timedelta
from ipaddress import ip_network

import pytest
from django.utils import timezone

from gwidam.change import verbs
from gwidam.change.models import Tracker, TrackerIssue
from gwidam.change.queries.issues import can_ask
from gwidam.change.rules.trackers import FAILURES
from gwidam.change.trackers import asking, making, polling
from gwidam.change.trackers.words import own_words, text_of, without_private
from gwidam.change.verbs.trackers import connect_tracker, prepare_tracker
from gwidam.core import failing
from gwidam.core.errors import NotNow, NotValid
from gwidam.core.models import Fact
from tests.own.pages.steps import HTMX, sign_in

from .tracker_steps import KINDS, fresh, hook, kinds_of_facts
from .trackers_there import github


def test_a_tracker_on_the_own_network_is_not_called_unless_the_network_is_named(there, connect, at, settings):
    tracker = connect()
    settings.OUTBOUND_NETWORKS = ()
    assert asking.look(tracker, at=at) == "closed"
    assert there.asked == []
    settings.OUTBOUND_NETWORKS = (ip_network("127.0.0.0/8"),)
    assert asking.look(tracker, at=at) == ""


# Made --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "key", "url", "path"),
    [
        ("github", "41", "https://git.example/o/r/issues/41", "/repos/o/r/issues"),
        ("jira", "FIX-41", "{there}/browse/FIX-41", "/rest/api/2/issue"),
        ("server", "FIX-41", "{there}/browse/FIX-41", "/rest/api/2/issue"),
    ],
)
def test_an_approved_improvement_becomes_an_issue_once(at, there, done, kind, key, url, path):
    issue = done(kind)
    assert making.make_due(at=at + timedelta(days=1)) == 0
    assert (issue.key, issue.url, issue.tick_at) == (key, url.format(there=there.url), None)
    assert there.paths("POST") == [path]
    assert kinds_of_facts(issue) == ["IssueAsked", "IssueMade"]
    assert issue.tracker.succeeded_at == at


@pytest.mark.parametrize(
    ("kind", "proof"),
    [
        ("github", "Bearer t0k"),
        ("jira", "Basic " + base64.b64encode(b"bot@daon.example:t0k").decode()),
        ("server", "Bearer t0k"),
    ],
)
def test_whoever_asks_is_proven_as_each_kind_wants_it(there, done, kind, proof):
    done(kind)
    assert there.asked[0][2]["Authorization"] == proof


@pytest.mark.parametrize("kind", KINDS)
def test_an_issue_whose_answer_was_lost_is_found_again_and_not_made_twice(at, there, asked, kind):
    issue = asked(kind)
    there.swallows, there.page = True, 1
    there.make("other", "Another", "Another", ["gwidam"])
    assert making.make_due(at=at) == 1
    assert (fresh(issue).key, fresh(issue).failed, len(there.issues)) == ("", "away", 2)
    there.swallows = False
    making.make_due(at=at + timedelta(hours=1))
    assert (fresh(issue).key.removeprefix("FIX-"), fresh(issue).failed, len(there.issues)) == ("42", "", 2)


@pytest.mark.parametrize("kind", KINDS)
def test_whoever_is_killed_between_making_and_knowing_is_followed_by_somebody_who_looks_first(
    at, there, asked, monkeypatch, kind
):
    issue = asked(kind)

    def die(**_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as killed:
        killed.setattr(making, "issue_made", die)
        with pytest.raises(KeyboardInterrupt):
            making.make_due(at=at)
    assert making.make_due(at=at + timedelta(seconds=60)) == 0  # the lease of the dead still runs
    assert making.make_due(at=at + timedelta(seconds=91)) == 1
    assert (len(there.issues), fresh(issue).tries) == (1, 2)
    assert fresh(issue).key.removeprefix("FIX-") == "41"


def test_control_without_looking_first_there_are_two(at, there, asked, monkeypatch):
    asked()
    monkeypatch.setattr(making, "_found", lambda *_: None)
    there.swallows = True
    making.make_due(at=at)
    there.swallows = False
    making.make_due(at=at + timedelta(hours=1))
    assert len(there.issues) == 2


def test_only_what_was_approved_becomes_an_issue_and_asking_twice_is_once(cast, at, propose, asked, connect):
    issue = asked()
    again = verbs.ask_issue(improvement=issue.improvement, tracker=issue.tracker, by=cast.jun, at=at)
    assert (again.pk, TrackerIssue.objects.count()) == (issue.pk, 1)
    with pytest.raises(NotNow):
        verbs.ask_issue(improvement=propose("다른 개선"), tracker=issue.tracker, by=cast.jun, at=at)


def test_what_was_begun_again_meanwhile_is_not_made(cast, at, there, asked):
    issue = asked()
    verbs.reopen(improvement=issue.improvement, why="다시", by=cast.dohyun, at=at)
    making.make_due(at=at)
    assert (there.issues, fresh(issue).tick_at) == ([], None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"url": "ftp://x"},
        {"url": "http://x/?a=b"},
        {"project": 'r" OR 1=1'},
        {"project": "../o/r"},
        {"project": "o/.."},
        {"token": "a\r\nX: y"},
        {"token": " "},
    ],
)
def test_a_tracker_is_connected_with_all_it_needs(connect, wrong):
    with pytest.raises(NotValid):
        connect(**wrong)


def test_a_tracker_of_another_kind_is_none(cast, at, there):
    told = {"url": there.url, "project": "o/r", "account": "", "token": "t0k", "by": cast.oksu, "at": at}
    with pytest.raises(NotValid):
        verbs.connect_tracker(kind="other", **told)


# What leaves ---------------------------------------------------------------------------------------------------


def test_an_issue_says_number_words_reach_and_link_and_nothing_of_a_customer(cast, at, there, asked, settings):
    settings.PUBLIC_URL = "https://voc.daon.example"
    issue = asked()
    said = "밤 11시마다 인터넷이 끊겨요. 010-1234-5678로 전화 주세요."
    voice = cast.voice(said, name="김서연", email="seoyeon@home.example").voice
    verbs.link(improvement=issue.improvement, voice=voice, via="page", by=cast.mina, at=at)
    internal = f"교환기 점검 시간을 옮긴다\n{said}\n담당: 010-9999-8888"
    verbs.reword(
        improvement=issue.improvement,
        words={"title_ko": issue.improvement.title_ko, "internal": internal},
        by=cast.dohyun,
        at=at,
    )
    making.make_due(at=at)
    sent = there.asked[0][3]
    number = issue.improvement.number
    assert sent["title"] == f"{number} 밤에 인터넷이 끊기지 않게"
    assert sent["body"] == (
        "교환기 점검 시간을 옮긴다\n담당: ···\n\n"
        "1명이 바랍니다 · 말씀 1건\n\n"
        f"누가 바랐고, 무엇을 결정했고, 누구에게 알리는지: https://voc.daon.example/improvements/{number}\n\n"
        f"<!-- {issue.mark} -->"
    )


@pytest.mark.parametrize(
    ("text", "said", "kept"),
    [
        ("밤마다 끊겨서 일을 못 해요", ["밤마다  끊겨서 일을 못 해요!"], ""),
        (
            "제보: 밤마다 끊겨서 일을 못 해요\n회선을 바꾼다",
            ["안녕하세요. 밤마다 끊겨서 일을 못 해요."],
            "회선을 바꾼다",
        ),
        ("회선을 바꾼다", ["회선"], "회선을 바꾼다"),
        ("회선을 바꾼다", [], "회선을 바꾼다"),
    ],
)
def test_what_customers_said_stays_in_the_house(text, said, kept):
    assert own_words(text, said) == kept


def test_what_is_private_is_hidden_in_any_line():
    said = "문의 a@b.example\n880101-1234567\n880101-*******\n4111-****-****-1111 로"
    assert without_private(said) == "문의 ···\n···\n···\n··· 로"


# Refused ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "headers", "failure", "again"),
    [
        (401, {}, "stranger", timedelta(minutes=2)),
        (403, {}, "forbidden", timedelta(minutes=2)),
        (403, {"Retry-After": "90"}, "limited", timedelta(seconds=90)),
        (429, {"Retry-After": "5"}, "limited", timedelta(minutes=1)),
        (404, {}, "missing", timedelta(minutes=2)),
        (410, {}, "missing", timedelta(minutes=2)),
        (422, {}, "refused", timedelta(minutes=2)),
        (302, {"Location": "http://127.0.0.1:1/"}, "odd", timedelta(minutes=2)),
        (503, {}, "broken", timedelta(minutes=2)),
    ],
)
def test_a_refusal_is_told_in_words_and_tried_again(at, there, asked, status, headers, failure, again):
    issue = asked()
    there.refusals = [(status, headers)]
    making.make_due(at=at)
    row = fresh(issue)
    assert (row.failed, row.tick_at, row.tracker.failed) == (failure, at + again, failure)
    assert [str(row.failure), str(row.tracker.failure)] == [FAILURES[failure].ko] * 2
    assert (row.tracker.failed_at, row.tracker.succeeded_at) == (at, None)
    making.make_due(at=at + again)
    assert (fresh(issue).key, fresh(issue).tracker.failed) == ("41", "")
    assert kinds_of_facts(issue) == ["IssueAsked", "IssueFailed", "IssueMade"]


def test_a_limit_until_a_moment_rests_the_whole_tracker(cast, at, there, asked, brought):
    issue = asked()
    until = at + timedelta(minutes=30)
    there.refusals = [(403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(int(until.timestamp()))})]
    making.make_due(at=at)
    other = verbs.ask_issue(improvement=brought("approved"), tracker=issue.tracker, by=cast.jun, at=at)
    assert making.make_due(at=until - timedelta(seconds=1)) == 0
    assert polling.poll_due(at=until - timedelta(seconds=1)) == 0
    assert making.make_due(at=until) == 2
    assert {fresh(issue).key, fresh(other).key} == {"41", "42"}


@pytest.mark.parametrize(("tries", "minutes"), [(1, 2), (2, 4), (5, 32), (6, 60), (10_000, 60)], ids=str)
def test_what_fails_is_tried_less_and_less_often(at, tries, minutes):
    assert failing.again_at("away", tries, {}, at=at) == at + timedelta(minutes=minutes)


def test_a_rest_is_never_longer_than_a_day_whatever_the_tracker_says(at):
    for headers in ({"retry-after": "9" * 40}, {"x-ratelimit-reset": "99999999999"}):
        assert failing.again_at("limited", 1, headers, at=at) == at + timedelta(hours=24)
    assert failing.again_at("limited", 1, {"retry-after": "tomorrow"}, at=at) == at + timedelta(minutes=2)


def test_a_tracker_that_is_away_is_said(at, there, asked):
    issue = asked()
    making.make_issue(issue=_at_a_closed_port(issue), at=at)
    assert (fresh(issue).failed, fresh(issue).tracker.failed) == ("away", "away")


def _at_a_closed_port(issue):
    found = TrackerIssue.objects.select_related("tracker", "improvement__reach", "asked_by").get(pk=issue.pk)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found.tracker.url = f"http://127.0.0.1:{taken.getsockname()[1]}"
    return found


# Pages ----------------------------------------------------------------------------------------------------------


def test_a_tracker_that_is_only_set_up_is_asked_nothing_and_offered_to_nobody(cast, at, brought):
    first = prepare_tracker(kind="jira", url="https://t.example", project="FIX", by=cast.dohyun, at=at)
    again = prepare_tracker(kind="jira", url="https://t.example/", project="FIX", by=cast.dohyun, at=at)
    improvement = brought("approved")
    assert (first.pk, first.is_connected, can_ask(improvement, ())) == (again.pk, False, False)
    assert Fact.objects.filter(kind="change.TrackerPrepared").count() == 1
    connected = connect_tracker(
        kind="jira", url="https://t.example", project="FIX", account="", token="t", by=cast.dohyun, at=at
    )
    assert (connected.pk, connected.is_connected, can_ask(improvement, ())) == (first.pk, True, True)


def test_an_operator_connects_tries_renews_and_disconnects_by_the_pages(cast, there):
    oksu = sign_in(cast.oksu)
    told = {"kind": "jira", "url": there.url, "project": "FIX", "account": "", "token": "t0k"}
    assert oksu.post("/trackers", {**told, "project": "fix"}).status_code == 422
    page = oksu.post("/trackers", told).content.decode()
    tracker = Tracker.objects.get()
    assert (tracker.secret in page, "t0k" in page, f"/trackers/{tracker.pk}/hook" in page) == (True, False, True)
    assert tracker.secret not in oksu.get("/trackers").content.decode()
    there.refusals = [(401, {})]
    assert oksu.post(f"/trackers/{tracker.pk}/trial").status_code == 302
    page = oksu.get("/trackers").content.decode()
    assert (str(FAILURES["stranger"]) in page, "마지막 대답" in page) == (True, True)
    renewed = oksu.post(f"/trackers/{tracker.pk}/secret").content.decode()
    assert (Tracker.objects.get().secret in renewed, tracker.secret in renewed) == (True, False)
    assert oksu.post(f"/trackers/{tracker.pk}/end").status_code == 302
    assert hook(Tracker.objects.get(), "jira", {}).status_code == 404
    assert sign_in(cast.dohyun).get("/trackers").status_code == 403


def test_token_and_secret_are_sealed_in_the_database(connect):
    from django.db import connection

    tracker = connect()
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM change_tracker t")
        row = cursor.fetchone()[0]
    assert (b"t0k".hex() in row, tracker.secret.encode().hex() in row) == (False, False)


def test_the_owner_asks_for_an_issue_and_sees_what_it_says_with_one_button(cast, at, brought, connect, there):
    tracker = connect()
    improvement = brought("in_work")
    path = f"/improvements/{improvement.number}"
    jun, mina = sign_in(cast.jun), sign_in(cast.mina)
    shown = jun.get(f"{path}/issue", **HTMX).content.decode()
    assert text_of(improvement).splitlines()[0] in shown
    assert mina.post(f"{path}/issue", {"tracker": tracker.pk}).status_code == 403
    assert jun.post(f"{path}/issue", {"tracker": tracker.pk}).status_code == 302
    making.make_due(at=timezone.now())
    hook(tracker, "github", github(there.change(41, timezone.now(), state="closed")))
    page = jun.get(path).content.decode()
    assert ("거기서 닫았습니다. 달라졌나요?" in page, f'href="{path}/release"' in page) == (True, True)
    issue = TrackerIssue.objects.get()
    assert mina.post(f"{path}/issues/{issue.pk}/aside").status_code == 403
    assert jun.post(f"{path}/issues/{issue.pk}/aside").status_code == 302
    assert "거기서 닫았습니다. 달라졌나요?" not in jun.get(path).content.decode()
