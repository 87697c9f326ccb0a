"""Facts of the room: how a case was kept, handed over, promised, answered, closed and begun again."""

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
    ko="{giver_employee} 님이 {to_department}에 건넸습니다: {reason}",
    en="{giver_employee} offered it to {to_department}: {reason}",
    public=(
        "{to_department}에 맡아 달라고 청했습니다. 그때까지는 {from_department}에서 챙깁니다.",
        "We asked {to_department} to take it; until they do, {from_department} keeps it.",
    ),
    personal=("reason",),
)
class HandOffOffered(FactBody):
    case_id: int
    handoff_id: int
    giver_employee_id: int
    guardian_employee_id: int
    from_department_id: int
    to_department_id: int
    reason: str


@fact(
    ko="{to_department}의 {taker_employee} 님이 맡았습니다.",
    en="{taker_employee} of {to_department} accepted it.",
    public=("{to_department}에서 맡았습니다.", "{to_department} has taken it."),
)
class HandOffAccepted(FactBody):
    case_id: int
    handoff_id: int
    giver_employee_id: int
    guardian_employee_id: int
    taker_employee_id: int
    from_department_id: int
    to_department_id: int


@fact(
    ko="{to_department}에서 되돌렸습니다: {reason} 더 맞는 곳: {better_department}",
    en="{to_department} bounced it: {reason} Better owner: {better_department}",
    public=(
        "{to_department}의 일이 아니어서 {from_department}에서 계속 챙깁니다.",
        "It was not for {to_department}; {from_department} keeps it.",
    ),
    personal=("reason",),
)
class HandOffBounced(FactBody):
    case_id: int
    handoff_id: int
    giver_employee_id: int
    guardian_employee_id: int
    from_department_id: int
    to_department_id: int
    better_department_id: int | None
    reason: str


@fact(
    ko="{to_department}에서 기한 안에 답하지 않아 건네기가 끝났습니다.",
    en="{to_department} did not decide in time; the offer expired.",
    public=(
        "{from_department}에서 계속 챙깁니다.",
        "{from_department} keeps it.",
    ),
)
class HandOffExpired(FactBody):
    case_id: int
    handoff_id: int
    giver_employee_id: int
    guardian_employee_id: int
    from_department_id: int
    to_department_id: int


@fact(ko="건네기를 거두었습니다.", en="The offer was withdrawn.")
class HandOffWithdrawn(FactBody):
    case_id: int
    handoff_id: int
    giver_employee_id: int
    to_department_id: int


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


@fact(
    ko="고객과 이야기했습니다.",
    en="Spoke with the customer.",
    public=("담당자가 말씀을 나누었습니다.", "We spoke with you."),
)
class FirstWordSaid(FactBody):
    case_id: int


@fact(
    ko="답을 보냈습니다.",
    en="An answer was sent.",
    public=("답을 드렸습니다.", "We sent you an answer."),
)
class AnswerGiven(FactBody):
    case_id: int
    answer_id: int
    answer_door: str


@fact(
    ko="답이 고객에게 닿았습니다.",
    en="The answer reached the customer.",
    public=("답이 전해졌습니다.", "The answer reached you."),
)
class AnswerDelivered(FactBody):
    case_id: int
    answer_id: int


@fact(
    ko="답이 닿지 못했습니다: {because} 고객은 아직 답을 듣지 못했습니다.",
    en="The answer did not arrive: {because} The customer is not answered yet.",
    public=("답이 전해지지 않아 다시 챙깁니다.", "The answer did not arrive; we are on it again."),
    personal=("because",),
)
class AnswerFailed(FactBody):
    case_id: int
    answer_id: int
    guardian_employee_id: int
    because: str


@fact(ko="메모가 남았습니다.", en="A note was left.")
class NoteLeft(FactBody):
    case_id: int
    note_id: int
    mentions: list[int]


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
    ko="고객이 말씀을 덧붙였습니다.",
    en="The customer added something.",
    public=("덧붙여 주신 말씀을 들었습니다.", "We heard what you added."),
)
class WordsAdded(FactBody):
    case_id: int
    added_voice_id: int
    guardian_employee_id: int
    holder_employee_id: int


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


@fact(ko="찾기를 저장했습니다: {name}", en="A search was saved: {name}", personal=("name",))
class SearchSaved(FactBody):
    search_id: int
    name: str
    wakes: bool


@fact(ko="저장한 찾기를 지웠습니다: {name}", en="A saved search was dropped: {name}", personal=("name",))
class SearchDropped(FactBody):
    search_id: int
    name: str


@fact(
    ko="지운 고객을 찾던 저장한 찾기를 지웠습니다.",
    en="A saved search that named an erased customer was taken away.",
    personal=("name",),
)
class SearchCleared(FactBody):
    search_id: int
    owner_employee_id: int
    saved_at: str
    name: str


@fact(
    ko="이어진 이야기일 수 있습니다: {other_receipt}. 보낸 분이 고객 본인인지 알 수 없어 따로 받았습니다.",
    en="This may belong to {other_receipt}. Nothing shows that the sender is the customer, so it was taken in apart.",
)
class MayBeRelated(FactBody):
    case_id: int
    other_receipt: str


@fact(
    ko="고객이 그곳에서 글을 지워 여기서도 지웠습니다.",
    en="The customer deleted these words where they were said, so they were erased here.",
)
class WordsTakenBack(FactBody):
    voice_id: int
