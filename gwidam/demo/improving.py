"""What the company makes of the improvements its closed cases asked for: scored, ruled on, one on its way."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from gwidam.change import verbs
from gwidam.change.models import Improvement
from gwidam.people.models import Employee

from .company import Company
from .texts import Texts

CVI, EXECUTIVE, OWNER, ASKED = "seo-eunjae", "han-seoyeon", "woo-mikyung", "ryu-minkyung"
# (impact, confidence, effort), and how far each has come, those with most people first
SCORES = ((3.0, 0.8, 2.0), (2.0, 1.0, 1.0), (2.0, 0.8, 4.0), (1.0, 0.8, 1.0), (1.0, 0.5, 6.0), (0.5, 1.0, 0.5))
AS_FAR_AS = ("in_work", "tabled", "asked_more", "tabled", "declined", "scored")


def improve(texts: Texts, company: Company, *, now: datetime) -> None:
    """Bring the most asked for improvements on, those with most people farthest."""
    english = {
        row["why_ko"]: row["why_en"] for row in texts.answers["recurrence"] if row["decision"] == "improvement"
    }
    asked = Improvement.objects.filter(origin=Improvement.Origin.CLOSURE, state=Improvement.State.PROPOSED)
    made = asked.select_related("reach").order_by("-reach__people", "pk")
    for improvement, score, state in zip(made, SCORES, AS_FAR_AS, strict=False):
        _bring_on(improvement, score, state, english.get(improvement.title_ko, ""), company.people, now=now)


def _bring_on(
    improvement: Improvement,
    score: tuple[float, float, float],
    state: str,
    english: str,
    people: Mapping[str, Employee],
    *,
    now: datetime,
) -> None:
    at = max(improvement.proposed_at, now - timedelta(days=2))
    by: dict[str, Any] = {"by": people[CVI], "at": at}
    verbs.reword(improvement=improvement, words={"title_en": english[:160]}, **by)
    parts = dict(zip(("impact", "confidence", "effort"), score, strict=True))
    verbs.score(improvement=improvement, method="rice", parts=parts, **by)
    if state == "scored":
        return
    verbs.table(improvement=improvement, **by)
    _rule(improvement, state, people, at=at)
    if state == "in_work":
        verbs.begin_work(improvement=improvement, by=people[OWNER], at=at)
    if state in ("in_work", "declined"):
        next_on = (now + timedelta(days=30)).date() if state == "in_work" else None
        verbs.publish(improvement=improvement, words={}, next_on=next_on, **by)


def _rule(improvement: Improvement, state: str, people: Mapping[str, Employee], *, at: datetime) -> None:
    by: dict[str, Any] = {"improvement": improvement, "by": people[EXECUTIVE], "at": at}
    if state == "in_work":
        verbs.rule(verdict="yes", owner=people[OWNER], reason="고객이 가장 많이 말한 일부터 합니다.", **by)
    elif state == "declined":
        verbs.rule(
            verdict="no",
            public_ko="지금 쓰는 기기로는 안전하게 할 수 없어, 새 기기로 바꿀 때 다시 살펴보겠습니다.",
            public_en="It cannot be done safely with today's devices; we will look again when they are replaced.",
            **by,
        )
    elif state == "asked_more":
        until = (at + timedelta(days=7)).date()
        verbs.rule(
            verdict="more",
            asked_of=people[ASKED],
            asked_until=until,
            reason="비용과 걸릴 때를 알고 싶습니다.",
            **by,
        )
