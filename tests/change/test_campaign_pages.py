"""The pages of campaigns: handing in, the board in constant queries, deciding in the bulk, and taking it back."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gwidam.change import verbs
from gwidam.change.models import Campaign, Evaluation, Idea
from gwidam.core.memory import forget
from gwidam.listen.models import Voice
from tests.own.pages.steps import HTMX, sign_in


@pytest.fixture
def campaign(begin):
    """campaign(): one that runs today."""
    today = timezone.localdate()
    made = begin(opens_on=today, last_on=today)
    return lambda: made


@pytest.fixture
def ideas(idea):
    """Three ideas of today."""
    at = timezone.now()
    return [idea(f"고칠 것 {number}", at=at) for number in range(3)]


@pytest.fixture
def dohyun(cast):
    return sign_in(cast.dohyun)


def shown(client, path, **more):
    answer = client.get(path, **more)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def states():
    return list(Idea.objects.order_by("pk").values_list("state", flat=True))


def test_a_colleague_hands_an_idea_in_and_reads_its_receipt(cast, campaign):
    page = sign_in(cast.jun).post(
        f"/campaigns/{campaign().pk}/ideas", {"title": "문이 무거워요", "text": "겨울에 더", "key": "a"}
    )
    made = Idea.objects.get()
    assert (page.status_code, made.voice.shown_receipt in page.content.decode()) == (200, True)
    assert (made.employee, made.department) == (cast.jun, cast.internet)
    assert "문이 무거워요" in shown(sign_in(cast.mina), f"/campaigns/{campaign().pk}")


def test_a_customer_hands_an_idea_in_by_the_link_alone(begin):
    today = timezone.localdate()
    mine = begin(audience="customers", opens_on=today, last_on=today)
    visitor = Client()
    assert "고쳐주세요 가을" in shown(visitor, f"/fix/{mine.key}")
    told = {"title": "매장 문이 무거워요", "text": "", "phone": "010-1234-5678", "key": "a"}
    answer = visitor.post(f"/fix/{mine.key}", told)
    assert (answer.status_code, answer["Location"]) == (302, "/speak/heard")
    assert Idea.objects.get().voice.shown_receipt in shown(visitor, "/speak/heard")
    assert visitor.get("/fix/wrong").status_code == 404
    assert visitor.post(f"/fix/{mine.key}", {**told, "title": ""}).status_code == 422
    assert Voice.objects.count() == 1


def test_the_board_runs_as_many_queries_for_fifty_as_for_five(cast, campaign, idea, dohyun):
    at = timezone.now()
    counts = []
    for upto in (5, 50):
        while Idea.objects.count() < upto:
            idea(f"고칠 것 {Idea.objects.count()}", at=at)
        forget()
        dohyun.get("/me")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            shown(dohyun, f"/campaigns/{campaign().pk}")
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[1] <= 12


def test_many_are_accepted_by_one_form_and_taken_back_by_one_button(campaign, ideas, dohyun):
    board = f"/campaigns/{campaign().pk}"
    numbers = [each.pk for each in ideas[:2]]
    asked = "&".join(f"idea={pk}" for pk in numbers)
    assert "고칠 것 1" in shown(dohyun, f"{board}/acceptances?{asked}", **HTMX)
    refused = dohyun.post(f"{board}/acceptances", {"idea": numbers, "answer": ""})
    assert (refused.status_code, states()) == (422, ["submitted"] * 3)
    dohyun.post(f"{board}/acceptances", {"idea": numbers, "answer": "고치겠습니다."})
    assert states() == ["accepted", "accepted", "submitted"]
    assert f"{board}/undo" in shown(dohyun, board)
    dohyun.post(f"{board}/undo")
    assert states() == ["submitted"] * 3
    assert f"{board}/undo" not in shown(dohyun, board)


def test_declined_folded_and_given_to_evaluators_by_their_forms(cast, campaign, ideas, dohyun):
    board = f"/campaigns/{campaign().pk}"
    one, two, three = (each.pk for each in ideas)
    dohyun.post(f"{board}/declines", {"idea": [one], "answer": "법으로 정해져 있습니다."})
    assert "고칠 것 1" in shown(dohyun, f"{board}/folds?idea={two}&idea={three}")
    dohyun.post(f"{board}/folds", {"idea": [two, three], "into": two})
    dohyun.post(
        f"{board}/evaluations",
        {"idea": [two], "people": "이준, 정소라", "due_on": timezone.localdate().isoformat()},
    )
    assert states() == ["declined", "in_review", "folded"]
    jun = sign_in(cast.jun)
    assert "고칠 것 1" in shown(jun, f"{board}?mine=1")
    given = {"value": 5, "feasibility": 2, "note": "좋아요"}
    assert jun.post(f"/ideas/{two}/evaluation", given).status_code == 302
    assert Evaluation.objects.get(evaluator=cast.jun).value == 5
    assert sign_in(cast.mina).post(f"/ideas/{two}/evaluation", given).status_code == 403


def test_only_who_runs_it_decides(cast, campaign, ideas):
    board, one = f"/campaigns/{campaign().pk}", ideas[0].pk
    mina = sign_in(cast.mina)
    for noun in ("acceptances", "declines", "folds", "evaluations"):
        assert mina.get(f"{board}/{noun}?idea={one}").status_code == 403
    for noun in ("undo", "end"):
        assert mina.post(f"{board}/{noun}").status_code == 403
    assert "/acceptances" not in shown(mina, board)


def test_the_board_is_searched_and_ordered(cast, campaign, idea, dohyun):
    at = timezone.now()
    first, second = idea("엘리베이터가 느려요", at=at), idea("주차장이 어두워요", at=at)
    verbs.support_idea(idea=first, by=cast.mina, at=at)
    board = f"/campaigns/{campaign().pk}"
    titles = re.compile(r'class="row-title" href="/ideas/(\d+)"')
    assert titles.findall(shown(dohyun, f"{board}?q=엘리베")) == [str(first.pk)]
    assert titles.findall(shown(dohyun, board)) == [str(second.pk), str(first.pk)]
    assert titles.findall(shown(dohyun, f"{board}?order=wanted")) == [str(first.pk), str(second.pk)]


def test_support_and_comments_by_the_page_of_an_idea(cast, ideas):
    mina, path = sign_in(cast.mina), f"/ideas/{ideas[0].pk}"
    mina.post(f"{path}/support")
    assert f"{path}/support/end" in shown(mina, path)
    assert mina.post(f"{path}/comments", {"text": "저도요 <b>"}).status_code == 302
    assert "저도요 &lt;b&gt;" in shown(mina, path)
    assert mina.post(f"{path}/comments", {"text": ""}).status_code == 422
    mina.post(f"{path}/support/end")
    assert Idea.objects.get(pk=ideas[0].pk).supporters == 0


def test_like_ideas_are_shown_while_somebody_types(cast, campaign, idea):
    idea("엘리베이터가 너무 느려요", at=timezone.now())
    path = f"/campaigns/{campaign().pk}/similar"
    found = sign_in(cast.jun).post(path, {"title": "엘리베이터가 느려요", "text": ""}).content.decode()
    assert "엘리베이터가 너무 느려요" in found


def test_a_campaign_is_begun_and_ended_by_its_pages(cast, dohyun):
    today = timezone.localdate().isoformat()
    told = {
        "title_ko": "겨울 캠페인",
        "opens_on": today,
        "last_on": today,
        "audience": "employees",
        "person": "강도현",
    }
    told |= {"points_submitted": 1, "points_accepted": 2, "points_done": 3}
    assert dohyun.post("/campaigns/new", {**told, "title_ko": ""}).status_code == 422
    assert dohyun.post("/campaigns/new", told).status_code == 302
    made = Campaign.objects.get()
    assert (made.owner, made.points.done, made.channel.is_open) == (cast.dohyun, 3, True)
    assert "겨울 캠페인" in shown(dohyun, "/campaigns")
    dohyun.post(f"/campaigns/{made.pk}/end")
    assert Campaign.objects.get().ended_at is not None


def test_points_are_shown_by_person_and_department(cast, campaign, ideas, dohyun):
    page = shown(dohyun, f"/campaigns/{campaign().pk}/points")
    assert ("김미나" in page, "고객센터" in page) == (True, True)
