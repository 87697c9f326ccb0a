"""Facts of a case: who keeps it, how it was closed, begun again, put behind another."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


@fact(
    ko="{guardian_employee} 님이 지킴이가 되었습니다.",
    en="{guardian_employee} became the guardian.",
    public=(
        "{guardian_employee} 님이 끝까지 지켜보며 챙깁니다.",
        "{guardian_employee} keeps an eye on this until you have your answer.",
    ),
)
class CaseOpened(FactBody):
    case_id: int
    guardian_employee_id: int
    holder_department_id: int
    answer_due_at: str | None


@fact(
    ko="지킴이가 {old_employee} 님에서 {new_employee} 님으로 바뀌었습니다: {why}",
    en="The guardian changed from {old_employee} to {new_employee}: {why}",
    public=(
        "{new_employee} 님이 이어서 챙깁니다.",
        "{new_employee} now keeps an eye on this.",
    ),
)
class GuardianChanged(FactBody):
    case_id: int
    old_employee_id: int
    new_employee_id: int
    why: str


@fact(
    ko="{taker_employee} 님이 일을 맡았습니다.",
    en="{taker_employee} took the work.",
)
class CaseTaken(FactBody):
    case_id: int
    old_employee_id: int
    taker_employee_id: int


@fact(
    ko="마쳤습니다. 원인: {cause}",
    en="Closed. Cause: {cause}",
    public=("마쳤습니다. 다 되었는지 알려 주세요.", "Closed. Please tell us whether it is fixed."),
    personal=("cause",),
)
class CaseClosed(FactBody):
    case_id: int
    closure_id: int
    recurrence: str
    has_reached: bool
    cause: str


@fact(
    ko="고객의 말: {word}",
    en="The customer says: {word}",
    public=("알려 주셔서 고맙습니다.", "Thank you for telling us."),
)
class OutcomeSaid(FactBody):
    case_id: int
    closure_id: int
    word: str


@fact(
    ko="다시 열렸습니다: {why}",
    en="Reopened: {why}",
    public=("다시 챙기고 있습니다.", "We are on it again."),
    personal=("why",),
)
class CaseReopened(FactBody):
    case_id: int
    guardian_employee_id: int
    why: str


@fact(ko="다른 건에 묶었습니다: {into_receipt}", en="Put behind another case: {into_receipt}")
class CaseMerged(FactBody):
    case_id: int
    into_case_id: int
    into_receipt: str
    guardian_employee_id: int


@fact(ko="묶음에서 다시 꺼냈습니다.", en="Taken out from behind the other case.")
class CaseUnmerged(FactBody):
    case_id: int
    into_case_id: int
    guardian_employee_id: int


@fact(
    ko="{harmed_employee} 님을 보호했습니다: {incident_kind}",
    en="{harmed_employee} was protected: {incident_kind}",
)
class AbuseReported(FactBody):
    case_id: int
    incident_id: int
    harmed_employee_id: int
    cover_employee_id: int | None
    incident_kind: str
    protective_step: str


@fact(
    ko="진행 화면에서 연락처 확인이 맞지 않았습니다.",
    en="On the follow page, a proof of the contact was wrong.",
)
class ProofFailed(FactBody):
    voice_id: int


@fact(
    ko="한 사람의 기록에서 누구인지 알 수 있는 것을 모두 지웠습니다.",
    en="Everything that says who somebody was has been erased.",
)
class LifeErased(FactBody):
    customer_id: int
    cases: int
    ground: str = "asked"
