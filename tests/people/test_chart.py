"""Organisation charts as companies keep them, with a reason for each line that is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from gwidam.people.chart import ChartDepartment, ChartReason, ChartRow, read_chart

HEADING = "이름,이메일,부서,역할,전화,기술,대리자"


def chart(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "chart.csv"
    path.write_text("\n".join(lines) + "\n", encoding=encoding)
    return path


def reasons(path: Path, **more: object) -> list[tuple[int, object]]:
    return [(row.line, getattr(row, "reason", None)) for row in read_chart(path, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "utf-16"])
def test_line_becomes_an_employee(tmp_path: Path, encoding: str) -> None:
    line = '김지킴,Kim@Daon.Example,고객본부 > 인터넷지원팀,"현장, CVI",02-000-0000,수리/개통,park@daon.example'
    other = "박대리,park@daon.example,고객본부,부서,,,"
    assert list(read_chart(chart(tmp_path, HEADING, line, other, encoding=encoding))) == [
        ChartRow(
            line=2,
            name="김지킴",
            name_en="",
            email="kim@daon.example",
            department=("고객본부", "인터넷지원팀"),
            department_code="",
            roles=("front_line", "cvi"),
            phone="02-000-0000",
            skills=("수리", "개통"),
            deputy_email="park@daon.example",
        ),
        ChartRow(3, "박대리", "", "park@daon.example", ("고객본부",), "", ("department",), "", (), ""),
    ]


def test_english_headings(tmp_path: Path) -> None:
    path = chart(
        tmp_path,
        "Employee Name,E-mail,Department,Roles",
        "Ann Lee,ann@daon.example,Care>Web,front_line;operator",
    )
    assert list(read_chart(path)) == [
        ChartRow(2, "Ann Lee", "", "ann@daon.example", ("Care", "Web"), "", ("front_line", "operator"), "", (), "")
    ]


def test_codes_with_parents_become_paths(tmp_path: Path) -> None:
    path = chart(
        tmp_path,
        "부서코드,부서명,상위부서코드,이름,이메일",
        "C10,인터넷지원팀,C1,김지킴,kim@daon.example",
        "C1,고객본부,,,",
        "C10,,,이지킴,lee@daon.example",
    )
    found = list(read_chart(path))
    assert found[1] == ChartDepartment(3, ("고객본부",), "C1")
    assert [(row.email, row.department) for row in found if isinstance(row, ChartRow)] == [
        ("kim@daon.example", ("고객본부", "인터넷지원팀")),
        ("lee@daon.example", ("고객본부", "인터넷지원팀")),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",a@daon.example,고객본부,현장,,,", ChartReason.NO_NAME),
        ("김,,고객본부,현장,,,", ChartReason.BAD_EMAIL),
        ("김,없음,고객본부,현장,,,", ChartReason.BAD_EMAIL),
        ("김,FIRST@daon.example,고객본부,현장,,,", ChartReason.DUPLICATE_EMAIL),
        ("김,a@daon.example,,현장,,,", ChartReason.NO_DEPARTMENT),
        ("김,a@daon.example,고객본부,현장/사장님,,,", ChartReason.UNKNOWN_ROLE),
        ("김,a@daon.example,고객본부,현장,,,none@daon.example", ChartReason.DEPUTY_NOT_FOUND),
        ("김,a@daon.example,고객본부,현장,,,A@daon.example", ChartReason.OWN_DEPUTY),
        ("김,a@daon.example,고객본부 > 지원팀 > 고객본부,현장,,,", ChartReason.DEPARTMENT_CYCLE),
    ],
)
def test_refused_lines_say_why(tmp_path: Path, line: str, reason: ChartReason) -> None:
    path = chart(tmp_path, HEADING, "첫째,first@daon.example,고객본부,현장,,,", line)
    assert reasons(path) == [(2, None), (3, reason)]


def test_codes_that_lead_nowhere_or_back(tmp_path: Path) -> None:
    path = chart(
        tmp_path,
        "코드없는줄,부서코드,부서명,상위부서코드,이름,이메일",
        ",A,가팀,B,김,a@daon.example",
        ",B,나팀,A,이,b@daon.example",
        ",C,다팀,Z,박,c@daon.example",
        ",D,라팀,,최,d@daon.example",
        ",D,마팀,,정,e@daon.example",
    )
    assert reasons(path) == [
        (2, ChartReason.DEPARTMENT_CYCLE),
        (3, ChartReason.DEPARTMENT_CYCLE),
        (4, ChartReason.UNKNOWN_DEPARTMENT),
        (5, None),
        (6, ChartReason.TWO_DEPARTMENTS),
    ]


def test_deputy_may_stand_below_or_be_known_already(tmp_path: Path) -> None:
    path = chart(
        tmp_path,
        HEADING,
        "김,a@daon.example,고객본부,현장,,,b@daon.example",
        "이,b@daon.example,고객본부,현장,,,old@daon.example",
    )
    assert reasons(path, known_emails={"OLD@daon.example"}) == [(2, None), (3, None)]
    assert reasons(path) == [(2, ChartReason.DEPUTY_NOT_FOUND), (3, ChartReason.DEPUTY_NOT_FOUND)]


def test_chart_without_its_columns_is_refused_whole(tmp_path: Path) -> None:
    assert reasons(chart(tmp_path, "이름,부서", "김,고객본부")) == [(1, ChartReason.NO_COLUMNS)]


def test_refused_rows_of_the_reader_keep_their_place(tmp_path: Path) -> None:
    path = chart(tmp_path, "이름,이메일,부서", "김,a@daon.example,고객본부,x", "이,b@daon.example,고객본부")
    assert [line for line, reason in reasons(path) if reason] == [2]
    assert len(reasons(path)) == 2
