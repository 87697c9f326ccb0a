"""Quick intake: one screen while somebody speaks, one verb when it is sent."""

from __future__ import annotations

import pytest
from django.utils import timezone

from gwidam.listen.models import Voice
from gwidam.own.models import Answer, Case, Draft, HandOff, Promise
from tests.own.pages.steps import HTMX, sign_in


@pytest.fixture
def mina(cast):
    return sign_in(cast.mina)


def spoken(**more):
    return {"channel": "phone", "text": "인터넷이 자꾸 끊겨요.", "key": "one", "phone": "010-2345-4417", **more}


def test_whoever_hears_a_voice_keeps_it_and_reads_out_its_number(cast, mina):
    response = mina.post("/hear", spoken(name="김하나"), follow=True)
    case = Case.objects.get()
    assert response.redirect_chain == [(f"/hear/{case.receipt}", 302)]
    page = response.content.decode()
    assert f">{case.shown_receipt}</span>" in page
    assert f'aria-label="{" ".join(case.receipt)}"' in page
    assert (case.guardian, case.voice.channel, case.customer.name) == (cast.mina, cast.phone, "김하나")


def test_sent_twice_it_is_one_voice(mina):
    first, second = mina.post("/hear", spoken()), mina.post("/hear", spoken())
    assert first["Location"] == second["Location"]
    assert Voice.objects.count() == 1


def test_all_that_was_agreed_is_kept_with_it(cast, mina):
    agreed = {
        "spoken_answer": "오늘 점검하겠다고 말씀드렸습니다.",
        "call_back": "on",
        "call_back_says": "점검 결과",
        "offer_to": cast.internet.pk,
    }
    mina.post("/hear", spoken(**agreed))
    case = Case.objects.get()
    assert case.state == "answered"
    assert Answer.objects.get().door == "spoken"
    assert Promise.objects.get(kind="callback").says == "점검 결과"
    assert HandOff.objects.get().to_department == cast.internet
    page = mina.get(f"/hear/{case.receipt}").content.decode()
    assert "인터넷기술팀에 맡아 달라고 건넸습니다" in page


def test_where_one_thing_is_refused_nothing_is_stored(cast, mina):
    refused = spoken(call_back="on", offer_to=cast.centre.pk)  # already there
    response = mina.post("/hear", refused)
    assert response.status_code == 422
    assert "이미 그 부서에서 맡고 있습니다." in response.content.decode()
    assert not Voice.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", " ", "필수"),
        ("phone", "12", "전화번호를 다시 확인해 주세요."),
        ("email", "hana@", "이메일 주소를 다시 확인해 주세요."),
    ],
)
def test_what_cannot_be_taken_is_said_and_the_words_stay(mina, field, value, sentence):
    response = mina.post("/hear", {**spoken(name="김하나"), field: value})
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "김하나" in page
    assert not Voice.objects.exists()


def test_anything_else_goes_on_with_the_same_customer(mina):
    mina.post("/hear", spoken(name="김하나"))
    first = Case.objects.get()
    page = mina.get(f"/hear?after={first.receipt}").content.decode()
    assert "김하나 님의 다음 말씀" in page
    assert 'name="phone"' not in page
    mina.post("/hear", {"channel": "phone", "text": "요금도요.", "key": "two", "after": first.receipt})
    assert {each.customer for each in Case.objects.all()} == {first.customer}


def test_a_voice_that_wants_no_answer_opens_no_case(mina):
    page = mina.post("/hear", spoken(no_answer="on"), follow=True).content.decode()
    assert not Case.objects.exists()
    assert "건을 열지 않았습니다" in page


def test_through_the_portal_a_colleague_speaks_for_themselves(cast):
    sign_in(cast.jun).post("/hear", {"channel": "portal", "text": "의자가 부서졌어요.", "key": "one"})
    case = Case.objects.select_related("customer").get()
    assert case.customer.employee == cast.jun
    assert case.guardian in (cast.mina, cast.hana)


def test_a_channel_that_is_no_ear_is_not_taken(mina):
    assert mina.post("/hear", spoken(channel="api")).status_code == 422


def test_the_caller_is_known_by_the_phone_and_their_contact_stays_masked(cast, mina):
    cast.voice("예전 말씀", at=timezone.now(), name="김하나", phone="010-2345-4417", email="hana@example.com")
    part = mina.post("/hear/caller", {"phone": "01023454417", "email": ""}, **HTMX).content.decode()
    assert "김하나" in part
    assert "예전 말씀" in part
    assert "h***@example.com" in part
    assert "hana@example.com" not in part


def test_an_unknown_or_half_typed_phone_is_nobody(mina):
    assert "처음 뵙는 분" in mina.post("/hear/caller", {"phone": "010-1111-2222"}).content.decode()
    assert "전화번호를 먼저" in mina.post("/hear/caller", {"phone": "01"}).content.decode()


def test_a_department_sees_no_history_that_is_not_theirs(cast):
    cast.voice("예전 말씀", at=timezone.now(), name="김하나", phone="010-2345-4417")
    part = sign_in(cast.jun).post("/hear/caller", {"phone": "010-2345-4417"}).content.decode()
    assert "예전 말씀" not in part


def test_who_answers_is_proposed_from_what_is_said(cast, mina):
    part = mina.post("/hear/owners", {"text": "어제부터 인터넷이 너무 느리고 자꾸 끊겨서 일을 못 해요"})
    assert f'value="{cast.internet.pk}"' in part.content.decode()


def test_a_draft_survives_until_the_voice_is_taken(mina):
    mina.post("/drafts/hear", {"text": "쓰다 만 말씀"})
    assert "쓰다 만 말씀" in mina.get("/hear").content.decode()
    mina.post("/hear", spoken())
    assert not Draft.objects.exists()


def test_the_ear_used_last_is_chosen_again(mina):
    mina.post("/hear", spoken(channel="counter"))
    form = mina.get("/hear").context["form"]
    assert form["channel"].value() == "counter"


def test_others_do_not_read_the_receipt_of_a_voice(cast, mina):
    mina.post("/hear", spoken())
    assert sign_in(cast.charlie).get(f"/hear/{Case.objects.get().receipt}").status_code == 404
