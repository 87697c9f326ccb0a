"""Which column is what, and what a row then says."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from gwidam.listen.tables import (
    DateStyle,
    Field,
    Mapping,
    Note,
    Order,
    Refused,
    Row,
    VoiceReason,
    VoiceRow,
    Why,
    guess_columns,
    open_table,
    read_voices,
    voice_reader,
)

SEOUL = ZoneInfo("Asia/Seoul")


def rows_of(header: list[str], *rows: list[str]) -> list[Row]:
    return [Row(line, dict(zip(header, row, strict=True))) for line, row in enumerate(rows, start=2)]


def guessed(header: list[str], *rows: list[str]) -> dict[Field, tuple[str, ...]]:
    mapping = guess_columns(header, rows_of(header, *rows))
    return {field: choice.columns for field, choice in mapping.choices.items()}


def read(header: list[str], row: list[str], *more: list[str]) -> VoiceRow | Refused:
    rows = rows_of(header, row, *more)
    return voice_reader(guess_columns(header, rows), zone=SEOUL)(rows[0])


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("내용", Field.TEXT),
        ("민원내용", Field.TEXT),
        ("민원 내용", Field.TEXT),
        ("(필수) 문의내용", Field.TEXT),
        ("고객님 말씀 내용", Field.TEXT),
        ("제목", Field.TEXT),
        ("고객명", Field.NAME),
        ("성명", Field.NAME),
        ("고객 성함", Field.NAME),
        ("휴대폰", Field.PHONE),
        ("연락처(휴대폰)", Field.PHONE),
        ("전화번호", Field.PHONE),
        ("이메일", Field.EMAIL),
        ("E-Mail", Field.EMAIL),
        ("접수일", Field.SAID_AT),
        ("접수일시", Field.SAID_AT),
        ("날짜", Field.SAID_AT),
        ("최초 접수일자", Field.SAID_AT),
        ("상품", Field.PRODUCT),
        ("지역", Field.ADDRESS),
        ("주소", Field.ADDRESS),
        ("접수채널", Field.CHANNEL),
        ("접점", Field.TOUCHPOINT),
        ("접수번호", Field.EXTERNAL_ID),
        ("title", Field.TEXT),
        ("content", Field.TEXT),
        ("complaint", Field.TEXT),
        ("Complaint Description", Field.TEXT),
        ("text", Field.TEXT),
        ("Customer_Name", Field.NAME),
        ("phone", Field.PHONE),
        ("Date Received", Field.SAID_AT),
        ("createdAt", Field.SAID_AT),
        ("city", Field.ADDRESS),
        ("Received Via", Field.CHANNEL),
        ("Ticket #", Field.EXTERNAL_ID),
        ("external id", Field.EXTERNAL_ID),
        ("customer.handle", Field.HANDLE),
        ("place.lat", Field.LAT),
    ],
)
def test_headings_people_write(heading: str, field: Field) -> None:
    assert guessed([heading, "기타"]).get(field) == (heading,)


@pytest.mark.parametrize(
    "heading",
    [
        "처리내용",
        "답변내용",
        "담당자",
        "담당자 연락처",
        "처리완료일",
        "생년월일",
        "Agent Name",
        "Closed Date",
    ],
)
def test_columns_of_the_company_are_left_alone(heading: str) -> None:
    assert guessed([heading, "내용"], ["2026-11-22", "느려요"]) == {Field.TEXT: ("내용",)}


def test_running_numbers_are_no_external_id() -> None:
    """They begin at 1 in every file: next month's rows would look like copies of this month's."""
    assert guessed(["번호", "순번", "No.", "내용"], ["1", "1", "1", "느려요"]) == {Field.TEXT: ("내용",)}


def test_ids_that_repeat_are_no_external_id() -> None:
    assert Field.EXTERNAL_ID not in guessed(["id", "내용"], ["7", "느려요"], ["7", "끊겨요"])


def test_title_comes_before_content() -> None:
    assert guessed(["내용", "접수일", "제목"])[Field.TEXT] == ("제목", "내용")


def test_place_is_joined_as_it_stands() -> None:
    assert guessed(["내용", "시도", "시군구", "상세주소"])[Field.ADDRESS] == ("시도", "시군구", "상세주소")


def test_cells_tell_where_headings_do_not() -> None:
    header = ["A", "B", "C", "D"]
    rows = [
        ["kim@daon.example", "010-0000-0000", "2026.11.22", "인터넷이 자꾸 끊겨서 일을 못 하겠어요"],
        ["lee@daon.example", "02-000-0000", "2026.11.23", "요금이 왜 이렇게 많이 나왔나요"],
    ]
    mapping = guess_columns(header, rows_of(header, *rows))
    assert {field: (choice.columns, choice.why) for field, choice in mapping.choices.items()} == {
        Field.EMAIL: (("A",), Why.CELLS),
        Field.PHONE: (("B",), Why.CELLS),
        Field.SAID_AT: (("C",), Why.CELLS),
        Field.TEXT: (("D",), Why.LONGEST),
    }


def test_cells_overrule_a_wrong_heading() -> None:
    found = guessed(["연락처", "내용"], ["kim@daon.example", "느려요"], ["lee@daon.example", "끊겨요"])
    assert found == {Field.EMAIL: ("연락처",), Field.TEXT: ("내용",)}


def test_empty_text_column_gives_way_to_the_one_with_words() -> None:
    found = guessed(["내용", "자유 기술"], ["", "인터넷이 자꾸 끊겨요"])
    assert found[Field.TEXT] == ("자유 기술",)


def test_clearer_date_beside_is_preferred() -> None:
    header = ["내용", "Date", "Date_month_year", "Time"]
    rows = [
        ["a", "4/8/2015", "4-Aug-15", "3:53:50 PM"],
        ["b", "22-04-15", "22-Apr-15", "10:22:56 AM"],
        ["c", "26-06-15", "26-Jun-15", "1:00:00 PM"],
        ["d", "30-05-15", "30-May-15", "1:00:00 PM"],
        ["e", "29-05-15", "29-May-15", "1:00:00 PM"],
    ]
    mapping = guess_columns(header, rows_of(header, *rows))
    assert mapping.columns(Field.SAID_AT) == ("Date_month_year",)
    assert mapping.choices[Field.SAID_AT].why is Why.CLEARER_DATE
    assert mapping.columns(Field.SAID_TIME) == ("Time",)


def test_told_columns_win() -> None:
    header = ["제목", "내용", "등록", "메모"]
    rows = rows_of(header, ["a", "b", "22.04.15", "c"], ["a", "b", "23.05.15", "c"])
    mapping = guess_columns(header, rows).told(Field.TEXT, ["메모"]).told(Field.SAID_AT, ["등록"], rows)
    assert mapping.choices[Field.TEXT].columns == ("메모",)
    assert mapping.choices[Field.TEXT].why is Why.TOLD
    assert mapping.unused == ("제목", "내용")
    assert mapping.told(Field.NAME, ["메모"]).columns(Field.TEXT) == ()
    with pytest.raises(KeyError, match="없는 열"):
        mapping.told(Field.TEXT, ["없는 열"])


def test_row_becomes_a_voice() -> None:
    header = ["접수번호", "접수일", "접수시간", "고객명", "연락처", "이메일", "상품"]
    header += ["시도", "시군구", "제목", "내용", "담당자"]
    row = ["V-7", "2026.11.22", "오후 3:05", "김하늘", "010-0000-0000", "kim@daon.example", "기가인터넷"]
    row += ["서울", "마포구", "느려요", "저녁마다 느려요", "박담당"]
    assert read(header, row) == VoiceRow(
        line=2,
        text="느려요\n\n저녁마다 느려요",
        name="김하늘",
        email="kim@daon.example",
        phone="010-0000-0000",
        handle="",
        product="기가인터넷",
        touchpoint="",
        channel="",
        address="서울 마포구",
        lat=None,
        lon=None,
        said_at=datetime(2026, 11, 22, 15, 5, tzinfo=SEOUL),
        external_id="V-7",
        notes=(),
        cells=dict(zip(header, row, strict=True)),
    )


def voice(header: list[str], row: list[str], *more: list[str]) -> VoiceRow:
    found = read(header, row, *more)
    assert isinstance(found, VoiceRow)
    return found


def test_impossible_date_keeps_the_row() -> None:
    found = voice(["접수일", "내용"], ["2026-13-45", "느려요"], ["2026-11-22", "끊겨요"])
    assert (found.text, found.said_at, found.notes) == ("느려요", None, (Note.BAD_DATE,))


def test_row_without_words_is_refused() -> None:
    found = read(["접수일", "내용"], ["2026-11-22", " "], ["2026-11-22", "끊겨요"])
    assert found == Refused(2, VoiceReason.NO_TEXT, "2026-11-22\t ", ("2026-11-22", " "))


def test_content_that_begins_with_its_title_says_it_once() -> None:
    assert voice(["제목", "내용"], ["느려요", "느려요. 저녁마다요."]).text == "느려요. 저녁마다요."
    assert voice(["제목", "내용"], ["느려요", "느려요"]).text == "느려요"
    assert voice(["제목", "내용"], ["느려요", ""]).text == "느려요"


@pytest.mark.parametrize(
    ("email", "phone", "found", "notes"),
    [
        ("Kim <kim@daon.example>", "1012345678", ("kim@daon.example", "01012345678"), ()),
        ("010-0000-0000", "", ("", "010-0000-0000"), ()),
        ("", "kim@daon.example", ("kim@daon.example", ""), ()),
        ("없음", "-", ("", ""), ()),
        ("kim@", "12", ("", ""), (Note.BAD_EMAIL, Note.BAD_PHONE)),
        ("", '="01000000000"', ("", "01000000000"), ()),
        ("", "+82 10 0000 0000", ("", "+82 10 0000 0000"), ()),
    ],
)
def test_contacts_find_their_place(
    email: str, phone: str, found: tuple[str, str], notes: tuple[Note, ...]
) -> None:
    header = ["이메일", "연락처", "내용"]
    mapping = guess_columns(header, [])
    row = voice_reader(mapping, zone=SEOUL)(Row(2, dict(zip(header, [email, phone, "말"], strict=True))))
    assert isinstance(row, VoiceRow)
    assert ((row.email, row.phone), row.notes) == (found, notes)


def test_english_names_are_put_together() -> None:
    found = voice(["First Name", "Last Name", "City", "State", "Text"], ["Ann", "Lee", "Acworth", "GA", "slow"])
    assert (found.name, found.address) == ("Ann Lee", "Acworth, GA")


def test_first_filled_phone_is_taken() -> None:
    found = voice(["전화번호", "휴대폰", "내용"], ["02-000-0000", "", "느려요"], ["", "010-0000-0000", "느려요"])
    assert found.phone == "02-000-0000"


def test_place_in_degrees() -> None:
    found = voice(["text", "place.lat", "place.lon"], ["slow", "37.5", "200"])
    assert (found.lat, found.lon) == (37.5, None)


def test_refused_rows_pass_through(tmp_path: Path) -> None:
    path = tmp_path / "voices.csv"
    path.write_text("접수일,내용\n22.04.15,느려요\n1,2,3\n", encoding="utf-8")
    table = open_table(path)
    mapping = Mapping(table.header, {}, DateStyle(Order.DMY)).told(Field.TEXT, ["내용"])
    lines = [(row.line, type(row)) for row in read_voices(table, mapping, zone=SEOUL)]
    assert lines == [(2, VoiceRow), (3, Refused)]
