"""The pages of a case: every verb through its own address, what is refused, and who may not see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gwidam.core.models import Fact
from gwidam.listen.verbs import attach
from gwidam.own import verbs
from gwidam.own.models import Answer, Case, Closure, Draft, HandOff, Incident, Note, Presence, Promise
from tests.cast import SETUP

HOUR = timedelta(hours=1)
HTMX = {"headers": {"HX-Request": "true"}}


def sign_in(who) -> Client:
    client = Client(headers={"accept-language": "ko"})
    client.force_login(who, backend="gwidam.people.sessions.ByPassword")
    session = client.session
    session["second_factor"] = True
    session.save()
    return client


@pytest.fixture
def case(cast):
    """A customer with a phone and an e-mail spoke an hour ago; Mina heard it."""
    return cast.voice(
        "인터넷이 자꾸 끊겨요.\n세 번째 전화예요.",
        at=timezone.now() - HOUR,
        channel=cast.phone,
        heard_by=cast.mina,
        name="홍길동",
        phone="010-0000-1234",
        email="hong@example.com",
    ).case


@pytest.fixture
def mina(cast):
    return sign_in(cast.mina)


@pytest.fixture
def offered(cast, case):
    """The same case, offered to the internet technicians."""
    return verbs.hand_over(case=case, to=cast.internet, reason="회선 점검", by=cast.mina, at=timezone.now())


@pytest.fixture
def answered(cast, case):
    """The same case, answered on the phone."""
    verbs.answer(case=case, text="고쳤습니다.", by=cast.mina, at=timezone.now(), is_spoken=True)
    return now(case)


def now(case) -> Case:
    return Case.objects.select_related("voice__channel", "customer", "guardian", "department__calendar").get(
        pk=case.pk
    )


def page_of(case, more="") -> str:
    return f"/cases/{case.receipt}{more}"


def kinds(case) -> list[str]:
    return list(Fact.objects.filter(about=case.about).order_by("id").values_list("kind", flat=True))


# The page


def test_the_page_shows_the_voice_whole_and_who_keeps_it(mina, case):
    page = mina.get(page_of(case)).content.decode()
    assert "세 번째 전화예요." in page
    assert "홍길동" in page
    assert "***-****-1234" in page
    assert "010-0000-1234" not in page
    assert "hong@example.com" not in page
    assert page.count("김미나") >= 2


def test_a_case_is_found_by_its_number_however_it_is_written(mina, case):
    assert mina.get(f"/cases/{case.shown_receipt}").status_code == 200
    assert mina.get("/cases/12345").status_code == 404


@pytest.mark.parametrize("times", [5, 50])
def test_a_case_takes_as_many_queries_however_much_happened(cast, mina, case, times, django_assert_num_queries):
    for number in range(times):
        verbs.leave_note(case=now(case), text=f"메모 {number}", by=cast.mina, at=timezone.now())
    mina.get(page_of(case))
    # session, person, case, facts, notes, promises, contacts, others, reading, drafts, navigation
    with django_assert_num_queries(11):
        page = mina.get(page_of(case)).content.decode()
    assert page.count("메모 ") >= times


def test_facts_are_told_and_the_public_ones_marked(mina, case, offered):
    part = mina.get(page_of(case, "/timeline"), **HTMX).content.decode()
    assert "김미나 님이 인터넷기술팀에 건넸습니다: 회선 점검" in part
    assert part.count("고객도 보는 내용") == 4  # heard, opened, offered, and the key to the mark
    assert "<html" not in part


def test_the_right_side_alone_is_a_part(mina, case):
    part = mina.get(page_of(case, "/keeping"), **HTMX).content.decode()
    assert part.lstrip().startswith("<aside")


@pytest.mark.parametrize(
    "more",
    [
        "",
        "/timeline",
        "/keeping",
        "/hand-off",
        "/bounce",
        "/promises",
        "/provision",
        "/closure",
        "/closure-unreached",
        "/reopening",
        "/merge",
        "/abuse",
        "/guardian",
        "/contact",
        "/presence",
    ],
)
def test_the_outsider_finds_nothing_there(cast, case, more):
    assert sign_in(cast.charlie).get(page_of(case, more)).status_code == 404


@pytest.mark.parametrize(
    "more",
    [
        "/answers",
        "/notes",
        "/first-word",
        "/hand-off",
        "/acceptance",
        "/bounce",
        "/withdrawal",
        "/take",
        "/promises",
        "/provision",
        "/closure",
        "/closure-unreached",
        "/reopening",
        "/merge",
        "/merge/undo",
        "/abuse",
        "/guardian",
        "/contact",
        "/presence",
    ],
)
def test_the_outsider_changes_nothing_there(cast, case, more):
    told = kinds(case)
    assert sign_in(cast.charlie).post(page_of(case, more), {"text": "몰래", "why": "몰래"}).status_code == 404
    assert kinds(case) == told


def test_the_page_tells_its_presence_at_one_address(mina, case):
    page = mina.get(page_of(case)).content.decode()
    assert page.count('data-presence="/') == 1
    assert f'data-presence="{page_of(case, "/presence")}"' in page


def test_strangers_are_sent_to_sign_in(db, case):
    assert Client().get(page_of(case)).status_code == 302


@pytest.mark.parametrize(
    "more",
    ["/hand-off", "/promises", "/provision", "/closure", "/merge", "/abuse", "/guardian", "/contact"],
)
def test_a_form_is_a_page_and_a_part(mina, case, more):
    page, part = mina.get(page_of(case, more)), mina.get(page_of(case, more), **HTMX)
    assert page.status_code == part.status_code == 200
    assert "<html" in page.content.decode()
    assert "<html" not in part.content.decode()
    assert 'hx-target="#act"' in part.content.decode()


# Words


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


# Handing over


def test_a_case_is_offered_and_accepted(cast, mina, case):
    offer = {"to": cast.internet.pk, "reason": "회선 점검"}
    assert mina.post(page_of(case, "/hand-off"), offer).status_code == 302
    assert "인터넷기술팀에 건넸습니다" in mina.get(page_of(case)).content.decode()
    jun = sign_in(cast.jun)
    assert "맡기" in jun.get(page_of(case)).content.decode()
    assert jun.post(page_of(case, "/acceptance")).status_code == 302
    assert now(case).holder == cast.jun


def test_through_htmx_the_browser_is_told_where_to_go(cast, mina, case):
    offer = {"to": cast.internet.pk, "reason": "회선 점검"}
    response = mina.post(page_of(case, "/hand-off"), offer, **HTMX)
    assert (response.status_code, response["HX-Redirect"]) == (204, page_of(case))


def test_the_directory_proposes_where_to(cast, mina, case):
    page = mina.get(page_of(case, "/hand-off")).content.decode()
    assert f'<option value="{cast.internet.pk}" selected>' in page


def test_an_offer_without_a_reason_is_refused(cast, mina, case):
    response = mina.post(page_of(case, "/hand-off"), {"to": cast.internet.pk, "reason": ""})
    assert response.status_code == 422
    assert not HandOff.objects.exists()


def test_a_second_offer_is_refused_while_one_waits(cast, mina, case, offered):
    response = mina.post(page_of(case, "/hand-off"), {"to": cast.billing.pk, "reason": "요금"})
    assert response.status_code == 409
    assert "이미 다른 부서에 건네 둔 상태입니다." in response.content.decode()


def test_somebody_may_be_named_in_the_department(cast, mina, case):
    mina.post(page_of(case, "/hand-off"), {"to": cast.internet.pk, "person": "최보라", "reason": "회선"})
    assert HandOff.objects.get().to_person == cast.bora


def test_an_unknown_name_is_refused(cast, mina, case):
    sent = {"to": cast.internet.pk, "person": "아무개", "reason": "회선"}
    response = mina.post(page_of(case, "/hand-off"), sent)
    assert response.status_code == 422
    assert "그런 이름의 동료가 없습니다." in response.content.decode()


def test_whoever_is_second_to_accept_hears_who_was_first(cast, case, offered):
    bora = sign_in(cast.bora)
    sign_in(cast.jun).post(page_of(case, "/acceptance"))
    response = bora.post(page_of(case, "/acceptance"))
    assert response.status_code == 409
    assert "data-refused" in response.content.decode()


def test_an_offer_is_bounced_with_a_reason_and_a_better_owner(cast, case, offered):
    jun = sign_in(cast.jun)
    sent = {"reason": "요금 문제입니다", "better": cast.billing.pk}
    assert jun.post(page_of(case, "/bounce"), sent).status_code == 302
    offered.refresh_from_db()
    assert (offered.state, offered.better_department) == ("bounced", cast.billing)


def test_a_bounce_without_a_reason_is_refused(cast, case, offered):
    assert sign_in(cast.jun).post(page_of(case, "/bounce"), {"reason": ""}).status_code == 422


def test_an_offer_is_withdrawn(cast, mina, case, offered):
    mina.post(page_of(case, "/withdrawal"))
    offered.refresh_from_db()
    assert offered.state == "withdrawn"


def test_from_the_desk_one_comes_back_to_the_desk(cast, case, offered):
    response = sign_in(cast.jun).post(page_of(case, "/acceptance"), {"from": "desk"})
    assert response["Location"] == "/desk"


def test_a_colleagues_work_is_taken(cast, case, offered):
    verbs.accept(handoff=offered, by=cast.jun, at=timezone.now())
    assert sign_in(cast.bora).post(page_of(case, "/take")).status_code == 302
    assert now(case).holder == cast.bora


def test_another_departments_work_is_not_taken(cast, case, offered):
    assert sign_in(cast.jun).post(page_of(case, "/take")).status_code == 403
    assert now(case).holder == cast.mina


# Promises


def test_a_call_back_is_promised_and_kept(mina, case):
    assert mina.post(page_of(case, "/promises"), {"kind": "callback", "says": "결과"}).status_code == 302
    made = Promise.objects.get(kind="callback")
    assert mina.post(page_of(case, f"/promises/{made.pk}/keeping")).status_code == 302
    made.refresh_from_db()
    assert made.kept_at is not None


def test_a_promise_is_never_stretched(mina, case):
    late = timezone.localtime(timezone.now() + timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")
    response = mina.post(page_of(case, "/promises"), {"kind": "callback", "says": "", "sooner": late})
    assert response.status_code == 422
    assert "기준보다 늦게 약속할 수 없습니다." in response.content.decode()


def test_a_promise_is_let_go_with_a_reason(cast, mina, case):
    made = verbs.promise(case=case, kind="callback", says="", by=cast.mina, at=timezone.now())
    assert mina.post(page_of(case, f"/promises/{made.pk}/release"), {"why": ""}).status_code == 422
    assert mina.post(page_of(case, f"/promises/{made.pk}/release"), {"why": "이미 오셨음"}).status_code == 302
    made.refresh_from_db()
    assert made.released_because == "이미 오셨음"


def test_the_answer_itself_is_not_let_go(mina, case):
    owed = case.promises.get(kind="answer")
    response = mina.post(page_of(case, f"/promises/{owed.pk}/release"), {"why": "귀찮음"})
    assert response.status_code == 409


def test_a_promise_of_another_case_is_not_there(cast, mina, case):
    other = cast.voice(at=timezone.now()).case.promises.first()
    assert mina.post(page_of(case, f"/promises/{other.pk}/keeping")).status_code == 404


def test_papers_follow_what_was_served_first(mina, case):
    sent = {"served": "명의 변경", "papers": "신분증\n\n가족관계증명서\n"}
    assert mina.post(page_of(case, "/provision"), sent).status_code == 302
    owed = case.promises.filter(owed_by="customer").order_by("id").values_list("says", flat=True)
    assert list(owed) == ["신분증", "가족관계증명서"]
    assert "명의 변경" in mina.get(page_of(case)).content.decode()


def test_serving_first_names_the_papers(mina, case):
    assert mina.post(page_of(case, "/provision"), {"served": "명의 변경", "papers": " "}).status_code == 422


# The end, and the beginning again

CLOSING = {
    "anything_else": "없다고 하심",
    "cause": "노후 회선",
    "recurrence": "taught",
    "recurrence_why": "점검 순서를 나눔",
}


def test_a_case_is_closed_and_opened_again(cast, mina, answered):
    assert mina.post(page_of(answered, "/closure"), CLOSING).status_code == 302
    assert now(answered).state == "closed"
    assert Closure.objects.get().anything_else == "없다고 하심"
    assert mina.post(page_of(answered, "/reopening"), {"why": "또 끊김"}).status_code == 302
    assert now(answered).state == "open"


@pytest.mark.parametrize("missing", ["anything_else", "cause", "recurrence_why"])
def test_nothing_closes_half_written(mina, answered, missing):
    assert mina.post(page_of(answered, "/closure"), {**CLOSING, missing: ""}).status_code == 422
    assert now(answered).state == "answered"


def test_nothing_closes_unanswered(mina, case):
    response = mina.post(page_of(case, "/closure"), CLOSING)
    assert response.status_code == 409
    assert "아직 고객에게 닿은 답이 없습니다." in response.content.decode()


def test_unreached_is_closed_after_a_week_only(cast, mina):
    case = cast.voice(at=timezone.now() - timedelta(days=9), channel=cast.phone, heard_by=cast.mina).case
    sent = {**CLOSING, "because": "전화를 받지 않으심"}
    assert mina.post(page_of(case, "/closure-unreached"), sent).status_code == 409
    verbs.answer(case=case, text="고쳤습니다.", by=cast.mina, at=timezone.now() - timedelta(days=8))
    assert mina.post(page_of(case, "/closure-unreached"), sent).status_code == 302
    assert Closure.objects.get().unreached_because == "전화를 받지 않으심"


# Linking


def test_a_case_is_put_behind_another_and_taken_out(cast, mina, case):
    front = cast.voice(at=timezone.now(), channel=cast.phone, heard_by=cast.mina).case
    sent = {"into": front.shown_receipt, "why": "같은 장애"}
    assert mina.post(page_of(case, "/merge"), sent).status_code == 302
    assert now(case).merged_into == front
    assert case.shown_receipt in mina.get(page_of(front)).content.decode()
    assert mina.post(page_of(case, "/merge/undo")).status_code == 302
    assert now(case).state == "open"


def test_nothing_is_put_behind_a_case_one_may_not_see(cast, case, offered):
    verbs.accept(handoff=offered, by=cast.jun, at=timezone.now())
    hidden = cast.voice(at=timezone.now(), channel=cast.phone, heard_by=cast.mina).case
    sent = {"into": hidden.receipt, "why": "같은 장애"}
    response = sign_in(cast.jun).post(page_of(case, "/merge"), sent)
    assert response.status_code == 422
    assert now(case).merged_into is None


def test_cases_of_the_same_customer_are_proposed(cast, mina, case):
    other = cast.voice("또 끊겨요.", at=timezone.now(), phone="010-0000-1234").case
    assert other.shown_receipt in mina.get(page_of(case, "/merge")).content.decode()


# Care


def test_the_guardian_gives_the_case_on_by_name(cast, mina, case):
    assert mina.post(page_of(case, "/guardian"), {"person": "박하나", "why": "휴가"}).status_code == 302
    assert now(case).guardian == cast.hana


def test_others_do_not_name_a_guardian(cast, case):
    sent = {"person": "박하나", "why": "그냥"}
    assert sign_in(cast.hana).post(page_of(case, "/guardian"), sent).status_code == 403
    assert sign_in(cast.dohyun).post(page_of(case, "/guardian"), sent).status_code == 302


def test_abuse_is_kept_on_file_and_the_employee_rests(cast, mina, case):
    sent = {"kind": "insult", "step": "stopped", "what": "욕설", "notice": "더는 응대하지 않겠다고 알림"}
    assert mina.post(page_of(case, "/abuse"), sent).status_code == 302
    assert Incident.objects.get().cover == cast.hana


def test_abuse_says_what_happened(mina, case):
    sent = {"kind": "insult", "step": "stopped", "what": "", "notice": "알림"}
    assert mina.post(page_of(case, "/abuse"), sent).status_code == 422


def test_contact_data_are_shown_once_for_a_reason_that_is_kept(mina, case):
    response = mina.post(page_of(case, "/contact"), {"why": "전화드리려고"})
    page = response.content.decode()
    assert "010-0000-1234" in page
    assert "no-store" in response["Cache-Control"]
    seen = Fact.objects.get(kind="people.ContactSeen")
    assert seen.all_fields["why"] == "전화드리려고"
    assert "010-0000-1234" not in mina.get(page_of(case)).content.decode()


def test_contact_data_need_a_reason(mina, case):
    response = mina.post(page_of(case, "/contact"), {"why": ""})
    assert response.status_code == 422
    assert not Fact.objects.filter(kind="people.ContactSeen").exists()


def test_executives_do_not_see_contact_data(cast, case):
    assert sign_in(cast.yuna).post(page_of(case, "/contact"), {"why": "궁금함"}).status_code == 403


# Erasure


@pytest.fixture
def closed(answered):
    """The same case, answered and closed."""
    verbs.close(
        case=answered,
        anything_else="없다고 하심",
        cause="회선",
        recurrence="none",
        recurrence_why="한 번뿐인 일",
        by=answered.guardian,
        at=timezone.now(),
    )
    return now(answered)


def test_a_customer_is_erased_by_whoever_writes_the_number_once_more(cast, closed):
    case = closed
    dohyun = sign_in(cast.dohyun)
    assert page_of(case, "/erasure") in dohyun.get(page_of(case)).content.decode()
    wrong = dohyun.post(page_of(case, "/erasure"), {"ground": "asked", "number": "1234"})
    assert wrong.status_code == 422
    assert Case.objects.get(pk=case.pk).voice.erased_at is None
    sent = {"ground": "ordered", "number": case.shown_receipt}
    assert dohyun.post(page_of(case, "/erasure"), sent).status_code == 302
    assert Case.objects.get(pk=case.pk).voice.erased_at is not None
    assert Fact.objects.get(kind="own.LifeErased").all_fields["ground"] == "ordered"


def test_nobody_is_erased_whose_case_is_still_in_keeping(cast, case):
    sent = {"ground": "asked", "number": case.receipt}
    assert sign_in(cast.dohyun).post(page_of(case, "/erasure"), sent).status_code == 409


def test_the_front_line_erases_nobody(mina, closed):
    assert page_of(closed, "/erasure") not in mina.get(page_of(closed)).content.decode()
    assert mina.get(page_of(closed, "/erasure")).status_code == 403


# Files and suggestions


def test_a_file_is_saved_never_shown(cast, mina, case):
    given = SimpleUploadedFile("사진.png", b"\x89PNG\r\n\x1a\n" + b"x" * 10)
    (kept,) = attach(voice=case.voice, files=[given], by=SETUP, at=timezone.now())
    assert f"/files/{kept.pk}" in mina.get(page_of(case)).content.decode()
    response = mina.get(f"/files/{kept.pk}")
    assert b"".join(response.streaming_content) == b"\x89PNG\r\n\x1a\n" + b"x" * 10
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert sign_in(cast.charlie).get(f"/files/{kept.pk}").status_code == 404
    assert mina.get("/files/999999").status_code == 404


def test_colleagues_are_suggested_by_name(cast, mina):
    part = mina.get("/suggestions/people?q=보라").content.decode()
    assert f'data-value="{cast.bora.pk}"' in part
    assert part.count('role="option"') == 1
