"""Facts of what was said in a case: answers, notes, more words of the customer."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


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
