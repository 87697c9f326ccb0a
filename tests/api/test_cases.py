"""Cases through the API: what may be seen, and the verbs as nouns."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gwidam.core.receipts import shown
from gwidam.own import verbs as own
from gwidam.own.models import Answer, Case, HandOff, Note, Promise
from tests.cast import NOW


@pytest.fixture
def now() -> Any:
    return timezone.now()


@pytest.fixture
def case(cast: Any, now: Any) -> Case:
    """Mina's case, opened a minute ago."""
    return cast.voice(
        at=now - timedelta(minutes=1),
        heard_by=cast.mina,
        email="kim@example.com",
        phone="010-1234-5678",
        name="홍길동",
        place={"address": "서울"},
    ).case


def path(case: Case, noun: str = "") -> str:
    return f"/cases/{case.receipt}" + (f"/{noun}" if noun else "")


def test_a_case_is_told_with_contacts_masked(caller, case, cast):
    told = caller.get(path(case)).json()
    assert {name: told[name] for name in ("receipt", "state", "guardian", "holder", "channel", "merged_into")} == {
        "receipt": case.receipt,
        "state": "open",
        "guardian": {"email": "mina@daon.example", "name_ko": "김미나", "name_en": "Mina Kim"},
        "holder": {"email": "mina@daon.example", "name_ko": "김미나", "name_en": "Mina Kim"},
        "channel": "web",
        "merged_into": None,
    }
    assert told["customer"] == {
        "kind": "person",
        "name": "홍*동",
        "language": "ko",
        "contacts": [
            {"kind": "email", "masked": "k***@example.com"},
            {"kind": "phone", "masked": "***-****-5678"},
        ],
    }
    assert [each["kind"] for each in told["promises"]] == ["answer"]
    assert (told["handoffs"], told["answers"], told["closures"]) == ([], [], [])


def test_a_receipt_may_be_written_as_it_is_shown(caller, case):
    assert caller.get(f"/cases/{shown(case.receipt)}").status_code == 200


def test_an_address_is_only_for_those_who_may_see_contacts(calling, case, cast):
    places = [calling(each).get(path(case)).json()["voice"]["place"] for each in (cast.mina, cast.yuna)]
    assert places == [{"address": "서울"}, None]


def test_what_may_not_be_seen_is_not_there(calling, case, cast):
    outsider = calling(cast.charlie)
    wrong = [outsider.get(path(case)), outsider.get("/cases/0000000000"), outsider.get("/cases/abc")]
    assert [each.status_code for each in wrong] == [404] * 3
    assert outsider.post(path(case, "notes"), {"text": "보여요?"}).status_code == 404
    assert outsider.get("/cases").json() == {"items": [], "next": None}
    assert outsider.get("/voices").json() == {"items": [], "next": None}
    assert Note.objects.count() == 0


@pytest.mark.parametrize("what", ["cases", "voices"])
def test_pages_follow_each_other_without_a_gap(caller, cast, what):
    receipts = [cast.voice(f"말 {number}").voice.receipt for number in range(5)]
    pages, after = [], {}
    for _ in range(3):
        page = caller.get(f"/{what}", limit=2, **after).json()
        pages.append([each["receipt"] for each in page["items"]])
        after = {"after": page["next"]}
    newest = receipts[::-1]
    assert (pages, page["next"]) == ([newest[:2], newest[2:4], newest[4:]], None)


def test_lists_are_filtered(caller, cast, case, now):
    old = cast.voice("오래전", at=NOW - timedelta(days=9), channel=cast.phone, heard_by=cast.hana)
    silent = cast.voice("답은 됐어요", needs_answer=False, at=now)

    def receipts(what: str, **query: Any) -> list[str]:
        return [each["receipt"] for each in caller.get(f"/{what}", **query).json()["items"]]

    assert receipts("cases", guardian="me") == [case.receipt]
    assert receipts("cases", channel="phone") == [old.case.receipt]
    assert receipts("cases", state="closed") == []
    assert receipts("cases", since=(now - timedelta(hours=1)).isoformat()) == [case.receipt]
    assert receipts("voices", since=(now - timedelta(hours=1)).isoformat()) == [
        silent.voice.receipt,
        case.receipt,
    ]
    assert receipts("voices", channel="phone") == [old.voice.receipt]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"after": "x"}, "after"),
        ({"after": 2**63}, "after"),
        ({"limit": 0}, "limit"),
        ({"limit": 201}, "limit"),
        ({"since": "gestern"}, "since"),
        ({"state": "lost"}, "state"),
        ({"guardian": "charlie"}, "guardian"),
    ],
)
def test_a_wrong_question_is_told_where(caller, query, field):
    answer = caller.get("/cases", **query)
    assert (answer.status_code, [each["field"] for each in answer.json()["errors"]]) == (422, [field])


@pytest.mark.parametrize("what", ["cases", "voices"])
def test_a_page_asks_the_same_however_long_it_is(caller, cast, django_assert_num_queries, what):
    for number in range(5):
        cast.voice(f"말 {number}")
    caller.get(f"/{what}")
    for limit in (1, 5):
        with django_assert_num_queries(1):
            caller.get(f"/{what}", limit=limit)


def test_the_whole_way_of_a_case(calling, case, cast):
    """Offered, accepted by another department, answered on the phone, closed, and begun again."""
    mina, jun = calling(cast.mina), calling(cast.jun)
    offered = mina.post(
        path(case, "hand-off"), {"to": "internet", "reason": "회선 점검", "person": "jun@daon.example"}
    )
    assert (offered.status_code, offered.json()["handoffs"][0]["state"]) == (201, "offered")
    accepted = jun.post(path(case, "acceptance"))
    assert (accepted.status_code, accepted.json()["holder"]["email"]) == (201, "jun@daon.example")
    assert accepted.json()["guardian"]["email"] == "mina@daon.example"
    promised = jun.post(path(case, "promises"), {"kind": "callback", "says": "전화드릴게요"})
    assert (promised.status_code, len(promised.json()["promises"])) == (201, 2)
    answered = jun.post(path(case, "answers"), {"text": "회선을 바꾸었습니다.", "is_spoken": True})
    assert (answered.status_code, answered.json()["state"]) == (201, "answered")
    closure = {"anything_else": "없대요", "cause": "낡은 회선", "recurrence": "none", "recurrence_why": "교체함"}
    closed = jun.post(path(case, "closure"), closure)
    assert (closed.status_code, closed.json()["state"]) == (201, "closed")
    assert closed.json()["closures"][0]["cause"] == "낡은 회선"
    reopened = mina.post(path(case, "reopening"), {"why": "다시 끊긴대요"})
    assert (reopened.status_code, reopened.json()["state"]) == (201, "open")
    assert reopened.json()["holder"]["email"] == "mina@daon.example"


def test_a_bounce_names_the_better_owner(calling, case, cast, now):
    own.hand_over(case=case, to=cast.internet, reason="회선", by=cast.mina, at=now)
    bounced = calling(cast.jun).post(path(case, "bounce"), {"reason": "요금 문제", "better": "billing"})
    assert bounced.status_code == 201
    assert bounced.json()["handoffs"][0]["better_department"]["code"] == "billing"
    again = calling(cast.bora).post(path(case, "acceptance"))
    assert (again.status_code, again.json()["type"]) == (409, "urn:gwidam:problem:not-now")


def test_nothing_closes_by_any_order_of_requests(caller, case):
    closure = {"anything_else": "없대요", "cause": "?", "recurrence": "none", "recurrence_why": "?"}
    assert caller.post(path(case, "closure"), closure).status_code == 409
    unreached = {**closure, "unreached_because": "전화를 안 받음"}
    assert caller.post(path(case, "closure"), unreached).status_code == 409
    assert Case.objects.get().state == "open"


def test_a_note_tells_those_it_mentions(caller, case, cast):
    sent = {"text": "봐 주세요", "mentions": ["HANA@daon.example"]}
    assert caller.post(path(case, "notes"), sent).status_code == 201
    assert Note.objects.get().mentions == [cast.hana.pk]


@pytest.mark.parametrize(
    ("noun", "sent", "field"),
    [
        ("hand-off", {"to": "nowhere", "reason": "?"}, "to"),
        ("hand-off", {"to": "internet"}, "reason"),
        ("hand-off", {"to": "internet", "reason": "?", "person": "nobody@daon.example"}, "person"),
        ("promises", {"kind": "papers"}, "kind"),
        ("promises", {"kind": "callback", "sooner": "2099-01-01"}, "sooner"),
        ("answers", {"text": "\u200b"}, "text"),
        ("closure", {"cause": "?", "recurrence": "none", "recurrence_why": "?"}, "anything_else"),
        ("notes", {"text": "?", "mentions": ["nobody@daon.example"]}, "mentions"),
        ("reopening", {}, "why"),
    ],
)
def test_a_verb_names_what_it_lacks(caller, case, noun, sent, field):
    answer = caller.post(path(case, noun), sent)
    assert (answer.status_code, [each["field"] for each in answer.json()["errors"]]) == (422, [field])
    assert (HandOff.objects.count(), Answer.objects.count(), Note.objects.count()) == (0, 0, 0)
    assert Promise.objects.count() == 1


def test_reading_is_no_working(calling, case, cast):
    reader = calling(cast.mina, "cases:read")
    assert reader.get(path(case)).status_code == 200
    assert reader.post(path(case, "notes"), {"text": "?"}).status_code == 403
