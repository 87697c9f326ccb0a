"""The organisation chart as companies keep it: a spreadsheet with one employee a line.

A department is written as a path (`고객본부 > 인터넷지원팀`), or as a code with the code of the department
above it. A line with a department and nobody in it declares the department.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from gwidam.core.tables import RAW_LIMIT, Refused, Row, SpokenReason, bare, open_table

_MAIL = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]{2,}")
_STEPS = re.compile(r"\s*[>＞›»→]\s*")
_LIST = re.compile(r"\s*[,;/|·\n]\s*")

HEADINGS = {
    "name": "이름 성명 직원명 사원명 성함 name employee employeename fullname nameko koreanname",
    "name_en": "영문이름 영문명 영문성명 nameen englishname",
    "email": "이메일 이메일주소 메일 메일주소 전자우편 회사메일 email emailaddress mail",
    "department": "부서 부서명 부서경로 소속 소속부서 조직 조직명 팀 department departmentname dept team",
    "code": "부서코드 조직코드 소속코드 departmentcode deptcode orgcode",
    "parent": "상위부서 상위부서코드 상위조직 상위조직코드 parent parentcode parentdepartment parentdept",
    "roles": "역할 역할들 권한 role roles",
    "phone": "전화 전화번호 연락처 휴대폰 휴대전화 내선 내선번호 phone phonenumber mobile tel extension",
    "skills": "기술 역량 전문분야 스킬 skill skills expertise",
    "deputy": "대리 대리자 대리인 대행자 업무대행자 대리자이메일 대행자이메일 deputy deputyemail backup",
}
ROLES = {
    "front_line": "front_line frontline front 현장 최일선 접점 일선 상담 상담원 상담사 매장 기사",
    "department": "department 부서 담당부서 담당자 실무",
    "cvi": "cvi 고객가치혁신 고객가치혁신팀 cvi팀",
    "executive": "executive exec 임원 경영진",
    "operator": "operator admin 운영자 관리자 시스템운영자",
}
_FIELD_OF = {word: field for field, words in HEADINGS.items() for word in words.split()}
_ROLE_OF = {bare(word): role for role, words in ROLES.items() for word in words.split()}
_NEEDED = ("name", "email")


class ChartReason(SpokenReason):
    """Why a line of the chart was refused."""

    NO_COLUMNS = (
        "이름, 이메일, 부서 열이 모두 있어야 해요.",
        "The chart needs a column for names, one for e-mail addresses and one for departments.",
    )
    NO_NAME = ("이름이 비어 있어요.", "The name is missing.")
    BAD_EMAIL = ("이메일 주소가 없거나 올바르지 않아요.", "The e-mail address is missing or is not one.")
    DUPLICATE_EMAIL = (
        "같은 이메일 주소가 위에 이미 있어요.",
        "The same e-mail address stands further up.",
    )
    NO_DEPARTMENT = ("부서가 비어 있어요.", "The department is missing.")
    UNKNOWN_DEPARTMENT = (
        "부서나 상위 부서의 코드를 이 파일에서 찾을 수 없어요.",
        "The code of the department, or of one above it, is not in this file.",
    )
    TWO_DEPARTMENTS = (
        "같은 부서 코드가 다른 부서에 이미 쓰였어요.",
        "The same department code was given to another department further up.",
    )
    DEPARTMENT_CYCLE = (
        "부서의 상위 부서를 따라가면 자기 자신으로 돌아와요.",
        "Following the departments upwards leads back to where it began.",
    )
    UNKNOWN_ROLE = (
        "모르는 역할이에요. 현장, 부서, CVI, 임원, 운영자 가운데에서 적어 주세요.",
        "This role is not known. Use front_line, department, cvi, executive or operator.",
    )
    DEPUTY_NOT_FOUND = (
        "대리자의 이메일을 이 파일에서도, 등록된 직원에서도 찾을 수 없어요.",
        "The deputy is neither in this file nor among the employees known already.",
    )
    OWN_DEPUTY = ("자기 자신을 대리자로 적었어요.", "Nobody can be their own deputy.")


class ChartRow(NamedTuple):
    """One employee. `department` is the path from the top; `roles` are codes; e-mail in lower case."""

    line: int
    name: str
    name_en: str
    email: str
    department: tuple[str, ...]
    department_code: str
    roles: tuple[str, ...]
    phone: str
    skills: tuple[str, ...]
    deputy_email: str


class ChartDepartment(NamedTuple):
    """A department declared on a line of its own."""

    line: int
    department: tuple[str, ...]
    department_code: str


class _Line(NamedTuple):
    """A line with its cells by field."""

    row: Row
    said: dict[str, str]

    def refused(self, reason: ChartReason) -> Refused:
        cells = tuple(self.row.cells.values())
        return Refused(self.row.line, reason, "\t".join(cells)[:RAW_LIMIT], cells)

    @property
    def is_person(self) -> bool:
        return bool(self.said["name"] or self.said["email"])


Found = ChartRow | ChartDepartment | Refused


def read_chart(path: str | os.PathLike[str], *, known_emails: Collection[str] = ()) -> Iterator[Found]:
    """Every line of a chart, in order: an employee, a department, or why it was refused.

    `known_emails` are the employees already there, who may be deputies. The whole file is read before the
    first line is given, because deputies and departments may stand further down. Raises OSError only.
    """
    table = open_table(path)
    fields = _fields(table.header)
    if not table.refused and not _has_what_it_needs(fields):
        yield Refused(1, ChartReason.NO_COLUMNS, ", ".join(table.header)[:RAW_LIMIT], table.header)
        return
    rows = list(table)
    lines = [_Line(row, _said(row, fields)) for row in rows if isinstance(row, Row)]
    found: dict[int, Found] = {row.line: row for row in rows if isinstance(row, Refused)}
    departments = _Departments(lines)
    emails: set[str] = set()
    for line in lines:
        found[line.row.line] = _read(line, departments, emails)
    _check_deputies(found, {line.row.line: line for line in lines}, known_emails)
    yield from (found[number] for number in sorted(found))


def _fields(header: tuple[str, ...]) -> dict[str, str]:
    """field -> column, the first of each."""
    fields: dict[str, str] = {}
    for name in header:
        field = _FIELD_OF.get(bare(name))
        if field:
            fields.setdefault(field, name)
    return fields


def _has_what_it_needs(fields: dict[str, str]) -> bool:
    return all(field in fields for field in _NEEDED) and not fields.keys().isdisjoint({"department", "code"})


def _said(row: Row, fields: dict[str, str]) -> dict[str, str]:
    return {field: row.cells[fields[field]].strip() if field in fields else "" for field in HEADINGS}


class _Departments:
    """The departments of a chart: where each line's department lies, or why that cannot be told."""

    def __init__(self, lines: list[_Line]) -> None:
        self._names: dict[str, str] = {}
        self._parents: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        for line in lines:
            code, name = line.said["code"], _last(line.said["department"])
            if code and (name or code not in self._names):
                self._names.setdefault(code, name)
                self._names[code] = self._names[code] or name
                self._by_name.setdefault(name, code)
            if code and line.said["parent"]:
                self._parents.setdefault(code, line.said["parent"])

    def path(self, line: _Line) -> tuple[str, ...] | ChartReason:
        code, written, parent = line.said["code"], line.said["department"], line.said["parent"]
        steps = tuple(filter(None, _STEPS.split(written)))
        if not code:
            above = self._upwards(parent) if parent else ()
            return above if isinstance(above, ChartReason) else self._checked(above + steps)
        if steps and steps[-1] != self._names[code]:
            return ChartReason.TWO_DEPARTMENTS
        if parent and parent != self._parents[code]:
            return ChartReason.TWO_DEPARTMENTS
        return self._checked(steps) if len(steps) > 1 else self._upwards(code)

    def _upwards(self, code: str) -> tuple[str, ...] | ChartReason:
        """The path to a code (or to the name of a department, which some write instead)."""
        steps: list[str] = []
        seen: set[str] = set()
        while code:
            code = code if code in self._names else self._by_name.get(code, "")
            if not code or not self._names[code]:
                return ChartReason.UNKNOWN_DEPARTMENT
            if code in seen:
                return ChartReason.DEPARTMENT_CYCLE
            seen.add(code)
            steps.append(self._names[code])
            code = self._parents.get(code, "")
        return tuple(reversed(steps))

    def _checked(self, steps: tuple[str, ...]) -> tuple[str, ...] | ChartReason:
        if not steps:
            return ChartReason.NO_DEPARTMENT
        return steps if len(set(steps)) == len(steps) else ChartReason.DEPARTMENT_CYCLE


def _last(department: str) -> str:
    return _STEPS.split(department)[-1]


def _read(line: _Line, departments: _Departments, emails: set[str]) -> Found:
    """One line by itself; deputies are checked when all employees are known."""
    path = departments.path(line)
    if isinstance(path, ChartReason):
        return line.refused(path)
    said = line.said
    if not line.is_person:
        return ChartDepartment(line.row.line, path, said["code"])
    email = said["email"].lower()
    roles = _roles(said["roles"])
    reason = _wrong_with(said, email, roles, emails)
    if reason:
        return line.refused(reason)
    emails.add(email)
    return ChartRow(
        line.row.line,
        said["name"],
        said["name_en"],
        email,
        path,
        said["code"],
        roles or (),
        said["phone"],
        tuple(filter(None, _LIST.split(said["skills"]))),
        said["deputy"].lower(),
    )


def _wrong_with(
    said: dict[str, str], email: str, roles: tuple[str, ...] | None, emails: set[str]
) -> ChartReason | None:
    if not said["name"]:
        return ChartReason.NO_NAME
    if not _MAIL.fullmatch(email):
        return ChartReason.BAD_EMAIL
    if email in emails:
        return ChartReason.DUPLICATE_EMAIL
    if roles is None:
        return ChartReason.UNKNOWN_ROLE
    if said["deputy"].lower() == email:
        return ChartReason.OWN_DEPUTY
    return None


def _roles(written: str) -> tuple[str, ...] | None:
    """Codes of the roles, each once; None if one of them is not known."""
    codes = [_ROLE_OF.get(bare(role)) for role in filter(None, _LIST.split(written))]
    known = [code for code in codes if code]
    return tuple(dict.fromkeys(known)) if len(known) == len(codes) else None


def _check_deputies(found: dict[int, Found], lines: dict[int, _Line], known: Collection[str]) -> None:
    """Refuse whoever names a deputy who is not there, and then whoever had named them, until it holds."""
    known_emails = {email.lower() for email in known}
    while True:
        people = [row for row in found.values() if isinstance(row, ChartRow)]
        there = known_emails | {row.email for row in people}
        lost = [row for row in people if row.deputy_email and row.deputy_email not in there]
        if not lost:
            return
        for row in lost:
            found[row.line] = lines[row.line].refused(ChartReason.DEPUTY_NOT_FOUND)
