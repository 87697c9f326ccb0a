"""Facts of work-out meetings: the frame, who brought what, votes, what was presented and ruled, what followed."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


@fact(ko="워크아웃을 열기로 했습니다: {title}", en="Called a work-out: {title}")
class MeetingFramed(FactBody):
    meeting_id: int
    title: str
    sponsor_employee_id: int
    facilitator_employee_id: int


@fact(ko="“{team}” 조를 정했습니다({people}명).", en="The team “{team}” has {people} people.")
class TeamSet(FactBody):
    meeting_id: int
    team: str
    people: int


@fact(ko="{number} 안건을 올렸습니다.", en="Brought {number}.")
class ItemBrought(FactBody):
    meeting_id: int
    item_id: int
    improvement_id: int
    number: str


@fact(ko="{number}의 맡을 이는 {owner_employee} 님입니다.", en="{owner_employee} will own {number}.")
class ItemOwnerNamed(FactBody):
    meeting_id: int
    item_id: int
    number: str
    owner_employee_id: int


@fact(ko="갤러리를 열었습니다. 한 사람에 {votes}표", en="The gallery is open: {votes} votes each.")
class GalleryOpened(FactBody):
    meeting_id: int
    votes: int


@fact(ko="갤러리에서 한 표를 던졌습니다.", en="Gave a vote in the gallery.")
class VoteGiven(FactBody):
    meeting_id: int
    item_id: int


@fact(ko="갤러리에서 한 표를 거두었습니다.", en="Took a vote back in the gallery.")
class VoteTakenBack(FactBody):
    meeting_id: int
    item_id: int


@fact(ko="타운 미팅을 시작했습니다.", en="The town meeting has begun.")
class TownMeetingBegun(FactBody):
    meeting_id: int


@fact(ko="{number} 발표. 맡을 이: {owner_employee}", en="{number} is presented; owner: {owner_employee}.")
class ItemPresented(FactBody):
    meeting_id: int
    item_id: int
    number: str
    owner_employee_id: int


@fact(ko="시계: {seconds}초 남음", en="The clock: {seconds} seconds left.")
class ClockSet(FactBody):
    meeting_id: int
    seconds: int
    is_running: bool


@fact(
    ko="{executive_employee} 님이 {number}을(를) 그 자리에서 결정했습니다: {verdict}",
    en="{executive_employee} ruled on {number} on the spot: {verdict}",
)
class ItemRuled(FactBody):
    meeting_id: int
    item_id: int
    ruling_id: int
    number: str
    verdict: str
    executive_employee_id: int


@fact(ko="워크아웃을 마쳤습니다. 결정 {rulings}건", en="The work-out closed with {rulings} rulings.")
class MeetingClosed(FactBody):
    meeting_id: int
    rulings: int
    language: str


@fact(ko="회의록을 남겼습니다.", en="The minutes were written.")
class MinutesWritten(FactBody):
    meeting_id: int


@fact(
    ko="{owner_employee} 님, {number}의 {days}일 뒤 결과를 적어 주세요.",
    en="{owner_employee}: what has come of {number} after {days} days?",
)
class FollowUpDue(FactBody):
    meeting_id: int
    follow_up_id: int
    number: str
    days: int
    times: int
    owner_employee_id: int


@fact(ko="{number}의 {days}일 뒤 결과: {result}", en="{number} after {days} days: {result}", personal=("result",))
class FollowedUp(FactBody):
    meeting_id: int
    follow_up_id: int
    number: str
    days: int
    result: str
