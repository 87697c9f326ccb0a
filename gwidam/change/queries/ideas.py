"""One idea, and everything its page shows."""

from __future__ import annotations

from dataclasses import dataclass

from gwidam.core.errors import NotFound
from gwidam.core.ledger import references
from gwidam.core.models import Fact
from gwidam.core.words import reading_language
from gwidam.own.queries.rows import NOBODY
from gwidam.own.queries.timeline import who_did
from gwidam.people.models import Employee
from gwidam.people.queries import names

from ..models import Evaluation, Idea, IdeaComment, IdeaSupport
from .campaigns import LikeIdea, alike_in, mark_of
from .story import Moment

MOST_MOMENTS = 60
ICONS = {
    "change.IdeaSubmitted": "plus",
    "change.IdeaCommented": "voice",
    "change.EvaluationAsked": "people",
    "change.IdeaEvaluated": "pulse",
    "change.IdeaAccepted": "check",
    "change.IdeaDeclined": "close",
    "change.IdeaFolded": "merge",
    "change.IdeaUnfolded": "merge",
    "change.IdeaDecisionTakenBack": "reopen",
    "change.IdeaAnswered": "answer",
    "change.IdeaDone": "check",
}
# Told by their numbers on the page, not one by one.
UNTOLD = ("change.IdeaSupported", "change.IdeaUnsupported")


@dataclass(frozen=True, slots=True)
class Page:
    """What the page of an idea shows besides the idea itself."""

    comments: tuple[IdeaComment, ...]
    evaluations: tuple[Evaluation, ...]
    behind: tuple[Idea, ...]
    likes: tuple[LikeIdea, ...]
    moments: tuple[Moment, ...]
    has_my_support: bool
    my_evaluation: Evaluation | None

    @property
    def given(self) -> tuple[Evaluation, ...]:
        """Evaluations that were given."""
        return tuple(each for each in self.evaluations if each.done_at is not None)


def idea_of(pk: int) -> Idea:
    """The idea with its campaign, voice and improvement. Raises NotFound."""
    found = (
        Idea.objects.select_related(
            "campaign__owner", "voice", "employee", "department", "improvement", "folded_into", "decided_by"
        )
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise NotFound(ko="그런 제안이 없습니다.", en="There is no such idea.")
    return found


def ideas_of(campaign_id: int, numbers: list[int]) -> list[Idea]:
    """These ideas of the campaign, in their order. Raises NotFound where none of them is there."""
    found = list(Idea.objects.filter(campaign=campaign_id, pk__in=numbers).order_by("pk").defer("grams"))
    if not found:
        raise NotFound(ko="제안을 하나 이상 골라 주세요.", en="Choose an idea or more.")
    return found


def page_of(idea: Idea, who: Employee) -> Page:
    """Everything on the page. Six queries, whatever is on it."""
    evaluations = tuple(
        Evaluation.objects.filter(idea=idea).select_related("evaluator__department").order_by("id")
    )
    campaign = idea.campaign
    supports = IdeaSupport.objects.filter(idea=idea, mark=mark_of(campaign, who)) if campaign.salt else None
    return Page(
        comments=tuple(IdeaComment.objects.filter(idea=idea).select_related("employee").order_by("id")),
        evaluations=evaluations,
        behind=tuple(Idea.objects.filter(folded_into=idea).order_by("id").defer("grams")),
        likes=tuple(alike_in(campaign, idea.grams, but=[idea.pk])) if not idea.is_decided else (),
        moments=_moments(idea),
        has_my_support=supports is not None and supports.exists(),
        my_evaluation=next((each for each in evaluations if each.evaluator_id == who.pk), None),
    )


def _moments(idea: Idea) -> tuple[Moment, ...]:
    facts = Fact.objects.filter(about=idea.about).exclude(kind__in=UNTOLD).order_by("-id")[:MOST_MOMENTS]
    language, named = reading_language(), names()
    return tuple(
        Moment(
            fact.at,
            ICONS.get(fact.kind, "note"),
            who_did(fact.by, named, language),
            fact.said(
                {role: named.get((noun, pk), NOBODY).into(language) for role, noun, pk in _named(fact)}, language
            ).strip(),
        )
        for fact in facts
    )


def _named(fact: Fact) -> list[tuple[str, str, int]]:
    return references(fact.body)
