"""Words on a case: answers, notes, first words, drafts, and who else is there."""

from __future__ import annotations

import pytest
from django.utils import timezone

from gwidam.own import verbs
from gwidam.own.models import Answer, Draft, Note, Presence

from .steps import HTMX, now, page_of, sign_in


def test_an_answer_goes_by_the_door_that_was_chosen(mina, case):
    response = mina.post(page_of(case, "/answers"), {"text": "고쳤습니다.", "door": "page", "last_seen": "0"})
    assert response.status_code == 302
    assert list(Answer.objects.values_list("text", "door")) == [("고쳤습니다.", "page")]


def test_a_spoken_answer_has_reached_them(mina, case):
    mina.post(page_of(case, "/answers"), {"text": "고쳤습니다.", "door": "spoken", "last_seen": "0"})
    assert now(case).state == "answered"


def test_an_answer_drops_its_draft(cast, mina, case):
    mina.post(f"/drafts/{case.about}:answer", {"text": "고쳤"})
    mina.post(page_of(case, "/answers"), {"text": "고쳤습니다.", "door": "spoken", "last_seen": "0"})
    assert not Draft.objects.exists()


def test_an_empty_answer_is_refused_on_its_form(mina, case):
    response = mina.post(page_of(case, "/answers"), {"text": " ", "door": "page"})
    assert response.status_code == 422
    assert not Answer.objects.exists()


def test_two_answers_at_once_are_both_kept_and_the_first_is_shown(cast, mina, case):
    verbs.answer(case=case, text="하나가 먼저 답합니다.", by=cast.hana, at=timezone.now())
    sent = {"text": "미나의 답입니다.", "door": "page", "last_seen": "0"}
    response = mina.post(page_of(case, "/answers"), sent)
    page = response.content.decode()
    assert response.status_code == 409
    assert "하나가 먼저 답합니다." in page
    assert "미나의 답입니다." in page
    assert "박하나 님이 먼저 답했습니다" in page
    assert [each.text for each in Draft.objects.all()] == ["미나의 답입니다."]
    first = Answer.objects.get()
    assert f'name="last_seen" value="{first.pk}"' in page
    again = mina.post(page_of(case, "/answers"), {**sent, "last_seen": str(first.pk)})
    assert again.status_code == 302
    assert Answer.objects.count() == 2


def test_somebody_elses_new_answer_is_told_while_one_types(cast, mina, case):
    verbs.answer(case=case, text="하나가 먼저 답합니다.", by=cast.hana, at=timezone.now())
    part = mina.get(page_of(case, "/timeline?seen=0"), **HTMX).content.decode()
    assert "박하나 님이 답했습니다" in part


def test_a_note_tells_those_it_names(cast, mina, case):
    mina.post(page_of(case, "/notes"), {"text": "@정소라님, 요금도 봐 주세요."})
    assert list(Note.objects.values_list("text", "mentions")) == [("@정소라님, 요금도 봐 주세요.", [cast.sora.pk])]


def test_a_first_word_keeps_the_promise_of_it(cast, mina):
    case = cast.voice(at=timezone.now()).case
    mina.post(page_of(case, "/first-word"))
    assert case.promises.get(kind="first_word").kept_at is not None


def test_drafts_survive_and_are_shown_to_their_writer_only(cast, mina, case):
    assert mina.post(f"/drafts/{case.about}:answer", {"text": "쓰다 만 답"}).status_code == 204
    assert "쓰다 만 답" in mina.get(page_of(case)).content.decode()
    assert "쓰다 만 답" not in sign_in(cast.hana).get(page_of(case)).content.decode()


def test_a_draft_of_what_was_said_is_none(cast, mina, case):
    verbs.answer(case=case, text="고쳤습니다.", by=cast.mina, at=timezone.now())
    mina.post(f"/drafts/{case.about}:answer", {"text": "고쳤습니다."})  # its last save came in late
    assert ">\n고쳤습니다.</textarea>" not in mina.get(page_of(case)).content.decode()


@pytest.mark.parametrize("place", ["case:1:other", "everything", "case:x:note"])
def test_drafts_are_kept_at_known_places_only(mina, place):
    assert mina.post(f"/drafts/{place}", {"text": "x"}).status_code == 404


def test_presence_tells_who_else_is_there(cast, mina, case):
    sign_in(cast.hana).post(page_of(case, "/presence"), {"state": "writing"})
    part = mina.post(page_of(case, "/presence"), {"state": "here"}).content.decode()
    assert "박하나" in part
    assert "쓰는 중" in part
    sign_in(cast.hana).post(page_of(case, "/presence"), {"state": "away"})
    assert [each.employee for each in Presence.objects.all()] == [cast.mina]
