"""Real files that are not ours: spreadsheets of Korean offices, legacy encodings, CSV oddities, real voices.

They lie in a folder named by GWIDAM_SHARED, or in `shared` beside the checkout.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gwidam.core.tables import Reason, Refused, Row
from gwidam.listen.tables import Field, VoiceReason, VoiceRow, guess_columns, open_table, read_voices

SHARED = Path(os.environ.get("GWIDAM_SHARED") or Path(__file__).resolve().parents[3] / "shared")
FILES = SHARED / "data"
SEOUL = ZoneInfo("Asia/Seoul")

pytestmark = pytest.mark.skipif(
    not FILES.is_dir(), reason="no outside files: set GWIDAM_SHARED to the folder that has data/"
)

HEADING = ("접수일", "채널", "고객명", "연락처", "내용")
SPOKEN = '안녕하세요. 똠방각하 펲시콜라 햏자 뷁 갂아주세요 ㈜케이티 ① ㎏ 인터넷이 끊겨요.\n둘째 줄, "따옴표" 있음'
WHOLE = dict(zip(HEADING, ["2026-11-22 09:00", "전화", "홍길동", "010-0000-0000", SPOKEN], strict=True))


def voices_in(path: Path) -> list[VoiceRow | Refused]:
    table = open_table(path)
    return list(read_voices(table, guess_columns(table.header, table.sample()), zone=SEOUL))


@pytest.mark.parametrize(
    "name",
    ["cr_only.csv", "excel_cp949.csv", "semicolon.csv", "utf16le_tab.txt", "utf8_bom.csv", "utf8_nobom.csv"],
)
def test_korean_office_files_say_the_same(name: str) -> None:
    table = open_table(FILES / "encodings" / "ko-csv" / name)
    assert table.header == HEADING
    assert list(table) == [Row(2, WHOLE)]


@pytest.mark.parametrize(("name", "header"), [("empty.csv", ()), ("header_only.csv", HEADING)])
def test_korean_office_files_without_rows(name: str, header: tuple[str, ...]) -> None:
    table = open_table(FILES / "encodings" / "ko-csv" / name)
    assert (table.header, list(table)) == (header, [])


def test_half_cp949_half_utf8_is_read_on_both_sides() -> None:
    rows = list(open_table(FILES / "encodings" / "ko-csv" / "half_cp949_half_utf8.csv"))
    assert rows == [Row(2, WHOLE), Refused(4, Reason.REPEATED_HEADING, ",".join(HEADING)), Row(5, WHOLE)]


def test_bad_rows_are_refused_and_the_good_one_kept() -> None:
    found = voices_in(FILES / "encodings" / "ko-csv" / "mixed_bad_row.csv")
    assert [(row.line, getattr(row, "reason", None)) for row in found] == [
        (2, None),
        (4, VoiceReason.NO_TEXT),
        (5, Reason.UNCLOSED_QUOTE),
    ]


def test_nul_costs_nothing() -> None:
    rows = list(open_table(FILES / "encodings" / "ko-csv" / "nul.csv"))
    second = dict(zip(HEADING, ["2026-11-22", "", "a", "b", "c"], strict=True))
    assert rows == [Row(2, WHOLE), Row(4, second)]


def lines_of(path: Path) -> list[str]:
    """The file as a table of one column without a heading; blank lines are no rows."""
    table = open_table(path)
    return [*table.header, *("".join(row.cells.values()) for row in table if isinstance(row, Row))]


@pytest.mark.parametrize("codec", ["cp949", "euc_kr", "iso2022_kr"])
def test_korean_legacy_encodings_equal_their_twins(codec: str) -> None:
    folder = FILES / "encodings" / "cjk"
    assert lines_of(folder / f"{codec}.txt") == lines_of(folder / f"{codec}-utf8.txt")


def cjk_files() -> list[Path]:
    return sorted((FILES / "encodings" / "cjk").glob("*.txt"))


@pytest.mark.parametrize("path", cjk_files(), ids=lambda path: path.name)
def test_no_legacy_encoding_raises_or_loses_a_line(path: Path) -> None:
    table = open_table(path)
    rows = list(table)
    assert all(isinstance(row, Row | Refused) for row in rows)
    if path.stem.endswith("-utf8"):
        held = "".join(table.header) + "".join("".join(row.cells.values()) for row in table.sample(10_000))
        assert letters(held) == letters(path.read_text(encoding="utf-8"))


def letters(text: str) -> str:
    """Prose is no table: a comma in its first line is taken for a separator."""
    return "".join(filter(str.isalnum, text))


def spectrum_files() -> list[Path]:
    return sorted((FILES / "encodings" / "csv-spectrum" / "csvs").glob("*.csv"))


@pytest.mark.parametrize("path", spectrum_files(), ids=lambda path: path.name)
def test_csv_spectrum(path: Path, tmp_path: Path) -> None:
    expected = json.loads((path.parent.parent / "json" / f"{path.stem}.json").read_text(encoding="utf-8"))
    if path.stem.endswith("_crlf") and b"\r" not in path.read_bytes():
        # The stored copy lost its line ends on the way; the expected answer still has them.
        path = tmp_path / path.name
        path.write_bytes((spectrum_files()[0].parent / path.name).read_bytes().replace(b"\n", b"\r\n"))
    cells = [row.cells for row in open_table(path) if isinstance(row, Row)]
    if path.stem == "location_coordinates":
        # Its expected answer is one object with a phone number that stands nowhere in the CSV.
        expected = [{**expected, "Contact Phone Number": "2095257564"}]
    assert cells == expected


@pytest.mark.parametrize(
    ("name", "count"),
    [("telecom-complaints-en.tsv", 2224), ("petitions-ko-2019-05.tsv", 714), ("petitions-ko-2019-06.tsv", 572)],
)
def test_real_voices_are_read_whole(name: str, count: int) -> None:
    path = FILES / "voices" / name
    header, *lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    found = voices_in(path)
    assert len(found) == count
    assert [row.cells for row in found if isinstance(row, VoiceRow)] == [
        dict(zip(header.split("\t"), line.split("\t"), strict=True)) for line in lines
    ]
    assert [row.notes for row in found if isinstance(row, VoiceRow)] == [()] * count
    assert len({row.external_id for row in found if isinstance(row, VoiceRow)}) == count


def test_real_complaints_say_when_and_where() -> None:
    table = open_table(FILES / "voices" / "telecom-complaints-en.tsv")
    mapping = guess_columns(table.header, table.sample())
    assert {field: choice.columns for field, choice in mapping.choices.items()} == {
        Field.EXTERNAL_ID: ("Ticket #",),
        Field.TEXT: ("Customer Complaint",),
        Field.CHANNEL: ("Received Via",),
        Field.ADDRESS: ("City", "State", "Zip code"),
        Field.SAID_AT: ("Date_month_year",),
        Field.SAID_TIME: ("Time",),
    }
    first = next(read_voices(table, mapping, zone=SEOUL))
    assert isinstance(first, VoiceRow)
    assert first.said_at == datetime(2015, 4, 22, 15, 53, 50, tzinfo=SEOUL)
    assert first.address == "Abingdon, Maryland, 21009"


def test_real_petitions_join_title_and_content() -> None:
    table = open_table(FILES / "voices" / "petitions-ko-2019-05.tsv")
    mapping = guess_columns(table.header, table.sample())
    assert mapping.columns(Field.TEXT) == ("title", "content")
    first = next(read_voices(table, mapping, zone=SEOUL))
    assert isinstance(first, VoiceRow)
    assert first.said_at == datetime(2019, 5, 1, tzinfo=SEOUL)


@pytest.mark.parametrize(
    "path", sorted((FILES / "text").glob("*.tsv")) if FILES.is_dir() else [], ids=lambda path: path.name
)
def test_corpora_lose_no_row(path: Path) -> None:
    rows = list(open_table(path))
    lines = path.read_text(encoding="utf-8").split("\n")
    assert [row for row in rows if isinstance(row, Refused)] == []
    assert len(rows) == sum(bool(line) for line in lines) - 1
