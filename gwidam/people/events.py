"""Facts of the room: people and the directory."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


@fact(ko="새 고객 기록이 만들어졌습니다.", en="A new customer record was made.")
class CustomerMet(FactBody):
    customer_id: int


@fact(
    ko="연락처를 확인했습니다. 이유: {why}",
    en="Contact details were looked at. Reason: {why}",
)
class ContactSeen(FactBody):
    customer_id: int
    why: str


@fact(ko="연락처로 더는 닿지 않습니다: {because}", en="The contact no longer works: {because}")
class ContactDied(FactBody):
    customer_id: int
    contact_id: int
    because: str


@fact(ko="고객의 개인정보를 지웠습니다.", en="The customer's personal data were erased.")
class CustomerErased(FactBody):
    customer_id: int


@fact(ko="{new_employee} 님이 함께하게 되었습니다.", en="{new_employee} joined.")
class EmployeeJoined(FactBody):
    new_employee_id: int
    department_id: int


@fact(ko="{changed_employee} 님의 정보가 바뀌었습니다: {what}", en="{changed_employee} was changed: {what}")
class EmployeeChanged(FactBody):
    changed_employee_id: int
    what: str


@fact(
    ko="{leaving_employee} 님이 떠났습니다. 지키던 건 {moved}건은 모두 새 지킴이에게 갔습니다.",
    en="{leaving_employee} left; all {moved} guarded cases have a new guardian.",
)
class EmployeeLeft(FactBody):
    leaving_employee_id: int
    moved: int


@fact(
    ko="{away_employee} 님이 자리를 비우고 {deputy_employee} 님이 대신합니다.",
    en="{away_employee} is away; {deputy_employee} covers.",
)
class AbsenceBegun(FactBody):
    away_employee_id: int
    deputy_employee_id: int
    why: str
    starts_at: str
    ends_at: str


@fact(
    ko="{away_employee} 님이 돌아왔습니다. {deputy_employee} 님의 대신하기가 끝났습니다.",
    en="{away_employee} is back; {deputy_employee} no longer covers.",
)
class AbsenceEnded(FactBody):
    away_employee_id: int
    deputy_employee_id: int


@fact(
    ko="{invited_employee} 님이 비밀번호를 정할 링크를 만들었습니다.",
    en="A link to set a password was made for {invited_employee}.",
)
class EmployeeInvited(FactBody):
    invited_employee_id: int


@fact(ko="부서 정보가 바뀌었습니다: {department}", en="The department was changed: {department}")
class DepartmentChanged(FactBody):
    department_id: int


@fact(ko="담당 목록이 바뀌었습니다: {says}", en="The directory was changed: {says}")
class ResponsibilityChanged(FactBody):
    responsibility_id: int
    department_id: int
    says: str


@fact(ko="근무표가 바뀌었습니다: {code}", en="The roster was changed: {code}")
class RosterChanged(FactBody):
    roster_id: int
    code: str


@fact(ko="근무시간이 바뀌었습니다: {code}", en="The calendar was changed: {code}")
class CalendarChanged(FactBody):
    calendar_id: int
    code: str


@fact(ko="“{name}” 열쇠를 만들었습니다.", en="The key “{name}” was made.")
class TokenMade(FactBody):
    token_id: int
    name: str
    scopes: list[str]


@fact(ko="“{name}” 열쇠를 거두었습니다.", en="The key “{name}” was revoked.")
class TokenRevoked(FactBody):
    token_id: int
    name: str


@fact(
    ko="조직도를 가져왔습니다: {kept}명, 되돌린 줄 {refused}개.",
    en="Organisation chart: {kept} people, {refused} rows refused.",
)
class ChartImported(FactBody):
    kept: int
    refused: int
