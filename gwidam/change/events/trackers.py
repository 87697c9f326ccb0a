"""Facts of issue trackers: connected, an issue asked for and made, what happened to it over there."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


@fact(ko="이슈 트래커를 이었습니다: {project}", en="Connected the issue tracker {project}.")
class TrackerConnected(FactBody):
    tracker_id: int
    project: str


@fact(ko="이슈 트래커를 준비해 두었습니다: {project}", en="Set up the issue tracker {project}, without its token.")
class TrackerPrepared(FactBody):
    tracker_id: int
    project: str


@fact(ko="이슈 트래커의 웹훅 비밀 값을 새로 만들었습니다.", en="Made a new secret for the webhook of the tracker.")
class TrackerSecretRenewed(FactBody):
    tracker_id: int


@fact(ko="이슈 트래커를 끊었습니다: {project}", en="Disconnected the issue tracker {project}.")
class TrackerEnded(FactBody):
    tracker_id: int
    project: str


@fact(ko="{project}: {because_ko}", en="{project}: {because_en}")
class TrackerFailed(FactBody):
    tracker_id: int
    project: str
    failure: str
    because_ko: str
    because_en: str


@fact(ko="{project}: 다시 대답합니다.", en="{project} answers again.")
class TrackerBack(FactBody):
    tracker_id: int
    project: str


@fact(ko="{project}에 이슈를 만들어 달라고 했습니다.", en="Asked for an issue in {project}.")
class IssueAsked(FactBody):
    improvement_id: int
    issue_id: int
    project: str


@fact(ko="이슈 {key}: {project}에 만들었습니다.", en="Made the issue {key} in {project}.")
class IssueMade(FactBody):
    improvement_id: int
    issue_id: int
    project: str
    key: str


@fact(
    ko="{project}에 이슈를 만들지 못했습니다. {because_ko}",
    en="The issue could not be made in {project}. {because_en}",
)
class IssueFailed(FactBody):
    improvement_id: int
    issue_id: int
    project: str
    because_ko: str
    because_en: str


@fact(ko="이슈 {key}: 거기서 맡을 사람이 정해졌습니다.", en="The issue {key} was assigned there.")
class IssueAssigned(FactBody):
    improvement_id: int
    issue_id: int
    key: str


@fact(ko="이슈 {key}: 거기서 일을 시작했습니다.", en="Work on the issue {key} has begun there.")
class IssueBegun(FactBody):
    improvement_id: int
    issue_id: int
    key: str


@fact(
    ko="이슈 {key}: 거기서 다 했다고 닫았습니다. 달라졌나요?",
    en="The issue {key} was closed there as done: released?",
)
class IssueClosed(FactBody):
    improvement_id: int
    issue_id: int
    key: str


@fact(ko="이슈 {key}: 거기서 하지 않은 채 닫았습니다.", en="The issue {key} was closed there without being done.")
class IssueDropped(FactBody):
    improvement_id: int
    issue_id: int
    key: str


@fact(ko="이슈 {key}: 거기서 다시 열었습니다.", en="The issue {key} was opened again there.")
class IssueReopened(FactBody):
    improvement_id: int
    issue_id: int
    key: str


@fact(
    ko="이슈 {key}: 거기에 댓글이 있습니다({comments}개).", en="The issue {key} has comments there ({comments})."
)
class IssueCommented(FactBody):
    improvement_id: int
    issue_id: int
    key: str
    comments: int


@fact(ko="이슈 {key}: 거기서 없어졌습니다.", en="The issue {key} is gone there.")
class IssueLost(FactBody):
    improvement_id: int
    issue_id: int
    key: str


@fact(
    ko="이슈 {key}의 소식을 보고 그대로 두었습니다.",
    en="Saw what the issue {key} says, and left things as they are.",
)
class ProposalSetAside(FactBody):
    improvement_id: int
    issue_id: int
    key: str
