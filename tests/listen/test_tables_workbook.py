"""Workbooks: read as text, and looked through for weapons before they are opened."""

from __future__ import annotations

import time as clock
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import pytest

from gwidam.core.tables import Kind, Reason, Refused, Row, open_table
from gwidam.core.tables import workbook as workbook_rules

SHEET = "xl/worksheets/sheet1.xml"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def saved(tmp_path: Path, *sheets: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for at, rows in enumerate(sheets):
        sheet = book.active if at == 0 else book.create_sheet()
        for row in rows:
            sheet.append(row)
    path = tmp_path / "voices.xlsx"
    book.save(path)
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    """The same workbook with one part replaced or added."""
    changed = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return changed


def refused_within(path: Path, seconds: float) -> Reason | None:
    begun = clock.perf_counter()
    rows = list(open_table(path))
    assert clock.perf_counter() - begun < seconds
    last = rows[-1]
    return last.reason if isinstance(last, Refused) else None


def test_cells_become_text(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 22, 9, 5)  # noqa: DTZ001 - spreadsheets know no zones
    row = [
        moment,
        date(2026, 11, 22),
        time(15, 5),
        1012345678,
        2.0,
        1.5,
        True,
        None,
        "글",
    ]
    table = open_table(saved(tmp_path, [list("abcdefghi"), row]))
    assert table.kind is Kind.WORKBOOK
    assert [list(row.cells.values()) for row in table.sample()] == [
        ["2026-11-22 09:05:00", "2026-11-22", "15:05:00", "1012345678", "2", "1.5", "TRUE", "", "글"]
    ]


def test_title_and_empty_rows_keep_line_numbers(tmp_path: Path) -> None:
    rows = [
        ["11월 접수 현황"],
        [],
        ["접수일", "고객명", "내용"],
        ["2026-11-22", "김하늘", "느려요"],
        [],
        ["", "", "또"],
    ]
    assert list(open_table(saved(tmp_path, rows))) == [
        Row(4, {"접수일": "2026-11-22", "고객명": "김하늘", "내용": "느려요"}),
        Row(6, {"접수일": "", "고객명": "", "내용": "또"}),
    ]


def test_first_sheet_that_holds_something_is_read(tmp_path: Path) -> None:
    path = saved(tmp_path, [], [["a", "b"], ["1", "2"]])
    assert list(open_table(path)) == [Row(2, {"a": "1", "b": "2"})]


def test_empty_workbook_has_no_rows(tmp_path: Path) -> None:
    assert list(open_table(saved(tmp_path, []))) == []


def test_row_wider_than_every_heading_is_refused(tmp_path: Path) -> None:
    rows = [["a", "b"]] + [["1", "2"]] * 300 + [["1", "2", "3"]]
    found = list(open_table(saved(tmp_path, rows)))
    assert found[-1] == Refused(302, Reason.TOO_MANY_CELLS, "1\t2\t3", ("1", "2", "3"))
    assert len(found) == 301


def test_wrong_dimension_hides_nothing(tmp_path: Path) -> None:
    path = saved(tmp_path, [["a", "b"], ["1", "2"], ["3", "4"]])
    with zipfile.ZipFile(path) as packed:
        sheet = packed.read(SHEET)
    path = with_part(path, SHEET, sheet.replace(b"A1:B3", b"A1"))
    assert [list(row.cells.values()) for row in open_table(path).sample()] == [["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    "evil",
    [
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>',
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE x SYSTEM "http://127.0.0.1/x"><x/>'.encode("utf-16"),
        b" " * (workbook_rules._BLOCK - 4) + b"<!DOCTYPE x><x/>",
    ],
)
@pytest.mark.parametrize("part", [SHEET, "xl/sharedStrings.xml", "xl/workbook.xml", "docProps/core.xml"])
def test_entities_are_refused_unopened(tmp_path: Path, evil: bytes, part: str) -> None:
    path = with_part(saved(tmp_path, [["a", "b"], ["1", "2"]]), part, evil)
    assert list(open_table(path)) == [Refused(1, Reason.WORKBOOK_WITH_ENTITIES, "changed.xlsx")]


def test_two_million_rows_in_a_third_of_a_megabyte_are_refused_at_once(tmp_path: Path) -> None:
    path = saved(tmp_path, [["a"]])
    rows = b"<row><c><v>1</v></c></row>" * 2_000_000
    path = with_part(path, SHEET, f"<worksheet {MAIN}><sheetData>".encode() + rows + b"</sheetData></worksheet>")
    assert path.stat().st_size < 300_000
    assert refused_within(path, 5) is Reason.WORKBOOK_TOO_DENSE


def test_too_many_rows_are_refused_before_opening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_rules, "MAX_RATIO", 10_000)
    path = saved(tmp_path, [["a"]])
    rows = b"<row><c><v>1</v></c></row>" * (workbook_rules.MAX_SHEET_ROWS + 1)
    path = with_part(path, SHEET, f"<worksheet {MAIN}><sheetData>".encode() + rows + b"</sheetData></worksheet>")
    assert refused_within(path, 5) is Reason.SHEET_TOO_LONG


@pytest.mark.parametrize("row", ["999999999", "400000"])
def test_row_far_below_is_cut_while_reading(tmp_path: Path, row: str) -> None:
    rows = f'<row r="1"><c><v>1</v></c></row><row r="{row}"><c><v>2</v></c></row>'
    sheet = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    path = with_part(saved(tmp_path, [["a"]]), SHEET, sheet.encode())
    assert refused_within(path, 5) is Reason.SHEET_TOO_LONG


def test_unpacked_size_and_parts_are_capped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, [["a", "b"], ["1", "2"]])
    monkeypatch.setattr(workbook_rules, "MAX_UNPACKED", 1_000)
    assert open_table(path).refused is Reason.WORKBOOK_TOO_LARGE
    monkeypatch.setattr(workbook_rules, "MAX_PARTS", 3)
    assert open_table(path).refused is Reason.WORKBOOK_TOO_MANY_PARTS


def test_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "files.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("readme.txt", "hello")
    assert open_table(path).refused is Reason.NOT_A_TABLE


def test_damage_ends_the_reading_with_a_reason(tmp_path: Path) -> None:
    path = saved(tmp_path, [["a", "b"], ["1", "2"]])
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert open_table(path).refused is Reason.BROKEN_WORKBOOK


def test_damaged_cell_keeps_the_rows_above(tmp_path: Path) -> None:
    text = '<row r="{0}"><c t="str"><v>{1}</v></c></row>'
    rows = text.format(1, "a") + text.format(2, "1") + '<row r="3"><c t="s"><v>999</v></c></row>'
    sheet = f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"
    path = with_part(saved(tmp_path, [["a"]]), SHEET, sheet.encode())
    assert list(open_table(path)) == [Row(2, {"a": "1"}), Refused(3, Reason.BROKEN_WORKBOOK, "")]
