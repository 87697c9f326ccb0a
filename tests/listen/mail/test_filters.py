"""What the filters decide, each from the mails it is for."""

from __future__ import annotations

import pytest

from gwidam.core.thread_tokens import message_id, reply_address
from gwidam.listen.mail import Decision, House, bounce_of, judge, keys, read

from .letters import multipart, part, raw_mail

SECRET = b"a secret of the house"
HOUSE = House(secret=SECRET, mailboxes=frozenset({"voc@gwidam.example"}), domains=frozenset({"gwidam.example"}))


def decided(name: str, house: House = HOUSE, **mail: object) -> Decision:
    (found,) = [each for each in judge(read(raw_mail(**mail)), house) if each.filter == name]
    return found


def test_an_everyday_mail_passes_every_filter() -> None:
    assert [(each.filter, each.verdict) for each in judge(read(raw_mail()), HOUSE)] == [
        ("loop", "no"), ("duplicate", "no"), ("bounce", "no"), ("receipt", "no"), ("automatic", "no"),
        ("list", "no"), ("thread", "no"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("headers", "verdict"),
    [
        ({"Auto_Submitted": "auto-replied"}, "automatic"),
        ({"Auto_Submitted": "auto-generated (rejected)"}, "automatic"),
        ({"Auto_Submitted": "no"}, "no"),
        ({"Precedence": "bulk"}, "automatic"),
        ({"X_Autoreply": "yes"}, "automatic"),
        ({"X_Auto_Response_Suppress": "OOF"}, "suppress"),
        ({"X_Auto_Response_Suppress": "None"}, "no"),
        ({"Return_Path": "<>"}, "automatic"),
        ({"Delivered_To": "Autoresponder"}, "automatic"),
        ({"Subject": "[자동회신] 부재중입니다".encode()}, "weak"),
        ({"Subject": "부재중 알림".encode("cp949")}, "weak"),
        ({"Subject": "Out of Office: hello"}, "weak"),
        ({"Subject": "Automatic reply: hello"}, "weak"),
        ({"Subject": "자동이체가 두 번 됐어요".encode()}, "no"),
        ({"Subject": "부재중에 기사님이 다녀가셨어요".encode()}, "no"),
        ({"From": "no-reply@x.kr"}, "weak"),
    ],
)
def test_automatic_mails(headers: dict, verdict: str) -> None:
    assert decided("automatic", **headers).verdict == verdict


@pytest.mark.parametrize(
    ("headers", "verdict"),
    [
        ({"Message_ID": f"<{message_id('7', own='x1', domain='gwidam.example', secret=SECRET)}>"}, "own"),
        ({"Message_ID": "<1@gwidam.example>", "From": "voc@gwidam.example"}, "own"),
        ({"X_Loop": "VOC@gwidam.example"}, "marked"),
        ({"X_Loop": "someone@else.kr"}, "no"),
        ({"Received": "x" + "\r\nReceived: by x" * 50}, "hops"),
        ({"Received": "x" + "\r\nReceived: by x" * 49}, "no"),
    ],
)
def test_loops(headers: dict, verdict: str) -> None:
    assert decided("loop", **headers).verdict == verdict


@pytest.mark.parametrize(
    ("headers", "verdict"),
    [
        ({"List_Id": "<a.x.kr>"}, "list"),
        ({"Precedence": "list"}, "list"),
        ({"List_Unsubscribe": "<mailto:a@x>"}, "mass"),
    ],
)
def test_lists(headers: dict, verdict: str) -> None:
    assert decided("list", **headers).verdict == verdict


def report(*recipients: str, returned: str = "Message-ID: <9@x.kr>\r\n\r\n") -> dict:
    status = "Reporting-MTA: dns; mx.x.kr\r\n\r\n" + "\r\n".join(recipients)
    return multipart(
        "report",
        part("text/plain", "sorry"),
        part("message/delivery-status", status),
        part("message/rfc822", returned),
    )


def recipient(action: str, status: str, diagnostic: str = "") -> str:
    return (
        f"Final-Recipient: rfc822; hong@y.kr\r\nAction: {action}\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; {diagnostic}\r\n"
    )


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (recipient("failed", "5.1.1", "550 no such user"), "hard"),
        (recipient("failed", "5.0.0", "user unknown"), "hard"),
        (recipient("failed", "5.2.2", "mailbox full"), "soft"),
        (recipient("failed", "5.7.1", "policy"), "soft"),
        (recipient("failed", "4.4.1", "timed out"), "soft"),
        (recipient("delayed", "4.4.1", "timed out"), "delayed"),
        (recipient("delivered", "2.0.0"), "no"),
        (recipient("relayed", "2.0.0"), "no"),
    ],
)
def test_delivery_reports(told: str, kind: str) -> None:
    found = decided("bounce", **report(told))
    assert found.verdict == kind
    if kind != "no":
        assert [each["address"] for each in found.found["failures"]] == ["hong@y.kr"]
        assert found.found["message_ids"] == ["9@x.kr"]


def test_a_bounce_names_the_case_of_our_mail() -> None:
    ours = message_id("k7", own="x1", domain="gwidam.example", secret=SECRET)
    told = report(recipient("failed", "5.1.1"), returned=f"Message-ID: <{ours}>\r\nSubject: x\r\n\r\nhi\r\n")
    assert decided("bounce", **told).found["cases"] == ["k7"]


DAEMON = {"From": "MAILER-DAEMON@mx.y.kr", "Return_Path": "<>"}


@pytest.mark.parametrize(
    ("subject", "text", "kind"),
    [
        ("Undelivered Mail", "<hong@y.kr>: 550 5.1.1 User unknown", "hard"),
        ("failure notice", "<hong@y.kr>:\nSorry, no mailbox here by that name. (#5.1.1)", "hard"),
        ("Delivery Status Notification (Failure)", "Address not found\nhong@y.kr", "hard"),
        ("[반송] 메일이 반송되었습니다", "hong@y.kr 존재하지 않는 사용자입니다.", "hard"),
        ("메일 발송 실패 안내", "받는 사람: hong@y.kr\n사유: 수신자의 메일함 용량 초과", "soft"),
        ("메일 발송 실패 안내", "hong@y.kr 휴면 계정이라 메일을 받을 수 없습니다.", "soft"),
        ("메일 전송 지연 안내", "hong@y.kr 로 전송이 지연되고 있습니다. 다시 시도합니다.", "delayed"),
        ("Warning: could not send message", "hong@y.kr: will keep trying", "delayed"),
        ("Returned mail", "hong@y.kr mailbox is full", "soft"),
    ],
)
def test_bounces_in_free_text(subject: str, text: str, kind: str) -> None:
    found = decided("bounce", body=text.encode(), Subject=subject.encode(), **DAEMON)
    assert (found.verdict, [each["address"] for each in found.found["failures"]]) == (kind, ["hong@y.kr"])


def test_addresses_of_the_returned_mail_are_not_blamed() -> None:
    told = b"<hong@y.kr>: user unknown\n\n--- Below this line is a copy of the message.\n\n"
    text = told + b"From: kim@z.kr\nMessage-ID: <9@x.kr>\n"
    found = decided("bounce", body=text, Subject="failure notice", **DAEMON)
    assert [each["address"] for each in found.found["failures"]] == ["hong@y.kr"]
    assert found.found["message_ids"] == ["9@x.kr"]


def test_a_person_who_writes_of_a_failure_is_no_bounce() -> None:
    mail = read(
        raw_mail("메일이 반송되었습니다. 주소가 없는 사용자라고 나와요.".encode(), Subject="반송 문의".encode())
    )
    assert bounce_of(mail, HOUSE) is None


def test_a_complaint_is_told() -> None:
    feedback = multipart("report", part("message/feedback-report", "Feedback-Type: abuse\r\n"))
    assert decided("bounce", **feedback).verdict == "complaint"


def test_read_receipts() -> None:
    said = "Disposition: manual-action/MDN-sent-manually; displayed\r\nOriginal-Message-ID: <9@x.kr>\r\n"
    mdn = multipart("report", part("text/plain", "read"), part("message/disposition-notification", said))
    found = decided("receipt", **mdn)
    assert (found.verdict, found.found["disposition"], found.found["message_ids"]) == (
        "receipt", "displayed", ["9@x.kr"],
    )  # fmt: skip
    assert decided("receipt", Subject="읽음: 답변".encode()).verdict == "weak"
    assert decided("receipt", Disposition_Notification_To="hong@x.kr").verdict == "asked"


def test_duplicates_by_identifier_and_by_content() -> None:
    first = read(raw_mail())
    house = House(seen=set(keys(first)))
    assert decided("duplicate", house).verdict == "same-id"
    assert decided("duplicate", house, Message_ID="<other@mailbox>").verdict == "same-content"
    assert decided("duplicate", house, Message_ID=None).verdict == "same-content"
    assert decided("duplicate", house, From="someone@else.kr").verdict == "no"
    assert decided("duplicate", house, body=b"other", Message_ID="<2@x>").verdict == "no"


def found_in(**mail: object) -> list[tuple[str, str, str]]:
    listed = decided("thread", **mail).found["candidates"]
    return [(each["source"], each["case"], each["message_id"]) for each in listed]


def test_threading_goes_from_tokens_to_in_reply_to_to_references() -> None:
    first = message_id("c1", own="x1", domain="gwidam.example", secret=SECRET)
    second = message_id("c2", own="x1", domain="gwidam.example", secret=SECRET)
    assert found_in(
        To=reply_address("c3", mailbox="voc@gwidam.example", secret=SECRET),
        In_Reply_To="<0@x.kr>",
        References=f"<{first}> <8@x.kr> <{second}> <0@x.kr>",
    ) == [
        ("address", "c3", ""), ("references", "c2", second), ("references", "c1", first),
        ("in-reply-to", "", "0@x.kr"), ("references", "", second), ("references", "", "8@x.kr"),
        ("references", "", first),
    ]  # fmt: skip


def test_a_forged_token_is_only_an_identifier() -> None:
    forged = "c1-aaaaaaaaaaaaaaaa.00@gwidam.example"
    assert found_in(In_Reply_To=f"<{forged}>", To="voc+c1-aaaaaaaaaaaaaaaa@gwidam.example") == [
        ("in-reply-to", "", forged)
    ]
    assert decided("thread", In_Reply_To=f"<{forged}>").verdict == "named"


def test_without_a_secret_no_token_is_believed() -> None:
    ours = message_id("c1", own="x1", domain="gwidam.example", secret=b"x")
    assert decided("thread", House(), In_Reply_To=f"<{ours}>").verdict == "named"
