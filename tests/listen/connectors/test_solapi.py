"""Words as text messages by Solapi: signed, of the right kind, and once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from gwidam.core.calls import Accepted, Refused, TryLater
from gwidam.core.outbound import NotHttp
from gwidam.listen.connectors.shapes import Saying, Unanswered
from gwidam.listen.connectors.solapi import Report, Solapi, is_from, reports
from gwidam.listen.connectors.solapi.asking import authorization

from . import solapi_there
from .served import NOW, done, serving


@pytest.fixture
def there() -> Iterator[solapi_there.Solapi]:
    with serving(solapi_there.Solapi()) as found:
        yield found


def saying(text: str = "내일 갑니다.", *, key: str = "answer:1", **more: Any) -> Saying:
    fields = {"thread": {}, "is_public": False, "made_at": NOW, "to": "+821023454417", **more}
    return Saying(key=key, text=text, **fields)


def test_the_header_is_signed_over_moment_and_salt() -> None:
    # The first header of the interface's own documentation has this form; the signature is of a made-up secret.
    at = datetime(2019, 7, 1, 0, 41, 48, tzinfo=UTC)
    assert authorization("KEY", "s3cret", at=at, salt="ab") == (
        "HMAC-SHA256 apiKey=KEY, date=2019-07-01T00:41:48Z, salt=ab, "
        f"signature={solapi_there._signed('2019-07-01T00:41:48Zab')}"
    )


def test_the_balance_tells_whether_key_and_secret_are_right(there: solapi_there.Solapi) -> None:
    assert done(Solapi().look(there.place())).handle == "1000"
    wrong = there.place()
    wrong.secrets["api_secret"] = "other"  # type: ignore[index]
    with pytest.raises(Unanswered) as no:
        done(Solapi().look(wrong))
    assert no.value.failure == "stranger"


@pytest.mark.parametrize(("text", "kind"), [("가" * 45, "SMS"), ("가" * 45 + "!", "LMS"), ("가" * 1000, "LMS")])
def test_ninety_bytes_are_sms_and_two_thousand_are_lms(there: solapi_there.Solapi, text: str, kind: str) -> None:
    assert done(Solapi().say(there.place(), saying(text))) == Accepted("M4V" + "0" * 20)
    (message,) = there.messages.values()
    assert (message["to"], message["from"], message["type"], message["text"], message["customFields"]) == (
        "01023454417",
        "029302266",
        kind,
        text,
        {"gwidam": "answer:1"},
    )


def test_more_than_that_is_not_said(there: solapi_there.Solapi) -> None:
    assert done(Solapi().say(there.place(), saying("가" * 1001))) == Refused("2002/2000 bytes (CP949)")
    assert there.asked == []


def test_a_lost_confirmation_leaves_one_message(there: solapi_there.Solapi) -> None:
    there.swallows = 1
    with pytest.raises(NotHttp):
        done(Solapi().say(there.place(), saying(key="answer:2")))
    done(Solapi().say(there.place(), saying(key="answer:1")))
    again = done(Solapi().say(there.place(), saying(key="answer:1", is_again=True)))
    assert again == Accepted("M4V" + "0" * 19 + "1")
    assert [each["customFields"]["gwidam"] for each in there.messages.values()] == ["answer:2", "answer:1"]


def test_a_request_that_never_came_is_sent_when_it_is_tried_again(there: solapi_there.Solapi) -> None:
    assert done(Solapi().say(there.place(), saying(is_again=True))) == Accepted("M4V" + "0" * 20)


def test_a_number_that_is_none_is_refused_in_their_words(there: solapi_there.Solapi) -> None:
    outcome = done(Solapi().say(there.place(), saying(to="+821000000000")))
    assert outcome == Refused("ValidationError: 수신번호가 아닙니다.")


def test_an_empty_account_holds_every_letter(there: solapi_there.Solapi) -> None:
    there.refusals.append((400, {}, {"errorCode": "NotEnoughBalance", "errorMessage": "잔액이 모자랍니다."}))
    assert done(Solapi().say(there.place(), saying())) == TryLater(
        "NotEnoughBalance: 잔액이 모자랍니다.", is_away=True
    )


def test_a_notice_carries_the_words_in_its_template_and_falls_back_to_text(there: solapi_there.Solapi) -> None:
    place = there.place()
    place.spec.update(pf_id="KA01PF", template_id="KA01TP")  # type: ignore[attr-defined]
    done(Solapi().say(place, saying("내일 갑니다.")))
    (message,) = there.messages.values()
    assert (message["type"], message["text"], message["kakaoOptions"]) == (
        "ATA",
        "내일 갑니다.",
        {"pfId": "KA01PF", "templateId": "KA01TP", "variables": {"#{내용}": "내일 갑니다."}, "disableSms": False},
    )


def test_reports_say_what_is_settled() -> None:
    told = [
        {"messageId": "M1", "statusCode": "4000", "customFields": {"gwidam": "answer:1"}},
        {"messageId": "M2", "statusCode": "3000"},
        {"messageId": "M3", "statusCode": "3058", "statusMessage": "전송경로 없음"},
        {"messageId": "M4", "statusCode": "3104", "type": "ATA"},
        {"messageId": "M5", "statusCode": "3104", "type": "ATA", "replacement": True},
    ]
    assert list(reports(told)) == [
        Report("M1", "answer:1"),
        Report("M3", "", "3058 전송경로 없음"),
        Report("M5", "", "3104"),
    ]


@pytest.mark.parametrize("told", [{}, None, "x", [1], [{"messageId": "M1"}]])
def test_what_is_no_report_is_refused(told: Any) -> None:
    with pytest.raises(ValueError, match="no "):
        list(reports(told))


def test_the_secret_is_shown_as_its_sha1() -> None:
    assert is_from("told", "1a2ad8ee44ee4a3b2d8b3ba66f0ddb0e1ff1ef59") is False
    assert is_from("", "da39a3ee5e6b4b0d3255bfef95601890afd80709") is False
