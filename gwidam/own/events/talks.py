"""Facts of talks. What was said stands in the talk's lines alone, so that erasing these erases it."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


@fact(ko="고객이 대화를 시작했습니다({channel}).", en="A customer began a talk through {channel}.")
class TalkBegun(FactBody):
    talk_id: int
    channel: str
    customer_id: int


@fact(ko="대화에 말이 이어졌습니다.", en="Something was said in the talk.")
class LineSaid(FactBody):
    talk_id: int
    number: int
    side: str
    keeper_employee_id: int | None


@fact(ko="{keeper_employee} 님이 대화를 맡았습니다.", en="{keeper_employee} took the talk.")
class TalkTaken(FactBody):
    talk_id: int
    keeper_employee_id: int
    waited_seconds: int


@fact(
    ko="{old_employee} 님이 대화를 내려놓아 다시 기다립니다.",
    en="{old_employee} let the talk go; it waits again.",
)
class TalkLetGo(FactBody):
    talk_id: int
    old_employee_id: int | None


@fact(
    ko="{giver_employee} 님이 {to_department}에 대화를 건넸습니다: {reason}",
    en="{giver_employee} offered the talk to {to_department}: {reason}",
    personal=("reason",),
)
class TalkOffered(FactBody):
    talk_id: int
    offer_id: int
    giver_employee_id: int
    to_department_id: int
    reason: str


@fact(
    ko="{to_department}의 {taker_employee} 님이 대화를 맡았습니다.",
    en="{taker_employee} of {to_department} accepted the talk.",
)
class TalkAccepted(FactBody):
    talk_id: int
    offer_id: int
    giver_employee_id: int
    taker_employee_id: int
    to_department_id: int


@fact(
    ko="{to_department}에서 대화를 되돌렸습니다: {reason}",
    en="{to_department} bounced the talk: {reason}",
    personal=("reason",),
)
class TalkBounced(FactBody):
    talk_id: int
    offer_id: int
    giver_employee_id: int
    to_department_id: int
    reason: str


@fact(
    ko="{to_department}에서 제때 답하지 않아 대화 건네기가 끝났습니다.",
    en="{to_department} did not decide in time; the offer of the talk expired.",
)
class TalkOfferExpired(FactBody):
    talk_id: int
    offer_id: int
    giver_employee_id: int
    to_department_id: int


@fact(ko="대화 건네기를 거두었습니다.", en="The offer of the talk was withdrawn.")
class TalkOfferWithdrawn(FactBody):
    talk_id: int
    offer_id: int
    giver_employee_id: int
    to_department_id: int


@fact(ko="더 도와드릴 것이 있는지 여쭈었습니다.", en="“Anything else?” was asked.")
class AnythingElseAsked(FactBody):
    talk_id: int
    keeper_employee_id: int


@fact(ko="대화가 끝나 고객의 소리 하나가 되었습니다.", en="The talk ended and became one voice.")
class TalkEnded(FactBody):
    talk_id: int
    ended_voice_id: int
    keeper_employee_id: int | None
    because: str


@fact(ko="끝난 대화의 말을 지웠습니다.", en="The words of a talk were erased.")
class TalkErased(FactBody):
    talk_id: int


@fact(ko="준비된 답 “{title}”을 적었습니다.", en="The ready answer “{title}” was written.")
class ReadyAnswerSet(FactBody):
    ready_id: int
    title: str


@fact(ko="준비된 답 “{title}”을 지웠습니다.", en="The ready answer “{title}” was taken away.")
class ReadyAnswerDropped(FactBody):
    ready_id: int
    title: str
