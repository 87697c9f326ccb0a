"""The words find, likeness and themes on the command line, without a model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gwidam.cli.main import main

TOPICS = {
    "bill": [
        "요금이 두 배로 청구됐어요",
        "청구된 요금이 이상해요",
        "요금 청구 금액을 확인해 주세요",
        "요금이 왜 청구됐나요",
    ],
    "visit": [
        "기사님 방문이 늦어요",
        "방문 기사님이 안 오셨어요",
        "기사님 방문 시간을 바꿔 주세요",
        "방문한 기사님이 친절해요",
    ],
    "leave": [
        "위약금 없이 해지할래요",
        "해지 위약금이 얼마인가요",
        "해지하면 위약금 내나요",
        "위약금이랑 해지 절차요",
    ],
}


def written(path: Path, header: str, rows: list[str]) -> str:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return str(path)


@pytest.fixture
def labelled(tmp_path: Path) -> str:
    rows = [f"{text}\t{label}" for label, texts in TOPICS.items() for text in texts]
    return written(tmp_path / "texts.tsv", "text\tlabel", rows)


def test_themes_writes_each_text_with_its_theme(
    labelled: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.tsv"
    assert main(["themes", labelled, "--tier", "T0", "--out", str(out), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    lines = out.read_text(encoding="utf-8").splitlines()
    texts = [text for texts in TOPICS.values() for text in texts]
    assert lines[0] == "text\ttheme"
    assert [line.split("\t")[0] for line in lines[1:]] == texts
    assert (found["texts"], found["tier"], found["ari"]) == (12, "T0", 1.0)
    assert sum(theme["voices"] for theme in found["themes"]) == 12


def test_themes_says_the_same_twice(labelled: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for _ in range(2):
        main(["themes", labelled, "--tier", "T0"])
        said.append([line for line in capsys.readouterr().out.splitlines() if "seconds" not in line])
    assert said[0] == said[1]
    assert "labels       NMI 1.0000, ARI 1.0000" in said[0]


def test_themes_without_labels_compares_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path / "texts.tsv", "text", ["요금 문의", "😀", "a", "요금 문의요", ""])
    assert main(["themes", file, "--tier", "T0", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["nmi"], found["ari"], sum(theme["voices"] for theme in found["themes"])) == (
        None,
        None,
        found["texts"],
    )


def test_likeness_prints_recall(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [f"{label}\t{text}" for label, texts in TOPICS.items() for text in texts[:2]]
    assert main(["likeness", "--texts", written(tmp_path / "t.tsv", "group\ttext", rows), "--tier", "T0"]) == 0
    assert "recall@10          1.0000" in capsys.readouterr().out


def test_find_prints_recall(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    texts = [text for texts in TOPICS.values() for text in texts]
    documents = written(tmp_path / "d.tsv", "id\ttext", [f"v{at}\t{text}" for at, text in enumerate(texts)])
    queries = written(
        tmp_path / "q.tsv", "query\tid", ["청구 금액 확인\tv2", "해지 절차\tv11", "방문이 늦는 기사\tv4"]
    )
    assert main(["find", "--documents", documents, "--queries", queries, "--tier", "T0", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["recall_at_1"], found["recall_at_10"], found["mrr"]) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["themes", "{empty}"], "has no column text"),
        (["themes", "{only_header}"], "has no texts"),
        (["themes", "{missing}"], "cannot be read"),
        (["likeness", "--texts", "{only_header}"], "has no column group"),
        (["likeness", "--texts", "{single}"], "no two texts are of one group"),
        (["find", "--documents", "{single}", "--queries", "{single}"], "has no column id"),
        (["find", "--documents", "{documents}", "--queries", "{documents}", "--meaning"], "T0 has no vectors"),
    ],
)
def test_what_cannot_be_done_is_said(
    words: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "empty": written(tmp_path / "empty", "", []),
        "only_header": written(tmp_path / "header", "text", []),
        "single": written(tmp_path / "single", "group\ttext", ["a\t요금"]),
        "documents": written(tmp_path / "documents", "id\ttext\tquery", ["1\t요금\t요금"]),
        "missing": str(tmp_path / "missing"),
    }
    assert main([*(word.format(**files) for word in words), "--tier", "T0"]) == 1
    assert said in capsys.readouterr().err


def test_an_unwritable_place_is_said(labelled: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["themes", labelled, "--tier", "T0", "--out", str(tmp_path / "no" / "out.tsv")]) == 1
    assert "cannot be written" in capsys.readouterr().err
