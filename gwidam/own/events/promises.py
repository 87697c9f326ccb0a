"""Facts of promises, both ways."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


@fact(
    ko="약속했습니다: {says}",
    en="Promised: {says}",
    public=("약속드렸습니다: {says}", "We promised: {says}"),
    personal=("says",),
)
class PromiseMade(FactBody):
    case_id: int
    promise_id: int
    promise_kind: str
    owed_by: str
    due_at: str
    says: str


@fact(
    ko="약속을 지켰습니다: {says}",
    en="A promise was kept: {says}",
    public=("약속을 지켰습니다: {says}", "Kept: {says}"),
    personal=("says",),
)
class PromiseKept(FactBody):
    case_id: int
    promise_id: int
    promise_kind: str
    was_late: bool
    says: str


@fact(ko="약속이 곧 기한입니다: {says}", en="A promise is nearly due: {says}", personal=("says",))
class PromiseAtRisk(FactBody):
    case_id: int
    promise_id: int
    promise_kind: str
    guardian_employee_id: int
    holder_employee_id: int
    says: str


@fact(
    ko="약속을 지키지 못했습니다: {says}",
    en="A promise was broken: {says}",
    public=(
        "약속한 때를 넘겼습니다. 죄송합니다. 계속 챙기고 있습니다.",
        "We missed the time we promised. We are sorry, and still on it.",
    ),
    personal=("says",),
)
class PromiseBroken(FactBody):
    case_id: int
    promise_id: int
    promise_kind: str
    guardian_employee_id: int
    holder_employee_id: int
    says: str


@fact(ko="약속을 거두었습니다: {because}", en="A promise was released: {because}", personal=("because",))
class PromiseReleased(FactBody):
    case_id: int
    promise_id: int
    promise_kind: str
    because: str


@fact(
    ko="먼저 해 드렸습니다: {served}",
    en="Served first: {served}",
    public=("먼저 처리해 드렸습니다: {served}", "We served you first: {served}"),
    personal=("served",),
)
class ServedFirst(FactBody):
    case_id: int
    provision_id: int
    served: str


@fact(
    ko="서류를 다시 부탁드렸습니다({times}번째): {says}",
    en="The customer was reminded of papers ({times}): {says}",
    public=("남은 서류를 다시 부탁드립니다: {says}", "A reminder of the papers still needed: {says}"),
    personal=("says",),
)
class PapersReminded(FactBody):
    case_id: int
    promise_id: int
    times: int
    says: str


@fact(ko="서류 기한이 지났습니다: {says}", en="Papers are overdue: {says}", personal=("says",))
class PapersOverdue(FactBody):
    case_id: int
    promise_id: int
    guardian_employee_id: int
    says: str
