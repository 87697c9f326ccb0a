"""`gwidam mail`: one line for each raw mail, whatever it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gwidam.cli.main import main

MAIL = (
    "From: 홍길동 <hong@x.kr>\nTo: voc@x.kr\nSubject: 요금 문의\nDate: Sun, 22 Nov 2026 15:00:00 +0900\n"
    "Message-ID: <1@x.kr>\n\n요금이 이상해요.\n"
).encode("cp949")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_mail_is_one_json_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "1.eml"
    path.write_bytes(MAIL)
    assert main(["mail", "--json", str(path)]) == 0
    (line,) = lines(capsys)
    assert {
        name: line[name] for name in ("file", "subject", "from", "date", "message_id", "text", "attachments")
    } == {
        "file": str(path),
        "subject": "요금 문의",
        "from": [{"name": "홍길동", "address": "hong@x.kr"}],
        "date": "2026-11-22T15:00:00+09:00",
        "message_id": "1@x.kr",
        "text": "요금이 이상해요.\n",
        "attachments": [],
    }
    assert [each["filter"] for each in line["decisions"]] == [
        *("loop", "duplicate", "bounce", "receipt", "automatic", "list", "thread")
    ]


def test_a_box_and_a_broken_file_give_every_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    start = b"From hong@x.kr Sun Nov 22 15:00:00 2026\n"
    (tmp_path / "box").write_bytes(start + MAIL + b"\n" + start + MAIL)
    (tmp_path / "broken").write_bytes(bytes(range(256)))
    assert main(["mail", "--json", str(tmp_path / "box"), str(tmp_path / "broken")]) == 0
    first, second, broken = lines(capsys)
    verdicts = [{each["filter"]: each["verdict"] for each in line["decisions"]} for line in (first, second)]
    assert [each["duplicate"] for each in verdicts] == ["no", "same-id"]
    assert {"no-from", "no-date"} <= {each["code"] for each in broken["problems"]}


def test_a_person_reads_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "1.eml").write_bytes(b"Subject: hi\n\nhello\n")
    assert main(["mail", str(tmp_path / "1.eml")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"{tmp_path / '1.eml'}: hi",
        "  from -, no date",
        "  6 characters, 0 attachments",
        "  ! The date is missing or cannot be read.",
        "  ! It does not say who sent it.",
        "  ! It has no Message-ID.",
    ]


def test_a_file_that_is_not_there_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mail", "--json", str(tmp_path / "none")]) == 1
    assert "cannot be read" in capsys.readouterr().err
