"""Facts of somebody leaving: what was theirs to do has another name on it, and nobody was passed over."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


@fact(
    ko="{old_employee} 님이 떠나 {new_employee} 님이 이어서 맡습니다.",
    en="{old_employee} leaves; {new_employee} owns it now.",
)
class OwnerChanged(FactBody):
    improvement_id: int
    old_employee_id: int
    new_employee_id: int
    new_department_id: int


@fact(
    ko="{old_employee} 님이 떠나 {new_employee} 님이 {until}까지 이어서 알아봅니다.",
    en="{old_employee} leaves; {new_employee} finds out more by {until}.",
)
class AskedChanged(FactBody):
    improvement_id: int
    old_employee_id: int
    new_employee_id: int
    until: str


@fact(
    ko="{old_employee} 님이 떠나 {new_employee} 님이 이 캠페인을 이어서 맡습니다.",
    en="{old_employee} leaves; {new_employee} runs the campaign now.",
)
class CampaignRunnerChanged(FactBody):
    campaign_id: int
    old_employee_id: int
    new_employee_id: int


@fact(
    ko="{old_employee} 님이 떠나 {new_employee} 님에게 {due_on}까지 검토를 부탁했습니다.",
    en="{old_employee} leaves; {new_employee} is asked to evaluate by {due_on}.",
)
class EvaluatorChanged(FactBody):
    idea_id: int
    old_employee_id: int
    new_employee_id: int
    due_on: str


@fact(
    ko="{old_employee} 님이 떠나 평가 부탁을 거두었습니다. {new_employee} 님은 이미 부탁받았습니다.",
    en="{old_employee} leaves and need not evaluate it; {new_employee} had been asked already.",
)
class EvaluatorLeft(FactBody):
    idea_id: int
    old_employee_id: int
    new_employee_id: int


@fact(
    ko="{old_employee} 님이 떠나 {number}은(는) {new_employee} 님이 맡습니다.",
    en="{old_employee} leaves; {new_employee} will own {number}.",
)
class ItemOwnerChanged(FactBody):
    meeting_id: int
    item_id: int
    number: str
    old_employee_id: int
    new_employee_id: int


@fact(
    ko="{old_employee} 님이 떠나 {new_employee} 님이 워크아웃을 진행합니다.",
    en="{old_employee} leaves; {new_employee} facilitates the work-out.",
)
class FacilitatorChanged(FactBody):
    meeting_id: int
    old_employee_id: int
    new_employee_id: int


@fact(
    ko="{old_employee} 님이 떠나 {new_employee} 님이 워크아웃을 주재합니다.",
    en="{old_employee} leaves; {new_employee} rules in the work-out.",
)
class SponsorChanged(FactBody):
    meeting_id: int
    old_employee_id: int
    new_employee_id: int
