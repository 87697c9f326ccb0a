"""The words score and mask: a table in, figures or spans out, with no database and no connection."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gwidam.cli.main import main

from .examples import routes

FEW = routes("billing", "roaming", "tv", "staff", each=8)


def tsv(path: Path, rows: list[tuple[str, str]]) -> str:
    path.write_text("".join(f"{text}\t{label}\n" for text, label in [("text", "label"), *rows]), encoding="utf-8")
    return str(path)


@pytest.fixture
def tables(tmp_path: Path) -> list[str]:
    train = [pair for place, pair in enumerate(FEW) if place % 8 < 6]
    test = [pair for place, pair in enumerate(FEW) if place % 8 >= 6]
    strange = [("고양이가 마당에서 낮잠을 잔다", "oos"), ("the quick brown fox", "oos")]
    return [
        "--train",
        tsv(tmp_path / "a.tsv", [*train, *strange]),
        "--test",
        tsv(tmp_path / "b.tsv", test + strange),
    ]


def test_score_prints_what_was_measured(tables: list[str], capsys: pytest.CaptureFixture[str]):
    assert main(["score", *tables, "--tier", "T0", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["tier"], found["trained"], found["tested"], found["outside"]) == ("T0", 24, 8, 2)
    assert found["labels"] == 4
    assert found["accuracy"] >= 0.5
    assert found["auroc"] >= 0.5
    assert found["curve"][0][0] == 1


def test_score_speaks_to_people_too(tables: list[str], capsys: pytest.CaptureFixture[str]):
    assert main(["score", *tables, "--tier", "T0"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "tier               T0"
    assert "coverage  accuracy  threshold" in lines


def test_score_is_the_same_every_time(tables: list[str], capsys: pytest.CaptureFixture[str]):
    seen = []
    for _ in range(2):
        main(["score", *tables, "--tier", "T0", "--json"])
        found = json.loads(capsys.readouterr().out)
        seen.append({name: value for name, value in found.items() if not name.startswith("seconds")})
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("train", "test", "sentence"),
    [
        ("text\tlabel\n", "text\tlabel\na\tb\n", "nothing to learn from"),
        ("text\tlabel\na\toos\n", "text\tlabel\na\tb\n", "nothing to learn from"),
        ("text\tlabel\na\tb\n", "", "has no column text"),
        ("text\tlabel\na\tb\n", "text\tlabel\n", "nothing to test with"),
        ("a\tb\n", "text\tlabel\na\tb\n", "has no column text"),
    ],
)
def test_what_cannot_be_scored_is_said(
    train: str, test: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "a.tsv").write_text(train)
    (tmp_path / "b.tsv").write_text(test)
    words = ["score", "--train", str(tmp_path / "a.tsv"), "--test", str(tmp_path / "b.tsv"), "--tier", "T0"]
    assert main(words) == 1
    assert sentence in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["mask", str(tmp_path / "nowhere")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_mask_prints_an_object_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "texts"
    path.write_text("번호 880101-1234567, 010-1234-5678\n\n안녕하세요\n", encoding="utf-8")
    assert main(["mask", str(path)]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {
            "text": "번호 880101-*******, 010-1234-5678",
            "spans": [
                {"start": 3, "end": 17, "kind": "resident", "masked": True},
                {"start": 19, "end": 32, "kind": "phone", "masked": False},
            ],
        },
        {"text": "", "spans": []},
        {"text": "안녕하세요", "spans": []},
    ]


def test_bytes_that_are_no_text_stop_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    (tmp_path / "texts").write_bytes(b"\xff\xfe\x00010-1234-5678\n")
    assert main(["mask", str(tmp_path / "texts")]) == 0
    assert len(json.loads(capsys.readouterr().out)["spans"]) == 1


NO_CONNECTION = """
import sys
def refuse(event, details):
    if event.startswith(("socket.", "urllib.", "http.")) and event != "socket.__new__":
        raise SystemExit(f"a connection was tried: {event} {details}")
    if event == "socket.__new__":
        raise SystemExit("a socket was made")
sys.addaudithook(refuse)
from gwidam.understand.heart.labels import learn
from gwidam.understand.heart.reading import read
from gwidam.understand.heart.seen import see
from gwidam.understand.heart.tiers import Missing, tier
for name in ("T0", "T1", "T2"):
    try:
        found = tier(name)
    except Missing as trouble:
        print(name, trouble)
        continue
    read(["해지하겠습니다", "Thank you", "", "😀"], found)
    learn(see(["요금", "로밍", "요금제", "로밍 요금"], found), ["a", "b", "a", "b"])
    print(name, "read")
"""


@pytest.mark.slow  # loads Kiwi and e5 in a process of its own, as an audit hook cannot be taken back
def test_reading_opens_no_connection():
    done = subprocess.run([sys.executable, "-c", NO_CONNECTION], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:2] == ["T0 read", "T1 read"]


def test_that_check_would_notice_a_connection():
    code = NO_CONNECTION.partition("from gwidam")[0] + "import socket; socket.socket()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "a socket was made" in done.stderr
