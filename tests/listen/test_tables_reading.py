"""Separated and NDJSON files as people send them: each row is read, or refused with line and reason."""

from __future__ import annotations

import csv
import io
import json
import time
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gwidam.core.tables import Kind, Reason, Refused, Row, SpokenReason, neutral, open_table, write_refused


def written(tmp_path: Path, content: str | bytes, name: str = "voices.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def cells_of(path: Path) -> list[list[str]]:
    return [list(row.cells.values()) for row in open_table(path) if isinstance(row, Row)]


def refusals_of(path: Path) -> list[tuple[int, SpokenReason]]:
    return [(row.line, row.reason) for row in open_table(path) if isinstance(row, Refused)]


def test_row_keeps_the_line_it_begins_on(tmp_path: Path) -> None:
    path = written(tmp_path, '제목,내용\n하나,"두\n줄"\n둘,한 줄\n')
    assert list(open_table(path)) == [
        Row(2, {"제목": "하나", "내용": "두\n줄"}),
        Row(4, {"제목": "둘", "내용": "한 줄"}),
    ]


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "cp949", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "iso2022_kr"]
)
def test_encoding_is_found_by_content(tmp_path: Path, codec: str) -> None:
    text = "접수일,고객명,내용\r\n2026-11-22,김하늘,인터넷이 자꾸 끊겨요\r\n"
    path = written(tmp_path, text.encode(codec))
    assert cells_of(path) == [["2026-11-22", "김하늘", "인터넷이 자꾸 끊겨요"]]


def test_english_windows_text_is_not_taken_for_korean(tmp_path: Path) -> None:
    path = written(tmp_path, "name,text\nZoë,I don’t get my café bill\n".encode("cp1252"))
    assert cells_of(path) == [["Zoë", "I don’t get my café bill"]]


def test_every_line_is_decoded_by_its_own_encoding(tmp_path: Path) -> None:
    lines = ["제목,내용\n".encode(), "하나,똠방각하\n".encode("cp949"), "둘,펲시콜라\n".encode()]
    assert cells_of(written(tmp_path, b"".join(lines))) == [["하나", "똠방각하"], ["둘", "펲시콜라"]]


def test_cp949_that_also_is_utf8_stays_korean(tmp_path: Path) -> None:
    """처 in CP949 is the two bytes of ó in UTF-8; the rest of the file settles it."""
    path = written(tmp_path, "제목,내용\n처,처\n".encode("cp949"))
    assert cells_of(path) == [["처", "처"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_delimiters_and_line_ends(tmp_path: Path, end: str, delimiter: str) -> None:
    rows = [["제목", "내용", "지역"], ["하나", 'a,b;c|d\t"e"', "서울"], ["둘", "두\n줄", "부산"]]
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    assert cells_of(written(tmp_path, text.getvalue())) == rows[1:]


def test_one_column_keeps_its_commas(tmp_path: Path) -> None:
    path = written(tmp_path, "내용\n안녕하세요, 인터넷이 느려요\n네, 저도요, 정말로\n")
    assert cells_of(path) == [["안녕하세요, 인터넷이 느려요"], ["네, 저도요, 정말로"]]


def test_excel_hint_names_the_delimiter(tmp_path: Path) -> None:
    path = written(tmp_path, "sep=;\na;b\n1,5;2\n")
    assert list(open_table(path)) == [Row(3, {"a": "1,5", "b": "2"})]


def test_title_above_the_heading_is_skipped(tmp_path: Path) -> None:
    path = written(tmp_path, "2026년 11월 접수 현황,,\n,,\n접수일,고객명,내용\n2026-11-22,김하늘,느려요\n")
    table = open_table(path)
    assert table.header == ("접수일", "고객명", "내용")
    assert list(table) == [Row(4, {"접수일": "2026-11-22", "고객명": "김하늘", "내용": "느려요"})]


def test_file_without_heading_loses_no_row(tmp_path: Path) -> None:
    path = written(tmp_path, "2026-11-22,a@daon.example,느려요\n2026-11-23,b@daon.example,끊겨요\n")
    table = open_table(path)
    assert (table.has_heading, table.header) == (False, ("#1", "#2", "#3"))
    assert len(cells_of(path)) == 2


def test_headings_that_are_empty_or_repeated_get_names_of_their_own(tmp_path: Path) -> None:
    path = written(tmp_path, "내용,내용,,지역\na,b,c,d\n")
    assert open_table(path).header == ("내용", "내용 (2)", "#3", "지역")


def test_short_rows_are_filled_and_empty_tails_are_cut(tmp_path: Path) -> None:
    assert cells_of(written(tmp_path, "a,b,c\n1\n1,2,3,,\n")) == [["1", "", ""], ["1", "2", "3"]]


def test_refused_rows_say_where_and_why(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n1,2\n1,2,3\n,\na,b\n\n5,6\n")
    assert cells_of(path) == [["1", "2"], ["5", "6"]]
    assert refusals_of(path) == [
        (3, Reason.TOO_MANY_CELLS),
        (4, Reason.EMPTY_ROW),
        (5, Reason.REPEATED_HEADING),
    ]


def test_unclosed_quote_costs_one_row_only(tmp_path: Path) -> None:
    path = written(tmp_path, 'a,b\n1,2\n"열린,따옴표\n3,4\n5,"여섯, 6"\n7,8\n')
    assert cells_of(path) == [["1", "2"], ["3", "4"], ["5", "여섯, 6"], ["7", "8"]]
    assert list(open_table(path))[1] == Refused(3, Reason.UNCLOSED_QUOTE, '"열린,따옴표')


def test_unclosed_quotes_in_many_rows_cost_only_these(tmp_path: Path) -> None:
    rows = [f'{at},"열린 {at}' if at % 50 == 0 else f'{at},"닫힌, {at}"' for at in range(1, 501)]
    path = written(tmp_path, "번호,내용\n" + "\n".join(rows) + "\n")
    assert len(cells_of(path)) == 490
    assert refusals_of(path) == [(at + 1, Reason.UNCLOSED_QUOTE) for at in range(50, 501, 50)]


def test_quote_closed_by_luck_far_below_does_not_swallow_rows(tmp_path: Path) -> None:
    path = written(tmp_path, 'a,b\n"열린,1\n3,4\n5,6\n7,"\n8,9\n')
    assert cells_of(path) == [["3", "4"], ["5", "6"], ["8", "9"]]
    assert refusals_of(path) == [(2, Reason.UNCLOSED_QUOTE), (5, Reason.UNCLOSED_QUOTE)]


def test_stray_quotes_are_text(tmp_path: Path) -> None:
    path = written(tmp_path, 'a,b\n"그가 "네"라고 했다",1\n"국회" 앞에서,2\n5" 화면, "빈칸 뒤"\n')
    assert cells_of(path) == [['그가 "네"라고 했다', "1"], ['"국회" 앞에서', "2"], ['5" 화면', "빈칸 뒤"]]


def test_stray_quote_leaves_the_quoted_cell_behind_it_alone(tmp_path: Path) -> None:
    path = written(tmp_path, 'a,b,c\n"열린 1,2,"두, ""둘""\n줄"\n3,4,5\n')
    assert cells_of(path) == [['"열린 1', "2", '두, "둘"\n줄'], ["3", "4", "5"]]


def test_tabs_without_quoting_keep_their_quotes(tmp_path: Path) -> None:
    path = written(tmp_path, '제목\t내용\n"가"나\t그는 "네"라고\n"다"\t라\n', "voices.tsv")
    assert cells_of(path) == [['"가"나', '그는 "네"라고'], ['"다"', "라"]]


def test_nul_is_dropped(tmp_path: Path) -> None:
    path = written(tmp_path, b"title,text\nfirst,\x00\nsecond,be\x00fore\n")
    assert cells_of(path) == [["first", ""], ["second", "before"]]


def test_overlong_line_is_refused_and_the_next_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n" + "x" * 5_000_000 + ",1\n2,3\n")
    assert cells_of(path) == [["2", "3"]]
    assert refusals_of(path) == [(2, Reason.TOO_LARGE)]


def test_large_text_below_the_limit_is_read(tmp_path: Path) -> None:
    text = "가" * 1_000_000
    assert cells_of(written(tmp_path, f'a,b\n1,"{text}"\n')) == [["1", text]]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", "접수일,내용".encode()])
def test_files_without_rows_have_none(tmp_path: Path, content: bytes) -> None:
    assert list(open_table(written(tmp_path, content))) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7\n", Reason.NOT_A_TABLE),
        (b"\x89PNG\r\n\x1a\n", Reason.NOT_A_TABLE),
        (bytes(range(32)) * 20, Reason.NOT_A_TABLE),
        (b"<html><table><tr><td>a</td></tr></table></html>", Reason.NOT_A_TABLE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Reason.OLD_OR_LOCKED_WORKBOOK),
    ],
)
def test_files_that_are_no_tables_say_so(tmp_path: Path, content: bytes, reason: Reason) -> None:
    path = written(tmp_path, content, "표.xls")
    table = open_table(path)
    assert (table.kind, table.refused) == (Kind.NOTHING, reason)
    assert list(table) == [Refused(1, reason, "표.xls")]


def test_missing_file_raises(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_table(tmp_path / "none.csv")


def test_objects_are_flattened(tmp_path: Path) -> None:
    first = {"text": "느려요", "customer": {"name": "김하늘", "tags": ["a", "b"]}, "stars": 1.50, "ok": True}
    path = written(tmp_path, json.dumps(first) + '\n\n{"text": "끊겨요", "extra": null}\n', "voices.ndjson")
    table = open_table(path)
    assert table.header == ("text", "customer.name", "customer.tags", "stars", "ok", "extra")
    assert list(table) == [
        Row(
            1,
            {
                "text": "느려요",
                "customer.name": "김하늘",
                "customer.tags": "a, b",
                "stars": "1.5",
                "ok": "true",
            },
        ),
        Row(3, {"text": "끊겨요", "extra": ""}),
    ]


def test_bad_objects_are_refused_one_by_one(tmp_path: Path) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    lines = [
        '{"a": "1"}',
        "{",
        "[1]",
        '"x"',
        "{}",
        '{"a": NaN}',
        f'{{"a": {deep}}}',
        '{"a": "\\ud800b\\u0000"}',
    ]
    path = written(tmp_path, "\n".join(lines), "voices.jsonl")
    assert cells_of(path) == [["1"], ["\ufffdb"]]
    assert refusals_of(path) == [
        (2, Reason.BAD_JSON),
        (3, Reason.NOT_AN_OBJECT),
        (4, Reason.NOT_AN_OBJECT),
        (5, Reason.EMPTY_ROW),
        (6, Reason.BAD_JSON),
        (7, Reason.BAD_JSON),
    ]


def test_objects_are_known_without_a_name(tmp_path: Path) -> None:
    assert open_table(written(tmp_path, '{"text": "느려요"}\n', "export.txt")).kind is Kind.OBJECTS


def test_json_array_is_refused_whole(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, '[\n {"a": 1},\n {"a": 2}\n]\n', "voices.json"))
    assert list(table) == [Refused(1, Reason.JSON_ARRAY, "voices.json")]


def test_share_read_grows_to_one(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, "a,b\n" + "1,2\n" * 50_000))
    assert table.share_read is None
    rows = iter(table)
    next(rows)
    assert table.share_read is not None
    assert 0 < table.share_read < 0.5
    assert [table.share_read for _ in rows][-1] == 1.0


def test_table_can_be_read_twice(tmp_path: Path) -> None:
    table = open_table(written(tmp_path, "a,b\n1,2\n3,4\n"))
    assert table.sample(1) == [Row(2, {"a": "1", "b": "2"})]
    assert list(table) == list(table)


def test_reasons_speak_both_languages() -> None:
    assert Reason.EMPTY_ROW.into("ko") == "모든 칸이 비어 있어요."
    assert Reason.EMPTY_ROW.into("en") == "Every cell of this row is empty."


@pytest.mark.parametrize(
    "cell", ["=1+1", "+82", "-1", "@a", "\tx", "\rx", "＝1", "＋1", "－1", "＠a", " =1", "\u3000＝1"]
)
def test_formulas_are_neutralised(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "안녕", "1-2", "a=b", "010-0000-0000"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert neutral(cell) == cell


def test_refused_rows_can_be_read_again(tmp_path: Path) -> None:
    refused = [
        Refused(3, Reason.TOO_MANY_CELLS, "=1,2,3", ("=1", "2", "3")),
        Refused(9, Reason.UNCLOSED_QUOTE, '"열린'),
    ]
    path = tmp_path / "refused.csv"
    assert write_refused(path, refused, header=("a", "b")) == 2
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as back:
        assert list(csv.reader(back)) == [
            ["줄", "이유", "a", "b"],
            ["3", Reason.TOO_MANY_CELLS.ko, "'=1", "2", "3"],
            ["9", Reason.UNCLOSED_QUOTE.ko, '"열린'],
        ]


# Any table the standard writer can write. Headings are plain; cells may hold whatever the encoding can
# spell, but control characters (a file with many is no table) and, at the start of a line, a byte order mark
# (dropped with the file's own).
HEADINGS = st.lists(st.text("가나다abc", min_size=1, max_size=4), min_size=2, max_size=5, unique=True)
SHARED = st.text("가나다힣똠펲a1 ,;\t|\"'\r\n·", max_size=12)
ANY = st.text(
    st.one_of(
        st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufeff"), st.sampled_from("\t\n\r")
    ),
    max_size=12,
)


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[str]) -> list[list[str]]:
    heading = draw(HEADINGS)
    row = st.lists(cells, min_size=len(heading), max_size=len(heading))
    rows = draw(st.lists(row.filter(lambda cells: any(map(str.strip, cells)) and cells != heading), max_size=6))
    return [heading, *rows]


def assert_reads_back(table: list[list[str]], codec: str, delimiter: str, path: Path) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(table)
    path.write_bytes(text.getvalue().encode(codec))
    read = open_table(path)
    assert list(read.header) == table[0]
    assert [list(row.cells.values()) if isinstance(row, Row) else row for row in read] == table[1:]


@pytest.fixture(scope="session")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tables") / "any.csv"


@given(tables(ANY), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]), st.sampled_from(",\t;|"))
def test_any_unicode_table_reads_back_equal(
    scratch: Path, table: list[list[str]], codec: str, delimiter: str
) -> None:
    assert_reads_back(table, codec, delimiter, scratch)


@given(tables(SHARED), st.sampled_from(["cp949", "utf-16-le", "utf-16-be"]), st.sampled_from(",\t;"))
def test_any_korean_table_reads_back_equal(
    scratch: Path, table: list[list[str]], codec: str, delimiter: str
) -> None:
    assume(codec != "cp949" or is_everyday("".join(map("".join, table))))
    assert_reads_back(table, codec, delimiter, scratch)


def is_everyday(text: str) -> bool:
    """Whether a file in the encoding of old Korean Windows can be told from a western one: by its syllables.

    Half of its foreign letters at least are those of the older standard, KS X 1001, as nearly all Korean is.
    """
    foreign = [letter for letter in text if letter > "\x7f"]
    return 2 * sum(len(letter.encode("euc_kr", "ignore")) == 2 for letter in foreign) >= len(foreign)


@given(st.binary(max_size=400), st.sampled_from(["a.csv", "a.ndjson", "a.xlsx"]))
def test_no_bytes_raise(scratch: Path, content: bytes, name: str) -> None:
    path = scratch.with_name(name)
    for head in (b"", b"PK\x03\x04", "제목,내용\n".encode("cp949"), b'{"a":'):
        path.write_bytes(head + content)
        for row in open_table(path):
            assert isinstance(row, Row | Refused)


@pytest.mark.parametrize(
    "line",
    [
        '"a,b\n',
        'x,"""a\n',
        'a,b,c,"x\n',
        '"a"",b\n',
        '"a,' * 60_000 + "\n",
        '" x" ' * 40_000 + "\n",
        "a, " * 60_000 + "\n",
    ],
    ids=["open", "tripled", "wide", "doubled", "one line opens", "one line blanks", "one line cells"],
)
def test_hostile_quotes_are_read_in_linear_time(tmp_path: Path, line: str) -> None:
    path = written(tmp_path, "a,b\n" + line * (40_000 // len(line.split(",", 1)[0]) if len(line) < 20 else 5))
    begun = time.process_time()
    assert all(isinstance(row, Row | Refused) for row in open_table(path))
    assert time.process_time() - begun < 3


def test_more_than_a_thousand_columns_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, ",".join(f"c{at}" for at in range(1_001)) + "\n" + "1," * 1_000 + "1\n")
    assert open_table(path).refused is Reason.TOO_MANY_COLUMNS
