"""Every encoding Korean mail is really sent in, rightly and wrongly labelled."""

from __future__ import annotations

import base64
import quopri

import pytest

from gwidam.listen.mail import read

from .letters import multipart, part, raw_mail, word

BODY = "안녕하세요. 똠방각하 펲시콜라 뷁, 인터넷이 끊겨요. ㈜케이티 ① 요금 문의드립니다.\n"
PLAIN = "안녕하세요. 인터넷이 자주 끊겨요. 요금 문의도 드립니다.\n"
SUBJECT = "인터넷이 자꾸 끊겨요 문의드립니다"


@pytest.mark.parametrize(
    "label",
    [
        *(
            "euc-kr",
            "EUC-KR",
            "ks_c_5601-1987",
            "cp949",
            "ksc5601",
            "windows-949",
            "x-windows-949",
            "uhc",
            "ms949",
        ),
        *("unknown-8bit", "utf-8", "us-ascii", "iso-8859-1", "x-nonsense", "johab"),
    ],
)
def test_cp949_bytes_are_read_under_any_label(label: str) -> None:
    mail = read(raw_mail(BODY.encode("cp949"), Content_Type=f'text/plain; charset="{label}"'))
    assert mail.text == BODY


@pytest.mark.parametrize("label", ["utf-8", "euc-kr", "ks_c_5601-1987", "iso-8859-1", "us-ascii", "x-nonsense"])
def test_utf8_bytes_are_read_under_any_label(label: str) -> None:
    assert read(raw_mail(BODY.encode(), Content_Type=f"text/plain; charset={label}")).text == BODY


@pytest.mark.parametrize("charset", ["cp949", "utf-8"])
def test_a_body_without_any_label_is_read(charset: str) -> None:
    assert read(raw_mail(BODY.encode(charset), MIME_Version=None)).text == BODY


@pytest.mark.parametrize("charset", ["johab", "iso-2022-kr"])
def test_rare_encodings_are_read_by_their_name(charset: str) -> None:
    assert read(raw_mail(PLAIN.encode(charset), Content_Type=f"text/plain; charset={charset}")).text == PLAIN


@pytest.mark.parametrize("label", ["", "; charset=us-ascii", "; charset=euc-kr", "; charset=utf-8"])
def test_iso_2022_kr_is_known_by_its_escape(label: str) -> None:
    assert read(raw_mail(PLAIN.encode("iso-2022-kr"), Content_Type=f"text/plain{label}")).text == PLAIN


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "8bit"])
def test_transfer_encodings_carry_cp949(encoding: str) -> None:
    raw = BODY.encode("cp949")
    sent = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring, "8bit": bytes}[encoding](raw)
    mail = read(raw_mail(sent, Content_Type="text/plain; charset=euc-kr", Content_Transfer_Encoding=encoding))
    assert mail.text == BODY


@pytest.mark.parametrize("charset", ["cp949", "utf-8"])
def test_an_unencoded_subject_is_read(charset: str) -> None:
    mail = read(raw_mail(Subject=SUBJECT.encode(charset)))
    assert mail.subject == SUBJECT


def test_an_unencoded_subject_follows_the_charset_of_the_body() -> None:
    raw = raw_mail(
        "요금".encode("johab"), Content_Type="text/plain; charset=johab", Subject="요금 문의".encode("johab")
    )
    assert read(raw).subject == "요금 문의"


@pytest.mark.parametrize(
    ("charset", "label"),
    [
        *(("cp949", "euc-kr"), ("cp949", "ks_c_5601-1987"), ("cp949", "utf-8"), ("cp949", "x-nonsense")),
        *(("utf-8", "utf-8"), ("utf-8", "euc-kr"), ("utf-8", "utf-8*ko")),
        *(("iso-2022-kr", "iso-2022-kr"), ("johab", "johab")),
    ],
)
def test_encoded_subjects_are_read_under_any_label(charset: str, label: str) -> None:
    assert read(raw_mail(Subject=word(SUBJECT, charset, label))).subject == SUBJECT


@pytest.mark.parametrize("charset", ["cp949", "utf-8"])
@pytest.mark.parametrize("length", [3, 4, 5, 7, 10])
def test_subjects_cut_within_a_character_are_joined(charset: str, length: int) -> None:
    raw = SUBJECT.encode(charset)
    pieces = [raw[start : start + length] for start in range(0, len(raw), length)]
    words = [f"=?{charset}?B?{base64.b64encode(piece).decode()}?=" for piece in pieces]
    quoted = [f"=?{charset}?Q?{piece.hex('=')}?=".replace("?Q?", "?Q?=") for piece in pieces]
    assert read(raw_mail(Subject="\r\n ".join(words))).subject == SUBJECT
    assert read(raw_mail(Subject="\r\n ".join(quoted))).subject == SUBJECT


def test_base64_cut_anywhere_is_joined() -> None:
    packed = base64.b64encode(SUBJECT.encode()).decode()
    pieces = [packed[start : start + 30] for start in range(0, len(packed), 30)]
    subject = "\r\n ".join(f"=?utf-8?B?{piece}?=" for piece in pieces)
    assert read(raw_mail(Subject=subject)).subject == SUBJECT


@pytest.mark.parametrize(
    ("sent", "read_as"),
    [
        (f"Re: {word('요금', 'cp949', 'euc-kr')} RE", "Re: 요금 RE"),
        (f"[{word('요금', 'utf-8')}]{word('문의', 'utf-8')}", "[요금]문의"),
        ("=?utf-8?B?7JqU6riI", "요금"),  # the end is missing
        ("=?utf-8?B?7JqU6ri?=", "요\ufffd"),  # the last byte is
        ("=?utf-8?Q?=EC=9A=94 =EA=B8=88?=", "요 금"),  # a raw space
        ('"=?utf-8?B?7JqU6riI?="', '"요금"'),
    ],
)
def test_broken_encoded_words_give_what_they_hold(sent: str, read_as: str) -> None:
    assert read(raw_mail(Subject=sent)).subject == read_as


@pytest.mark.parametrize(
    "sent",
    [
        f'"{word("홍길동", "cp949", "euc-kr")}" <hong@example.kr>'.encode(),
        f"{word('홍길동', 'utf-8')} <hong@example.kr>".encode(),
        f"{word('홍길동', 'utf-8')}<hong@example.kr>".encode(),
        '"홍길동" <hong@example.kr>'.encode("cp949"),
        "홍길동 <hong@example.kr>".encode(),
        "hong@example.kr (홍길동)".encode(),
        b"=?utf-8?Q?=ED=99=8D=EA=B8=B8=EB=8F=99?= <hong@example.kr>",
    ],
)
def test_names_of_senders_are_read(sent: bytes) -> None:
    (sender,) = read(raw_mail(From=sent)).from_
    assert (sender.name, sender.address) == ("홍길동", "hong@example.kr")


NAME = "6월 청구서.pdf"
PERCENT = "6%EC%9B%94%20%EC%B2%AD%EA%B5%AC%EC%84%9C.pdf"


@pytest.mark.parametrize(
    "disposition",
    [
        f"attachment; filename*=UTF-8''{PERCENT}".encode(),
        f"attachment; filename*=utf-8'ko'{PERCENT}".encode(),
        f"attachment; filename*=\"UTF-8''{PERCENT}\"".encode(),
        f"attachment; filename*={PERCENT}".encode(),
        f"attachment; filename*0*=UTF-8''{PERCENT[:13]}; filename*1*={PERCENT[13:]}".encode(),
        f"attachment; filename*1*={PERCENT[13:]}; filename*0*=UTF-8''{PERCENT[:13]}".encode(),
        f'attachment; filename="{word(NAME, "cp949", "ks_c_5601-1987")}"'.encode(),
        f"attachment; filename={word(NAME, 'utf-8')}".encode(),
        f'attachment; filename*="{word(NAME, "utf-8")}"'.encode(),
        f'attachment; filename*0="{word(NAME, "utf-8")[:20]}"; filename*1="{word(NAME, "utf-8")[20:]}"'.encode(),
        f'attachment; filename="{NAME}"'.encode("cp949"),
        f'attachment; filename="{NAME}"'.encode(),
        f"attachment; filename={NAME}".encode(),
        b"attachment; filename*=euc-kr''6%BF%F9%20%C3%BB%B1%B8%BC%AD.pdf",
        b"attachment; filename*=UTF-8''6%BF%F9%20%C3%BB%B1%B8%BC%AD.pdf",
    ],
)
def test_file_names_are_read_however_they_are_written(disposition: bytes) -> None:
    file = part("application/pdf", "%PDF", Content_Disposition=disposition)
    mail = read(raw_mail(**multipart("mixed", part("text/plain", "hi"), file)))
    assert [(each.name, each.type, each.size) for each in mail.attachments] == [(NAME, "application/pdf", 4)]


def test_html_is_read_in_the_charset_it_names_itself() -> None:
    page = f'<html><head><meta charset="euc-kr"></head><body><p>{BODY.strip()}</p></body></html>'
    mail = read(raw_mail(page.encode("cp949"), Content_Type="text/html"))
    assert mail.text == BODY.strip()
    assert mail.html_sanitised == f"<p>{BODY.strip()}</p>"


def test_a_wrong_label_is_told() -> None:
    mail = read(raw_mail(BODY.encode(), Content_Type="text/plain; charset=euc-kr"))
    assert [(each.where, each.declared, each.read_as) for each in mail.charsets] == [("text", "euc-kr", "utf-8")]
    assert [each.code for each in mail.problems] == ["charset"]


def test_the_newer_standard_under_the_older_name_is_no_problem() -> None:
    assert read(raw_mail(BODY.encode("cp949"), Content_Type="text/plain; charset=ks_c_5601-1987")).problems == ()
