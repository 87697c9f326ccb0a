"""The child reads within its bounds, and another takes over when it was killed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from gwidam.listen.mail import Depth, Limits, Reader, read
from gwidam.listen.mail.boxes import mails_in
from gwidam.listen.mail.lines import packed, unpacked

from .letters import multipart, part, raw_mail

MEGABYTE = 1024 * 1024
REPORT = multipart(
    "report",
    part("text/html", "<p>sorry</p>"),
    part("message/delivery-status", "Final-Recipient: rfc822; a@x.kr\r\nAction: failed\r\nStatus: 5.1.1\r\n"),
)


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as found:
        yield found


@pytest.mark.parametrize("raw", [b"", raw_mail(), raw_mail(**REPORT), raw_mail("요금".encode("cp949"))])
def test_the_child_reads_what_the_parent_would(reader: Reader, raw: bytes) -> None:
    assert reader.read(raw) == read(raw)
    assert unpacked(packed(read(raw))) == read(raw)


def test_a_batch_comes_back_in_its_order(reader: Reader) -> None:
    raws = [raw_mail(Subject=str(number)) for number in range(20)]
    assert [mail.subject for mail in reader.read_all(raws)] == [str(number) for number in range(20)]
    assert reader.restarts == 0


@pytest.mark.slow  # two children must start and be killed by the clock
def test_a_mail_that_takes_too_long_still_gives_its_headers() -> None:
    slow = raw_mail(b"<div>" * 150_000, Content_Type="text/html")
    shares = ((Depth.WHOLE, 0.1), (Depth.WITHOUT_HTML, 0.0), (Depth.ENVELOPE, 0.5))
    with Reader(Limits(seconds=20, shares=shares)) as reader:
        mail = reader.read(slow)
        assert (mail.subject, mail.size, mail.is_whole, reader.restarts) == ("hello", len(slow), False, 1)
        assert mail.problems[0].code == "too-much"
        assert reader.read(raw_mail()) == read(raw_mail())


def test_a_mail_that_takes_too_much_memory_still_gives_its_headers() -> None:
    with Reader(Limits(memory=96 * MEGABYTE)) as reader:
        mail = reader.read(raw_mail(b"x" * 40 * MEGABYTE))
    assert (mail.subject, mail.is_whole, "too-much" in {each.code for each in mail.problems}) == (
        "hello",
        False,
        True,
    )


def test_no_time_at_all_leaves_the_raw_mail() -> None:
    with Reader(Limits(seconds=0)) as reader:
        mail = reader.read(raw_mail())
    assert ([each.code for each in mail.problems], mail.size) == (["too-much", "unreadable"], len(raw_mail()))


def test_a_box_is_cut_into_its_mails() -> None:
    line = b"From hong@x.kr Sun Nov 22 15:00:00 2026\n"
    one, two = b"Subject: 1\n\nhi\n>From here\n\n", b"Subject: 2\n\nFrom 9 to 5\n"
    assert list(mails_in(line + one + line + two)) == [one.replace(b">From", b"From"), two]
    assert list(mails_in(line + two)) == [line + two]
    assert list(mails_in(two)) == [two]
