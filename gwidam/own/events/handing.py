"""Facts of a hand-over: offered, accepted, bounced, expired, withdrawn."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


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
