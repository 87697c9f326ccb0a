"""POST /voices:bulk: a line in, a line out, in order, flat in memory, once however often it is sent."""

from __future__ import annotations

import io
import json
import tracemalloc
from typing import Any

import pytest
from django.db import DataError, OperationalError

from gwidam.api import bodies, bulk
from gwidam.listen.models import Voice
from gwidam.own.models import Case

PATH = "/api/v1/voices:bulk"


def send(caller: Any, lines: list[Any] | bytes, **headers: str) -> list[dict[str, Any]]:
    """The answers to these lines (values become JSON, bytes go as they are)."""
    body = lines if isinstance(lines, bytes) else b"\n".join(map(as_line, lines))
    answer = caller.post("/voices:bulk", body, content_type="application/x-ndjson", **headers)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/x-ndjson")
    return [json.loads(line) for line in answer.getvalue().splitlines()]


def as_line(line: Any) -> bytes:
    return line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode()


def voice(text: str = "말", **more: Any) -> dict[str, Any]:
    return {"channel": "api", "text": text, **more}


def test_each_line_is_answered_in_order(caller):
    told = send(
        caller,
        [
            voice("하나", external_id="a"),
            {"channel": "api"},
            b"{",
            voice("하나", external_id="a"),
            voice("둘", external_id="a"),
            b"",
            voice("셋", customer={"phone": "1"}, needs_answer=False),
            voice("넷", channel="nowhere"),
            b"[1]",
        ],
    )
    receipts = dict(Voice.objects.values_list("text", "receipt"))
    assert told == [
        {"line": 1, "status": "stored", "receipt": receipts["하나"]},
        {
            "line": 2,
            "status": "refused",
            "reason": "text: It is required.",
            "errors": [{"field": "text", "detail": "It is required."}],
        },
        {"line": 3, "status": "refused", "reason": told[2]["reason"]},
        {"line": 4, "status": "duplicate", "receipt": receipts["하나"]},
        {"line": 5, "status": "refused", "reason": "Something else was already received under this key."},
        {"line": 6, "status": "refused", "reason": "The line is empty."},
        {
            "line": 7,
            "status": "stored",
            "receipt": receipts["셋"],
            "warnings": ["customer.phone: Please check the phone number. It was left out."],
        },
        {
            "line": 8,
            "status": "refused",
            "reason": told[7]["reason"],
            "errors": [{"field": "channel", "detail": told[7]["reason"]}],
        },
        {
            "line": 9,
            "status": "refused",
            "reason": "body: It must be a JSON object.",
            "errors": [{"field": "body", "detail": "It must be a JSON object."}],
        },
    ]
    assert (Voice.objects.count(), Case.objects.count()) == (2, 1)


def test_a_stream_that_broke_off_is_sent_again_without_a_duplicate(caller):
    lines = [voice(f"말 {number}") for number in range(7)]
    first = send(caller, lines[:4], Idempotency_Key="monday")
    again = send(caller, lines, Idempotency_Key="monday")
    assert [each["status"] for each in again] == ["duplicate"] * 4 + ["stored"] * 3
    assert [each["receipt"] for each in again[:4]] == [each["receipt"] for each in first]
    assert Voice.objects.count() == 7


def test_without_any_key_the_same_line_twice_is_two_voices(caller):
    assert [each["status"] for each in send(caller, [voice(), voice()])] == ["stored", "stored"]


def test_a_voice_given_alone_is_known_in_bulk(caller):
    receipt = caller.post("/voices", voice(external_id="a")).json()["receipt"]
    assert send(caller, [voice(external_id="a")]) == [{"line": 1, "status": "duplicate", "receipt": receipt}]


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b'{"channel":"api","text":"\\ud83d half"}', "stored"),
        (b'{"channel":"api","text":"nul \\u0000"}', "stored"),
        (b'{"channel":"api","text":"\xff"}', "refused"),
        (b'{"channel":"api","text":"' + b"a" * 5_000_000 + b'"}', "stored"),
        (b'{"channel":"api","text":"' + b"a" * 9_000_000 + b'"}', "refused"),
        (b"[" * 100_000, "refused"),
        (b'{"channel":"api","text":NaN}', "refused"),
        (b'{"channel":"api","text":"\\u200b"}', "refused"),
        (b"\xef\xbb\xbf" + b'{"channel":"api","text":"mark"}', "stored"),
        (b'{"channel":"api","text":"windows"}\r', "stored"),
    ],
)
def test_no_line_harms_its_neighbours(caller, line, status):
    told = send(caller, [voice("앞"), line, voice("뒤")])
    assert [each["status"] for each in told] == ["stored", status, "stored"]


def test_batches_keep_the_order_and_the_numbers(caller, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH_LINES", 3)
    told = send(caller, [voice(str(number)) if number % 4 else b"?" for number in range(1, 21)])
    assert [(each["line"], each["status"]) for each in told] == [
        (number, "stored" if number % 4 else "refused") for number in range(1, 21)
    ]


def test_an_empty_stream_has_an_empty_answer(caller):
    assert send(caller, b"") == []


def test_another_media_type_is_refused(caller):
    answer = caller.post("/voices:bulk", b"a=b", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.json()["type"]) == (415, "urn:gwidam:problem:other-type")


def test_a_batch_waits_for_a_database_that_is_away(caller, monkeypatch):
    """What is asked of the whole way through a real restart stands in the chaos tests; here only the waiting."""
    tries = []

    def away_twice(**batch: Any) -> Any:
        tries.append(len(batch["intakes"]))
        if len(tries) < 3:
            raise OperationalError("the database system is shutting down")
        return take_in_many(**batch)

    take_in_many = bulk.take_in_many
    monkeypatch.setattr(bulk, "take_in_many", away_twice)
    monkeypatch.setattr(bulk, "wait_for_database", lambda: None)
    assert [each["status"] for each in send(caller, [voice()])] == ["stored"]
    assert tries == [1, 1, 1]


def test_what_cannot_be_stored_in_time_is_refused_to_be_sent_again(caller, monkeypatch):
    def away(**_: Any) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(bulk, "take_in_many", away)
    monkeypatch.setattr(bulk, "AWAY_FOR", 0)
    told = send(caller, [voice(), voice()])
    assert [(each["status"], each["reason"]) for each in told] == [
        ("refused", "The database does not answer at the moment; please send it again soon.")
    ] * 2


def test_a_row_the_database_refuses_takes_no_other_with_it(caller, monkeypatch):
    def picky(**batch: Any) -> Any:
        if any(each.arrival.text == "나쁜 줄" for each in batch["intakes"]):
            raise DataError("value too long")
        return take_in_many(**batch)

    take_in_many = bulk.take_in_many
    monkeypatch.setattr(bulk, "take_in_many", picky)
    told = send(caller, [voice("앞"), voice("나쁜 줄"), voice("뒤")])
    assert [each["status"] for each in told] == ["stored", "refused", "stored"]


def test_lines_are_the_same_however_the_stream_is_cut(monkeypatch):
    monkeypatch.setattr(bodies, "LONGEST_LINE", 10)
    body = b"one\n\ntwo\r\n" + b"x" * 11 + b"\n" + b"y" * 10 + b"\n" + b"z" * 25
    for size in range(1, 40):
        monkeypatch.setattr(bodies, "PIECE", size)
        assert list(bodies.lines_of(io.BytesIO(body))) == [b"one", b"", b"two\r", None, b"y" * 10, None]


@pytest.mark.slow
def test_memory_stays_flat_however_long_the_stream(caller, monkeypatch):
    """Ten times as many lines take no more memory: neither what came nor what is told is held as a whole."""
    monkeypatch.setattr(bulk, "BATCH_LINES", 100)
    line = json.dumps({"channel": "nowhere", "text": "가" * 300}).encode() + b"\n"

    def peak(times: int) -> int:
        tracemalloc.start()
        try:
            told = 0
            lines = bulk.batches(bodies.lines_of(Endless(line, times)))
            for batch in bulk.ahead(bulk.ready(lines, prefix="x")):
                told += len(list(bulk.answers(batch, by=caller.token.employee)))
            assert told == times
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(100)  # what is loaded once
    assert peak(2000) < 1.2 * peak(400)


class Endless(io.RawIOBase):
    """The same line again and again, never held as a whole."""

    def __init__(self, line: bytes, times: int) -> None:
        self.line, self.left = line, times

    def read(self, size: int = -1) -> bytes:
        count = min(self.left, max(1, size // len(self.line)))
        self.left -= count
        return self.line * count
