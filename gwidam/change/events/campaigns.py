"""Facts of campaigns: what people handed in, who stood behind it, what was decided, what came of it."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


@fact(ko="“고쳐주세요”를 시작했습니다: {title}", en="Began a “please fix it” campaign: {title}")
class CampaignBegun(FactBody):
    campaign_id: int
    title: str
    owner_employee_id: int


@fact(ko="“고쳐주세요”를 마쳤습니다. 제안 {ideas}건", en="The campaign ended with {ideas} ideas.")
class CampaignEnded(FactBody):
    campaign_id: int
    ideas: int


@fact(ko="제안을 받았습니다: {title}", en="An idea came in: {title}", personal=("title",))
class IdeaSubmitted(FactBody):
    idea_id: int
    campaign_id: int
    voice_id: int
    title: str


@fact(ko="공감이 하나 늘었습니다.", en="One more supports it.")
class IdeaSupported(FactBody):
    idea_id: int


@fact(ko="공감이 하나 줄었습니다.", en="One no longer supports it.")
class IdeaUnsupported(FactBody):
    idea_id: int


@fact(
    ko="같은 제안에 공감한 고객 {people}명이 함께 기다립니다.",
    en="Customers who want the same idea wait for it, too: {people}.",
)
class IdeaSupportersJoined(FactBody):
    improvement_id: int
    idea_id: int
    people: int


@fact(
    ko="제안에 공감했던 고객 {people}명이 더는 기다리지 않습니다.",
    en="Customers who wanted an idea no longer wait for it: {people}.",
)
class IdeaSupportersLeft(FactBody):
    improvement_id: int
    idea_id: int
    people: int


@fact(ko="댓글이 달렸습니다.", en="Somebody commented.")
class IdeaCommented(FactBody):
    idea_id: int
    comment_id: int


@fact(ko="고객이 보는 화면에 실었습니다.", en="It stands on the page of customers now.")
class IdeaShown(FactBody):
    idea_id: int


@fact(
    ko="고객이 보는 화면에 싣지 않기로 했습니다: {why}",
    en="It does not stand on the page of customers: {why}",
    personal=("why",),
)
class IdeaKeptOff(FactBody):
    idea_id: int
    why: str


@fact(ko="고객 댓글을 화면에 실었습니다.", en="Let a customer's comment show.")
class IdeaCommentShown(FactBody):
    idea_id: int
    comment_id: int


@fact(ko="지워 달라는 뜻에 따라 고객의 제안을 비웠습니다.", en="Emptied a customer's idea, as they wished.")
class IdeaErased(FactBody):
    idea_id: int


@fact(ko="지워 달라는 뜻에 따라 고객의 댓글을 비웠습니다.", en="Emptied a customer's comment, as they wished.")
class IdeaCommentEmptied(FactBody):
    idea_id: int
    comment_id: int


@fact(ko="고객이 캠페인에 참여하기로 했습니다.", en="A customer agreed to take part in the campaign.")
class TakingPartAgreed(FactBody):
    campaign_id: int
    customer_id: int


@fact(ko="댓글을 가렸습니다: {why}", en="Hid a comment: {why}", personal=("why",))
class IdeaCommentHidden(FactBody):
    idea_id: int
    comment_id: int
    why: str


@fact(
    ko="{evaluator_employee} 님에게 {due_on}까지 검토를 부탁했습니다.",
    en="Asked {evaluator_employee} by {due_on}.",
)
class EvaluationAsked(FactBody):
    idea_id: int
    evaluator_employee_id: int
    due_on: str


@fact(
    ko="{evaluator_employee} 님이 가치 {value}, 실현 가능성 {feasibility}로 평가했습니다.",
    en="{evaluator_employee} marked value {value}, feasibility {feasibility}.",
)
class IdeaEvaluated(FactBody):
    idea_id: int
    evaluator_employee_id: int
    value: int
    feasibility: int


@fact(
    ko="채택했습니다({number}): {answer}",
    en="Accepted ({number}): {answer}",
    personal=("answer",),
)
class IdeaAccepted(FactBody):
    idea_id: int
    improvement_id: int
    number: str
    answer: str


@fact(ko="채택하지 않았습니다: {answer}", en="Declined: {answer}", personal=("answer",))
class IdeaDeclined(FactBody):
    idea_id: int
    answer: str


@fact(ko="“{into}”에 묶었습니다.", en="Folded into “{into}”.", personal=("into",))
class IdeaFolded(FactBody):
    idea_id: int
    into_id: int
    into: str


@fact(ko="묶음에서 꺼냈습니다.", en="Taken out of the fold.")
class IdeaUnfolded(FactBody):
    idea_id: int


@fact(ko="결정을 거두었습니다. 아직 알리지 않았습니다.", en="The decision was taken back before it was told.")
class IdeaDecisionTakenBack(FactBody):
    idea_id: int
    was: str


@fact(ko="공식 답변이 나갔습니다.", en="The official answer was given.")
class IdeaAnswered(FactBody):
    idea_id: int


@fact(ko="제안대로 고쳤습니다({number}).", en="What it asked for is done ({number}).")
class IdeaDone(FactBody):
    idea_id: int
    number: str


@fact(ko="개선이 다시 열려, 다시 고치는 중입니다({number}).", en="The improvement was begun again ({number}).")
class IdeaResumed(FactBody):
    idea_id: int
    number: str
