"""The same reading in other engines: plain columns, Arrow batches, DuckDB, Spark."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from gwidam.cli.main import main
from gwidam.understand.bulk.columns import KINDS, columns_of
from gwidam.understand.heart.tiers import Tier, tier

TEXTS = ["최악이에요! 고소하겠습니다!", "직원분이 정말 친절하셔서 고맙습니다", None, "", "Where is my bill?"]


@pytest.fixture(scope="module")
def t0() -> Tier:
    return tier("T0")


def test_columns_say_what_a_reading_says(t0: Tier) -> None:
    read = columns_of([*TEXTS, "제 번호는 900101-1234567입니다"], t0)
    assert list(read) == list(KINDS)
    assert read["tone"][:2] == ["negative", "positive"]
    assert read["language"] == ["ko", "ko", "none", "none", "en", "ko"]
    assert "legal" in read["dangers"][0]
    assert read["dangers"][1] == []
    assert "1234567" not in read["masked"][5]
    assert {*read["tier"]} == {"T0"}
    assert all(0 <= each <= 1 for name in ("tone_sure", "heat", "kind_sure", "topic_sure") for each in read[name])


def test_no_texts_are_no_rows(t0: Tier) -> None:
    assert columns_of([], t0) == {name: [] for name in KINDS}


# Arrow


@pytest.fixture
def arrow():
    pytest.importorskip("pyarrow", reason="pyarrow is not here: pip install -r requirements-bulk.lock")
    from gwidam.understand.bulk import arrow

    return arrow


def batch_of(texts, **columns):
    import pyarrow as pa

    return pa.record_batch({"text": pa.array(texts, pa.string()), **columns})


def test_a_batch_comes_back_with_what_was_read(arrow, t0: Tier) -> None:
    batch = batch_of(TEXTS, number=list(range(5)))
    read = arrow.read_batch(batch, column="text", tier=t0)
    assert read.select(["text", "number"]) == batch
    assert read.schema == arrow.schema_of(batch.schema, "text")
    assert {name: read.column(arrow.PREFIX + name).to_pylist() for name in KINDS} == columns_of(TEXTS, t0)


def test_batches_are_read_one_by_one_when_they_are_asked_for(arrow, t0: Tier) -> None:
    taken = []

    def given():
        for number in range(3):
            taken.append(number)
            yield batch_of([f"요금 {number}"])

    read = arrow.read_batches(given(), column="text", tier=t0)
    assert (next(read).num_rows, taken) == (1, [0])
    assert [each.column("text").to_pylist() for each in read] == [["요금 1"], ["요금 2"]]


@pytest.mark.parametrize(
    ("columns", "column", "trouble"),
    [
        ({}, "words", "there is no column 'words'; there are text"),
        ({"number": [1]}, "number", "column 'number' holds no texts but int64"),
        ({"read_tone": ["x"]}, "text", "there are columns read_tone already"),
    ],
)
def test_what_cannot_be_read_is_said(arrow, columns, column, trouble) -> None:
    with pytest.raises(ValueError, match=trouble):
        arrow.schema_of(batch_of(["요금"], **columns).schema, column)


# DuckDB


@pytest.fixture
def duck(arrow):
    pytest.importorskip("duckdb", reason="duckdb is not here: pip install -r requirements-bulk.lock")
    from gwidam.understand.bulk import duck

    return duck


def test_duckdb_reads_in_its_sql(duck, t0: Tier) -> None:
    import duckdb

    with duckdb.connect() as connection:
        duck.teach(connection, tier=t0)
        connection.execute("CREATE TABLE voice (number INTEGER, text VARCHAR)")
        connection.executemany("INSERT INTO voice VALUES (?, ?)", list(enumerate(TEXTS)))
        rows = connection.execute("SELECT gwidam_reading(text) FROM voice ORDER BY number").fetchall()
    read = columns_of(TEXTS, t0)
    assert [row for (row,) in rows] == [{name: read[name][at] for name in KINDS} for at in range(len(TEXTS))]


@pytest.mark.parametrize(("given", "taken"), [("csv", "parquet"), ("tsv", "tsv"), ("parquet", "csv")])
def test_a_file_of_many_batches_is_read_into_another(duck, t0: Tier, tmp_path, monkeypatch, given, taken) -> None:
    import duckdb
    import pyarrow as pa

    monkeypatch.setattr(duck, "TOGETHER", 2)
    source, out = tmp_path / f"it's.{given}", tmp_path / f"read.{taken}"
    texts = ["최악이에요!", '"따옴표", 쉼표', "줄\n바꿈", "고맙습니다", "탭\t하나"]
    told = []
    with duckdb.connect() as connection:
        rows_ = connection.from_arrow(pa.table({"id": [*"01234"], "words": texts}))
        duck._write(rows_, source)
    rows = duck.read_file(source, out, column="words", tier=t0, tell=lambda *how_far: told.append(how_far))
    with duckdb.connect() as connection:
        found = (
            duck._rows_of(connection, out).project("id, words, read_tone, read_language").order("id").fetchall()
        )
    read = columns_of(texts, t0)
    assert found == list(zip("01234", texts, read["tone"], read["language"], strict=True))
    assert (rows, told[-1]) == (5, (5, 5))
    assert [path.name for path in tmp_path.iterdir() if path.suffix == out.suffix and "part" in path.name] == []


def test_a_file_that_cannot_be_read_leaves_nothing(duck, t0: Tier, tmp_path) -> None:
    source = tmp_path / "voices.csv"
    source.write_text("id,text\n1,요금\n")
    for out, column, trouble in (
        ("read.parquet", "words", "no column 'words'"),
        ("read.xlsx", "text", "is none of .parquet, .csv, .tsv"),
    ):
        with pytest.raises(ValueError, match=trouble):
            duck.read_file(source, tmp_path / out, column=column, tier=t0)
    with pytest.raises(ValueError, match="cannot be read"):
        duck.read_file(tmp_path / "none.parquet", tmp_path / "read.csv", column="text", tier=t0)
    assert list(tmp_path.iterdir()) == [source]


def test_the_command_reads_a_file(duck, tmp_path, capsys) -> None:
    source, out = tmp_path / "voices.csv", tmp_path / "read.csv"
    source.write_text("id,text\n1,최악이에요!\n")
    assert main(["bulk", str(source), "--out", str(out), "--tier", "T0"]) == 0
    header, row = out.read_text().splitlines()
    assert header.split(",")[:5] == ["id", "text", "read_masked", "read_language", "read_tone"]
    assert row.split(",")[:5] == ["1", "최악이에요!", "최악이에요!", "ko", "negative"]
    assert "1 rows in" in capsys.readouterr().err


# Spark


def test_what_spark_is_given_is_a_function_of_a_stream_of_batches(arrow) -> None:
    import pickle

    from gwidam.understand.bulk import spark

    reading = spark.in_arrow("text", tier_name="T0")
    (first, second) = reading(iter([batch_of(TEXTS[:2]), batch_of(TEXTS[2:])]))
    tones = first.column("read_tone").to_pylist() + second.column("read_tone").to_pylist()
    assert tones == columns_of(TEXTS, tier("T0"))["tone"]
    assert pickle.loads(pickle.dumps(spark.FIELDS)) == spark.FIELDS  # noqa: S301 - our own
    assert [field.split()[0] for field in spark.FIELDS.split(", ")] == [arrow.PREFIX + name for name in KINDS]


IN_SPARK = """
from pyspark.sql import SparkSession
from gwidam.understand.bulk.spark import read_frame
spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
frame = spark.createDataFrame([(0, "최악이에요!"), (1, "고맙습니다"), (2, None)], "id int, text string")
rows = read_frame(frame, "text", tier_name="T0").orderBy("id").select("id", "read_tone", "read_needs").collect()
print([(row.id, row.read_tone, row.read_needs) for row in rows])
spark.stop()
"""


@pytest.mark.slow  # Spark starts a Java machine
def test_spark_reads_in_local_mode(t0: Tier) -> None:
    for package in ("pyspark", "pandas"):
        pytest.importorskip(package, reason=f"{package} is not here; Spark needs Java besides: see docs/bulk.md")
    env = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    run = subprocess.run([sys.executable, "-c", IN_SPARK], capture_output=True, text=True, env=env, check=False)
    read = columns_of(["최악이에요!", "고맙습니다", None], t0)
    expected = list(zip(range(3), read["tone"], read["needs"], strict=True))
    assert run.stdout.strip().splitlines()[-1:] == [str(expected)], run.stderr[-2000:]
