"""The networks as doors of a house: what is said there is a voice with a case, and its answer goes back there, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from gwidam.core.errors import NotValid
from gwidam.listen.connectors import stepping
from gwidam.listen.ears.polling import listen_due
from gwidam.listen.models import Ear, Hearing, Voice
from gwidam.listen.verbs import open_ear
from gwidam.own import letters
from gwidam.own import verbs as own
from gwidam.own.models import Answer, Case
from gwidam.own.views.composing import doors_of
from gwidam.post.models import Line, Message
from gwidam.post.verbs import connect_line, send_due
from tests.cast import NOW, SETUP

from . import bluesky_there, mastodon_there, x_there
from .served import There, serving
from .test_feed import Blog

MINUTE = timedelta(minutes=1)
GIVEN: dict[str, dict[str, str]] = {
    "mastodon": {"token": "s3cret-token"},
    "bluesky": {"account": "gwidam.example", "password": "s3cret-password"},
    "x": x_there.SECRETS,
    "feed": {},
}

Opens = Callable[..., Any]


@pytest.fixture
def opened(cast: Any, settings: Any) -> Iterator[Opens]:
    """Connects a service, and opens ears of these kinds by it."""
    settings.OUTBOUND_NETWORKS, settings.OUTBOUND_HTTP = (ip_network("127.0.0.0/8"),), True
    with ExitStack() as stack:

        def open_(kind: str, service: There, *ears: str) -> Any:
            service.now = NOW
            there = stack.enter_context(serving(service))
            url = there.url + ("/comments/feed" if kind == "feed" else "")
            line = connect_line(kind=kind, name="귀담", given={"url": url, **GIVEN[kind]}, by=SETUP, at=NOW)
            for ear in ears or (kind,):
                open_ear(channel=cast.api, kind=ear, line=line, by=SETUP, at=NOW)
            return there

        yield open_
    stepping._SESSIONS.clear()


def listened(at: datetime) -> None:
    """Every ear looks."""
    Ear.objects.update(poll_at=at)
    listen_due(at=at)


def answered(case: Case, *, at: datetime = NOW, text: str = "바로 바꿔 드리겠습니다.", **more: Any) -> Answer:
    given = own.answer(case=case, text=text, by=case.guardian, at=at, **more)
    letters.answer(given, at=at)
    return given


def test_a_mention_is_a_voice_with_a_case_and_its_answer_stands_below_it(opened: Opens) -> None:
    there = opened("mastodon", mastodon_there.Mastodon())
    number = there.say("<p>문이 안 열려요</p>", visibility="unlisted")
    listened(NOW)
    case = Case.objects.get()
    hearing = Hearing.objects.get()
    assert (case.voice.text, case.voice.language, hearing.is_public) == ("문이 안 열려요", "ko", True)
    assert hearing.url == f"https://mina.example/@mina/{number}"
    answered(case)
    send_due(at=NOW)
    answered(case, is_public=True)
    send_due(at=NOW)
    assert [(each["visibility"], each["in_reply_to_id"]) for each in there.ours] == [
        ("direct", number),
        ("unlisted", number),
    ]
    assert list(Message.objects.values_list("state", flat=True)) == ["sent", "sent"]


def test_what_was_said_to_us_alone_is_never_answered_in_public(opened: Opens) -> None:
    there = opened("mastodon", mastodon_there.Mastodon())
    there.say("<p>조용히 묻습니다</p>", visibility="direct")
    listened(NOW)
    case = Case.objects.get()
    with pytest.raises(NotValid):
        answered(case, is_public=True)
    answered(case)
    send_due(at=NOW)
    assert [each["visibility"] for each in there.ours] == ["direct"]


def test_the_form_offers_both_ways_only_to_what_was_said_in_public() -> None:
    alone, in_public = "line", "in_public"
    assert [door for door, _label in doors_of([], by_line="귀담", is_public=True)][:2] == [alone, in_public]
    assert in_public not in [door for door, _label in doors_of([], by_line="귀담")]
    assert in_public not in [door for door, _label in doors_of([], is_public=True)]


def test_an_answer_is_public_where_the_form_says_so(opened: Opens, client: Client) -> None:
    there = opened("mastodon", mastodon_there.Mastodon())
    there.say("<p>문이 안 열려요</p>")
    listened(NOW)
    case = Case.objects.get()
    client.force_login(case.guardian)
    page = client.get(reverse("own:case", args=[case.receipt])).content.decode()
    assert ('value="line" id="door-line" checked' in page, 'value="in_public"' in page) == (True, True)
    assert f'href="{Hearing.objects.get().url}"' in page
    for door in ("line", "in_public"):
        said = client.post(reverse("own:answers", args=[case.receipt]), {"text": f"답 {door}", "door": door})
        assert said.status_code == 302
    assert list(Answer.objects.order_by("pk").values_list("door", "is_public")) == [
        ("line", False),
        ("line", True),
    ]


def test_a_page_that_fails_holds_the_cursor_and_a_limit_is_rested_for(opened: Opens) -> None:
    there = opened("mastodon", mastodon_there.Mastodon())
    there.say("<p>먼저</p>")
    listened(NOW)
    for n in range(4):
        there.say(f"<p>말 {n}</p>")
    there.refusals = [None, (502, {}, b"")]
    listened(NOW + MINUTE)
    ear = Ear.objects.get()
    assert (ear.failed, Voice.objects.count()) == ("broken", 3)
    reset = (NOW + 20 * MINUTE).isoformat()
    there.refusals = [(429, {"X-RateLimit-Reset": reset}, {})]
    listened(NOW + 2 * MINUTE)
    ear = Ear.objects.get()
    assert (ear.failed, ear.rest_until) == ("limited", NOW + 20 * MINUTE)
    listened(NOW + 19 * MINUTE)
    assert Voice.objects.count() == 3
    listened(NOW + 21 * MINUTE)
    assert sorted(Voice.objects.values_list("text", flat=True)) == ["말 0", "말 1", "말 2", "말 3", "먼저"]
    assert Ear.objects.get().failed == ""


def test_what_its_writer_deleted_is_erased_here(opened: Opens) -> None:
    there = opened("mastodon", mastodon_there.Mastodon())
    kept, deleted = there.say("<p>남길 말</p>"), there.say("<p>지울 말</p>")
    listened(NOW)
    there.delete(deleted)
    listened(NOW + MINUTE)
    assert Voice.objects.filter(erased_at__isnull=True).count() == 2  # it was looked a minute ago
    listened(NOW + 16 * MINUTE)
    listened(NOW + 32 * MINUTE)
    assert sorted(Voice.objects.values_list("text", flat=True)) == ["", "남길 말"]
    assert kept in there.statuses


def test_what_cannot_be_looked_at_again_is_not_taken_for_gone(
    opened: Opens, caplog: pytest.LogCaptureFixture
) -> None:
    there = opened("mastodon", mastodon_there.Mastodon())
    there.say("<p>남길 말</p>")
    listened(NOW)
    there.refusals = [None, (403, {}, {"error": "This action is outside the authorized scopes"})]
    listened(NOW + 16 * MINUTE)
    assert (Voice.objects.get().text, "outside the authorized scopes" in caplog.text) == ("남길 말", True)


@pytest.mark.parametrize(
    ("kind", "service", "ear"),
    [
        ("mastodon", mastodon_there.Mastodon, "mastodon"),
        ("bluesky", bluesky_there.Bluesky, "bluesky"),
        ("x", x_there.X, "x"),
    ],
)
@pytest.mark.parametrize("is_public", [True, False])
def test_an_answer_whose_confirmation_was_lost_is_there_once(
    opened: Opens, kind: str, service: Any, ear: str, is_public: bool
) -> None:
    there = opened(kind, service(), ear)
    there.say("문이 안 열려요")
    listened(NOW)
    answered(Case.objects.get(), is_public=is_public)
    there.swallows = 1
    send_due(at=NOW)
    message = Message.objects.get()
    assert message.state == "queued"
    there.keys = {}  # what a server remembers of a key it forgets in time
    assert message.next_try_at is not None
    there.now = NOW
    send_due(at=message.next_try_at + 5 * MINUTE)
    assert Message.objects.get().state == "sent"
    written = getattr(there, "written", [])
    private = [each for each in getattr(there, "messages", {}).values() if each["sender_id"] == x_there.US]
    assert len(getattr(there, "ours", [])) + len(getattr(there, "records", {})) + len(written) + len(private) == 1


@pytest.mark.parametrize(
    ("kind", "service"),
    [("mastodon", mastodon_there.Mastodon), ("bluesky", bluesky_there.Bluesky), ("x", x_there.X)],
)
@pytest.mark.parametrize("status", [400, 401, 403, 404])
def test_an_account_that_cannot_be_used_refuses_no_answer(
    opened: Opens, kind: str, service: Any, status: int
) -> None:
    """What its operator mends lets the words leave after all."""
    there = opened(kind, service())
    there.say("문이 안 열려요")
    listened(NOW)
    answered(Case.objects.get(), is_public=True)
    stepping._SESSIONS.clear()
    there.refusals = [(status, {}, {"error": "no"})]
    send_due(at=NOW)
    message = Message.objects.get()
    assert (message.state, message.next_try_at is None) == ("queued", False)
    send_due(at=message.next_try_at or NOW)
    assert Message.objects.get().state == "sent"


def test_a_reply_to_a_private_answer_comes_into_the_same_case(opened: Opens) -> None:
    there = opened("bluesky", bluesky_there.Bluesky(), "bluesky", "bluesky_talks")
    there.say("문이 안 열려요")
    listened(NOW)
    case = Case.objects.get()
    answered(case)
    send_due(at=NOW)
    assert [each["text"] for each in there.written] == ["바로 바꿔 드리겠습니다."]
    there.write("주소는 3층입니다")
    listened(NOW + MINUTE)
    assert (Case.objects.count(), Hearing.objects.get(voice__text="주소는 3층입니다").about) == (1, case.about)


def test_comments_of_a_blog_are_voices_that_are_not_answered_there(opened: Opens) -> None:
    there = opened("feed", Blog())
    there.say("<p>문이 안 열려요</p>")
    listened(NOW)
    listened(NOW + 11 * MINUTE)
    case = Case.objects.get()
    assert (case.voice.text, case.customer.name) == ("문이 안 열려요", "미나")
    assert answered(case).door == "page"


def test_every_network_can_be_connected_tried_and_listened_to_from_its_pages(
    opened: Opens, client: Client, cast: Any
) -> None:
    client.force_login(cast.oksu, backend="gwidam.people.sessions.ByPassword")
    session = client.session
    session["second_factor"] = True
    session.save()
    services = {
        "mastodon": mastodon_there.Mastodon(),
        "bluesky": bluesky_there.Bluesky(),
        "x": x_there.X(),
        "feed": Blog(),
    }
    for kind, service in services.items():
        there = opened(kind, service)
        url = there.url + ("/comments/feed" if kind == "feed" else "")
        given = {"name": f"둘째 {kind}", "url": url, **GIVEN[kind]}
        page = client.post(reverse("listen:line-new", args=[kind]), given, follow=True)
        assert page.redirect_chain, page.content.decode()
        line = Line.objects.get(name=f"둘째 {kind}")
        told = [str(each) for each in page.context["messages"]]
        assert told == ["잘 이어집니다."]
        assert (line.kind, "s3cret" in page.content.decode()) == (kind, False)
    assert client.get(reverse("listen:doors")).status_code == 200
