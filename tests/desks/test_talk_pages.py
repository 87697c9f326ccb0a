"""The page of talks, and the ready answers."""

from __future__ import annotations

import html
import re

import pytest
from django.utils import timezone

from gwidam.own import verbs as own
from gwidam.own.models import Case, ReadyAnswer, Seat, Talk, TalkLine
from gwidam.people import contacts
from tests.house.test_door import sign_in
from tests.own.talk_steps import KEY, begin, fresh, open_chat, running, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def at():
    return timezone.now()


@pytest.fixture
def mina(client, cast):
    sign_in(client, cast.mina)
    return client


def words(answer):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_an_empty_page_says_what_to_do(mina):
    assert "지금은 대화가 없습니다" in words(mina.get("/talks"))


def test_the_page_takes_its_seat_and_leaves_it(mina, cast):
    assert mina.post("/talks/presence", {"state": "here"}).status_code == 204
    assert Seat.objects.get().employee == cast.mina
    mina.post("/talks/presence", {"state": "away"})
    assert Seat.objects.count() == 0


def test_fifty_talks_cost_the_queries_of_five(mina, cast, at, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for count in (5, 50):
        while Talk.objects.count() < count:
            begin(cast, at, key=f"{KEY}{Talk.objects.count()}")
        mina.get("/talks")
        with CaptureQueriesContext(connection) as asked:
            assert mina.get("/talks").content.count(b'class="row talk-row"') == count
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 8


def test_a_talk_is_taken_written_in_and_ended_from_its_page(mina, cast, at):
    talk = begin(cast, at)
    path = f"/talks/{talk.pk}"
    assert "기다린 때:" in words(mina.get("/talks"))
    assert mina.post(f"{path}/take").headers["Location"] == path
    key = re.search(r'name="key" value="(\w+)"', mina.get(path).content.decode())[1]
    for _ in range(2):
        assert mina.post(f"{path}/lines", {"text": "안녕하세요", "key": key}).status_code == 302
    assert said(talk)[2:] == [(3, "employee", "안녕하세요")]
    mina.post(f"{path}/asking", {"answered": "on"})
    assert "대화 마치기" in words(mina.get(path))
    mina.post(f"{path}/end")
    case = Case.objects.get()
    assert (case.state, case.guardian, case.voice.shown_receipt in words(mina.get(path))) == (
        "answered", cast.mina, True,
    )  # fmt: skip


def test_who_is_a_moment_too_late_is_told_who_has_it(mina, cast, at):
    talk = running(cast, at, cast.hana)
    answer = mina.post(f"/talks/{talk.pk}/take", follow=True)
    assert answer.redirect_chain == [("/talks", 302)]
    assert "이미 이야기 중인 대화라서" in words(answer)
    assert fresh(talk).keeper == cast.hana


def test_a_line_that_is_refused_is_shown_with_its_reason(mina, cast, at):
    talk = running(cast, at)
    answer = mina.post(f"/talks/{talk.pk}/lines", {"text": "가" * 4001, "key": "k"})
    assert (answer.status_code, "가" * 4001 in answer.content.decode()) == (422, True)
    other = running(cast, at, cast.hana, key=KEY + "h")
    assert mina.post(f"/talks/{other.pk}/lines", {"text": "제가요", "key": "k"}).status_code == 403
    assert TalkLine.objects.filter(side="employee").count() == 0


def test_a_talk_is_handed_over_by_offer_and_acceptance(client, mina, cast, at):
    talk = running(cast, at)
    path = f"/talks/{talk.pk}"
    answer = mina.post(f"{path}/hand-off", {"to": cast.internet.pk, "reason": "회선을 봐 주세요"})
    assert (answer.status_code, fresh(talk).keeper) == (302, cast.mina)
    sign_in(client, cast.jun)
    page = words(client.get(path))
    assert "회선을 봐 주세요" in page
    assert "인터넷이 안 돼요" in page
    assert client.post(f"{path}/acceptance").status_code == 302
    assert fresh(talk).keeper == cast.jun


def test_a_bounced_talk_needs_a_reason(client, mina, cast, at):
    talk = running(cast, at)
    own.offer_talk(talk=talk, to=cast.internet, reason="회선", by=cast.mina, at=at)
    sign_in(client, cast.jun)
    assert client.post(f"/talks/{talk.pk}/bounce", {"reason": ""}).status_code == 422
    assert client.post(f"/talks/{talk.pk}/bounce", {"reason": "요금입니다"}).status_code == 302
    assert fresh(talk).keeper == cast.mina


def test_beside_the_talk_stands_what_the_customer_said_before(mina, cast, at):
    cast.voice("요금이 이상해요", phone="010-2345-6789", at=at)
    talk = running(cast, at, reaches=contacts.reaches(phone_="010-2345-6789"))
    assert "요금이 이상해요" in words(mina.get(f"/talks/{talk.pk}"))


def test_an_outsider_finds_no_talk_of_others(client, cast, at):
    talk = running(cast, at)
    sign_in(client, cast.charlie)
    addresses = ["", "/lines", "/take", "/release", "/asking", "/end", "/hand-off", "/acceptance", "/withdrawal"]
    statuses = {
        client.post(f"/talks/{talk.pk}{each}", {"text": "x", "key": "k"}).status_code for each in addresses
    }
    assert statuses <= {404, 405}
    assert client.get(f"/talks/{talk.pk}").status_code == client.get("/talks/1").status_code == 404


def test_words_of_a_customer_are_text_on_the_page(mina, cast, at):
    talk = running(cast, at, text="<script>alert(1)</script>", name="<img src=x onerror=alert(1)>")
    page = mina.get(f"/talks/{talk.pk}").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_an_operator_writes_ready_answers(client, cast, at):
    sign_in(client, cast.oksu)
    assert "준비된 답이 아직 없습니다" in words(client.get("/settings/ready-answers"))
    sent = {"title_ko": "인사", "text_ko": "안녕하세요, {me}입니다.", "title_en": "", "text_en": ""}
    assert client.post("/settings/ready-answers/new", sent).status_code == 302
    made = ReadyAnswer.objects.get()
    assert client.post(f"/settings/ready-answers/{made.pk}", {**sent, "text_ko": "{name}"}).status_code == 422
    assert client.post(f"/settings/ready-answers/{made.pk}/removal").status_code == 302
    assert ReadyAnswer.objects.count() == 0


def test_a_sample_page_shows_the_window_to_anybody(client, cast):
    open_chat(cast)
    answer = client.get("/chat/chat/sample")
    assert 'src="/widget.js" data-channel="chat"' in answer.content.decode()
    assert client.get("/chat/web/sample").status_code == 404
