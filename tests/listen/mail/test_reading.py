"""A raw mail becomes text, HTML, files and problems, in whatever order its parts come."""

from __future__ import annotations

import base64
import binascii
import struct
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwidam.listen.mail import Depth, Mail, read
from gwidam.listen.mail.problems import WORDS

from .letters import multipart, part, raw_mail

PLAIN = part("text/plain", "plain")
HTML = part("text/html", "<p>rich</p>")
FILE = part("text/plain", "a", Content_Disposition="attachment")
SIGNATURE = part("application/pkcs7-signature; name=smime.p7s", "x")
PGP = (part("application/pgp-encrypted", "Version: 1"), part("application/octet-stream", "x"))
PICTURE = part("image/png", b"\x89PNG", encode=True, Content_ID="<pic>", Content_Disposition="inline")


def codes(mail: Mail) -> list[str]:
    return [each.code for each in mail.problems]


def test_a_plain_mail_is_read_whole() -> None:
    mail = read(
        raw_mail(
            b"hi\r\nthere\r\n",
            Cc="<a@x.kr>, B <b@x.kr>",
            Reply_To="r@x.kr",
            In_Reply_To="<0@x>",
            References="<8@x>\r\n <0@x>",
        )
    )
    assert (mail.subject, mail.text, mail.html_sanitised, mail.attachments) == ("hello", "hi\nthere\n", None, ())
    assert mail.date == datetime(2026, 11, 22, 15, tzinfo=timezone(timedelta(hours=9)))
    assert (mail.message_id, mail.in_reply_to, mail.references) == ("1@example.kr", ("0@x",), ("8@x", "0@x"))
    assert [(each.name, each.address) for each in mail.cc] == [("", "a@x.kr"), ("B", "b@x.kr")]
    assert (mail.problems, mail.is_whole) == ((), True)


@pytest.mark.parametrize(
    ("mail", "text", "html", "files"),
    [
        (multipart("alternative", PLAIN, HTML), "plain", "<p>rich</p>", []),
        (multipart("alternative", HTML, PLAIN), "plain", "<p>rich</p>", []),
        (multipart("alternative", HTML), "rich", "<p>rich</p>", []),
        (multipart("mixed", PLAIN, PLAIN), "plain\nplain", None, []),
        (multipart("mixed", PLAIN, HTML), "plain\nrich", "<pre>plain</pre>\n<p>rich</p>", []),
        (multipart("related", PICTURE, HTML), "rich", "<p>rich</p>", ["image/png"]),
        (multipart("mixed", FILE, PLAIN), "plain", None, ["text/plain"]),
        (multipart("digest", b"\r\nSubject: x\r\n\r\nhi"), "", None, ["message/rfc822"]),
        (multipart("nonsense", PLAIN, HTML), "plain\nrich", "<pre>plain</pre>\n<p>rich</p>", []),
    ],
)  # fmt: skip
def test_parts_in_every_order(mail: dict, text: str, html: str | None, files: list[str]) -> None:
    found = read(raw_mail(**mail))
    assert (found.text, found.html_sanitised) == (text, html)
    assert [each.type for each in found.attachments] == files


def test_a_related_letter_within_an_alternative() -> None:
    inner = multipart("related", HTML, PICTURE, boundary="in")
    nested = part(inner["Content_Type"], inner["body"])
    mail = read(raw_mail(**multipart("alternative", PLAIN, nested)))
    assert (mail.text, mail.html_sanitised) == ("plain", "<p>rich</p>")
    assert [(each.content_id, each.is_inline, each.content) for each in mail.attachments] == [
        ("pic", True, b"\x89PNG")
    ]


def test_an_attached_mail_stays_a_file() -> None:
    inner = raw_mail(b"inner\n", Subject="inner")
    mail = read(raw_mail(**multipart("mixed", PLAIN, part("message/rfc822", inner))))
    assert (mail.subject, mail.text) == ("hello", "plain")
    (file,) = mail.attachments
    assert (file.type, file.content.replace(b"\r\n", b"\n").rstrip()) == (
        "message/rfc822",
        inner.replace(b"\r\n", b"\n").rstrip(),
    )


@pytest.mark.parametrize("given", ["other", None])
def test_a_wrong_or_missing_boundary_is_guessed(given: str | None) -> None:
    sent = multipart("alternative", PLAIN, HTML, boundary="real")
    sent["Content_Type"] = "multipart/alternative" + (f'; boundary="{given}"' if given else "")
    mail = read(raw_mail(**sent))
    assert (mail.text, mail.html_sanitised) == ("plain", "<p>rich</p>")
    assert "boundary-guessed" in codes(mail)


def test_headers_after_a_broken_line_are_not_lost() -> None:
    raw = b"From: a@x.kr\nSubject: one\ntwo three\nTo   : b@x.kr\nDate: Sun, 22 Nov 2026 15:00:00 +0900\n\nhi\n"
    mail = read(raw)
    assert (mail.subject, mail.to[0].address, mail.text) == ("one two three", "b@x.kr", "hi\n")
    assert codes(mail) == ["headers-mended", "no-message-id"]


@pytest.mark.parametrize(
    ("encoding", "sent", "text"),
    [
        ("base64", b"aGVsbG8=", "hello"),
        ("base64", b"aGVsbG8", "hello"),
        ("base64", b"aGVs!bG8=", "hello"),
        ("base64", b"aGVs\r\nbG8=\r\naGk=\r\n", "hellohi"),
        ("base64", b"This is no base64 at all, is it?", "This is no base64 at all, is it?"),
        ("quoted-printable", b"a=3Db=\r\nc =ZZ", "a=bc =ZZ"),
        ("Quoted-Printable ", b"=41", "A"),
        ("7-bit", b"plain", "plain"),
        ("x-nobody-knows", b"plain", "plain"),
    ],
)
def test_transfer_encodings_give_what_they_hold(encoding: str, sent: bytes, text: str) -> None:
    assert read(raw_mail(sent, Content_Transfer_Encoding=encoding)).text == text


def test_a_uuencoded_file_leaves_the_text() -> None:
    rows = binascii.b2a_uu(b"content")
    mail = read(raw_mail(b"see below\nbegin 644 report.txt\n" + rows + b"`\nend\nbye\n"))
    assert mail.text == "see below\nbye\n"
    assert [(each.name, each.content) for each in mail.attachments] == [("report.txt", b"content")]


def tnef(*files: tuple[bytes, bytes]) -> bytes:
    def attribute(number: int, kind: int, value: bytes) -> bytes:
        return struct.pack("<BHHI", 2, number, kind, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)

    found = struct.pack("<IH", 0x223E9F78, 1)
    for name, content in files:
        found += (
            attribute(0x9002, 6, b"\0" * 14) + attribute(0x8010, 1, name + b"\0") + attribute(0x800F, 6, content)
        )
    return found


def test_an_outlook_bundle_is_opened() -> None:
    bundle = tnef(("청구서.xls".encode("cp949"), b"sheet"), (b"b.txt", b"two"))
    mail = read(raw_mail(**multipart("mixed", PLAIN, part("application/ms-tnef", bundle, encode=True))))
    assert [(each.name, each.content) for each in mail.attachments] == [
        ("청구서.xls", b"sheet"),
        ("b.txt", b"two"),
    ]


def test_a_damaged_outlook_bundle_keeps_what_came_before() -> None:
    bundle = tnef((b"a.txt", b"one"), (b"b.txt", b"two"))[:-4]
    mail = read(raw_mail(**multipart("mixed", PLAIN, part("application/ms-tnef", bundle, encode=True))))
    assert ([each.name for each in mail.attachments], codes(mail)) == (["a.txt", "b.txt"], ["tnef"])


def test_an_invitation_says_what_it_is() -> None:
    event = (
        "BEGIN:VEVENT\r\nSUMMARY:방문\\, 거실\r\nDTSTART;TZID=Asia/Seoul:20261122T150000\r\nLOCATION:본\r\n 사\r\n"
    )
    calendar = (
        f"BEGIN:VCALENDAR\r\n{event}BEGIN:VALARM\r\nSUMMARY:x\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    mail = read(raw_mail(calendar.encode(), Content_Type="text/calendar; charset=utf-8"))
    assert mail.calendar == ("방문, 거실 · 2026-11-22 15:00 · 본사",)
    assert mail.text == "방문, 거실 · 2026-11-22 15:00 · 본사"


@pytest.mark.parametrize(
    ("mail", "code", "files"),
    [
        (multipart("signed", PLAIN, SIGNATURE), "signed", ["smime.p7s"]),
        (multipart("encrypted", *PGP), "encrypted", ["", ""]),
        ({"Content_Type": "application/pkcs7-mime; name=smime.p7m", "body": b"x"}, "encrypted", ["smime.p7m"]),
        ({"body": b"-----BEGIN PGP MESSAGE-----\n"}, "encrypted", []),
    ],
)  # fmt: skip
def test_sealed_mails_are_left_as_they_are(mail: dict, code: str, files: list[str]) -> None:
    found = read(raw_mail(**mail))
    assert (codes(found), [each.name for each in found.attachments]) == ([code], files)


@pytest.mark.parametrize(
    ("sent", "moment"),
    [
        ("Sun, 22 Nov 2026 15:00:00 GMT", datetime(2026, 11, 22, 15, tzinfo=UTC)),
        ("22 Nov 26 15:00 +0000", datetime(2026, 11, 22, 15, tzinfo=UTC)),
        ("2026-11-22T15:00:00Z", datetime(2026, 11, 22, 15, tzinfo=UTC)),
        ("Sun, 22 Nov 2026 15.00.00 +0000 (KST)", datetime(2026, 11, 22, 15, tzinfo=UTC)),
        ("yesterday", None),
        ("Sun, 99 Nov 2026 15:00:00 +0900", None),
        ("", None),
    ],
)
def test_dates(sent: str, moment: datetime | None) -> None:
    assert read(raw_mail(Date=sent)).date == moment


@pytest.mark.parametrize(
    ("sent", "addresses"),
    [
        ('"Kim, Lee" <a@x.kr>, b@x.kr', [("Kim, Lee", "a@x.kr"), ("", "b@x.kr")]),
        ("Team: a@x.kr, B <b@x.kr>; c@x.kr", [("", "a@x.kr"), ("B", "b@x.kr"), ("", "c@x.kr")]),
        ("undisclosed-recipients:;", []),
        ("=?utf-8?Q?Kim,_Lee?= <a@x.kr>", [("Kim, Lee", "a@x.kr")]),
        ("<@route,@b:a@x.kr>", [("", "a@x.kr")]),
        ("Pete(his (own) account) <pete@x.kr>", [("Pete", "pete@x.kr")]),
        ("a@x.kr; b@x.kr", [("", "a@x.kr"), ("", "b@x.kr")]),
        ("Nobody", [("Nobody", "")]),
        ('"unclosed <a@x.kr>', [('"unclosed', "a@x.kr")]),
    ],
)
def test_addresses(sent: str, addresses: list[tuple[str, str]]) -> None:
    assert [(each.name, each.address) for each in read(raw_mail(To=sent)).to] == addresses


def test_nothing_is_a_mail_too() -> None:
    for raw in (b"", b"\r\n\r\n", b"\0" * 100, bytes(range(256)) * 10):
        assert read(raw).size == len(raw)
    assert codes(read(b"")) == ["empty"]


@pytest.mark.parametrize("depth", list(Depth))
def test_every_depth_reads_the_headers(depth: Depth) -> None:
    mail = read(raw_mail(b"<p>rich</p>", Content_Type="text/html"), depth=depth)
    assert (mail.subject, mail.message_id) == ("hello", "1@example.kr")
    assert mail.text == {Depth.WHOLE: "rich", Depth.WITHOUT_HTML: "rich", Depth.ENVELOPE: ""}[depth]


def test_a_mail_nested_too_deeply_keeps_its_headers() -> None:
    body = b"".join(b"--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n" % (i, i + 1) for i in range(3000))
    mail = read(raw_mail(body, Content_Type="multipart/mixed; boundary=b0"))
    assert (mail.subject, mail.is_whole, codes(mail)) == ("hello", False, ["too-deep"])


@given(st.binary(max_size=400), st.binary(max_size=400))
def test_no_bytes_break_the_reading(head: bytes, body: bytes) -> None:
    mail = read(head + b"\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" + body)
    assert {each.code for each in mail.problems} <= WORDS.keys()
    assert mail.text.encode() is not None


def test_hash_and_size_are_of_the_raw_bytes() -> None:
    raw = raw_mail(base64.b64encode(b"x"))
    mail = read(raw)
    assert (mail.size, mail.sha256) == (len(raw), read(raw).sha256)
