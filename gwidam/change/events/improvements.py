"""Facts of the room: what was proposed, who asked for it, how it was weighed and ruled on, what came of it."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


@fact(
    ko="개선을 제안했습니다: {title}",
    en="Proposed an improvement: {title}",
    personal=("title",),
)
class ImprovementProposed(FactBody):
    improvement_id: int
    origin: str
    title: str


@fact(ko="개선의 글을 고쳤습니다.", en="Reworded the improvement.")
class ImprovementReworded(FactBody):
    improvement_id: int


@fact(ko="이 개선에 말씀을 이었습니다: {receipt}", en="Linked the voice {receipt}.")
class VoiceLinked(FactBody):
    improvement_id: int
    voice_id: int
    receipt: str
    via: str


@fact(
    ko="이 개선에서 말씀을 떼었습니다({receipt}): {why}",
    en="Took the voice {receipt} off: {why}",
    personal=("why",),
)
class VoiceUnlinked(FactBody):
    improvement_id: int
    voice_id: int
    receipt: str
    why: str


@fact(
    ko="흐름과 그 말씀 {voices}건을 이었습니다: {theme}",
    en="Linked a theme and {voices} of its voices: {theme}",
)
class ThemeLinked(FactBody):
    improvement_id: int
    theme_id: int
    theme: str
    voices: int


@fact(
    ko="흐름을 떼었습니다: {theme} (말씀은 남아 있습니다)",
    en="Took the theme “{theme}” off; its voices stay.",
)
class ThemeUnlinked(FactBody):
    improvement_id: int
    theme_id: int
    theme: str


@fact(ko="{said_ko}", en="{said_en}")
class SupportGiven(FactBody):
    improvement_id: int
    support_id: int
    said_ko: str
    said_en: str


@fact(ko="지지를 거두었습니다.", en="Took the support back.")
class SupportWithdrawn(FactBody):
    improvement_id: int
    support_id: int


@fact(ko="점수를 매겼습니다({method}): {formula} = {value}", en="Scored it by {method}: {formula} = {value}")
class ScoreSet(FactBody):
    improvement_id: int
    method: str
    parts: dict[str, float]
    before: dict[str, float]
    formula: str
    value: str


@fact(ko="반드시 할 일로 올렸습니다: {ground}", en="Marked it as a must: {ground}")
class MustMarked(FactBody):
    improvement_id: int
    ground: str


@fact(ko="반드시 할 일에서 내렸습니다.", en="It is no longer a must.")
class MustLifted(FactBody):
    improvement_id: int


@fact(ko="우선순위를 매기는 방법을 바꿨습니다: {method}", en="Improvements are weighed by {method} from now on.")
class MethodChosen(FactBody):
    method: str
    before: str


@fact(ko="결정을 받으려고 올렸습니다. {says}", en="Put before the executives. {says}", personal=("says",))
class ImprovementTabled(FactBody):
    improvement_id: int
    says: str


@fact(
    ko="하기로 했습니다. 맡은 이: {owner_employee}({owner_department}) {reason}",
    en="Ruled: yes. Owner: {owner_employee} ({owner_department}). {reason}",
    personal=("reason",),
)
class ImprovementApproved(FactBody):
    improvement_id: int
    ruling_id: int
    owner_employee_id: int
    owner_department_id: int
    reason: str


@fact(ko="하지 않기로 했습니다: {reason}", en="Ruled: no, because {reason}", personal=("reason",))
class ImprovementDeclined(FactBody):
    improvement_id: int
    ruling_id: int
    reason: str


@fact(
    ko="{asked_employee} 님에게 {until}까지 더 알아봐 달라고 했습니다. {reason}",
    en="Asked {asked_employee} for more by {until}. {reason}",
    personal=("reason",),
)
class MoreAsked(FactBody):
    improvement_id: int
    ruling_id: int
    asked_employee_id: int
    until: str
    reason: str


@fact(ko="고치기 시작했습니다.", en="Work has begun.")
class WorkBegun(FactBody):
    improvement_id: int
    owner_employee_id: int


@fact(ko="증명을 받기 시작했습니다.", en="It is being proven.")
class ProofBegun(FactBody):
    improvement_id: int


@fact(
    ko="달라졌습니다. 말씀해 주신 {people}분께 알립니다.", en="Released. {people} people who asked are to be told."
)
class ImprovementReleased(FactBody):
    improvement_id: int
    round: int
    people: int


@fact(ko="말씀해 주신 모든 분께 알렸습니다.", en="Everybody who asked has been told.")
class EverybodyTold(FactBody):
    improvement_id: int
    round: int


@fact(ko="효과가 확인되었습니다: {says}", en="The effect is verified: {says}", personal=("says",))
class ImprovementVerified(FactBody):
    improvement_id: int
    says: str


@fact(ko="다시 열었습니다: {why}", en="Begun again: {why}", personal=("why",))
class ImprovementReopened(FactBody):
    improvement_id: int
    was: str
    round: int
    why: str


@fact(ko="{into_number} 뒤로 묶었습니다: {why}", en="Put behind {into_number}: {why}", personal=("why",))
class ImprovementMerged(FactBody):
    improvement_id: int
    into_improvement_id: int
    into_number: str
    why: str


@fact(ko="{into_number}에서 떼어 따로 세웠습니다.", en="Taken out from behind {into_number}.")
class ImprovementUnmerged(FactBody):
    improvement_id: int
    into_improvement_id: int
    into_number: str
