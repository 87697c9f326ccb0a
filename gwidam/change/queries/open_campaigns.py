"""An open campaign as customers see it behind its link, and what waits for somebody to let it show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from gwidam.core.errors import NotFound
from gwidam.people.models import Customer

from ..models import Campaign, Idea, IdeaComment, IdeaSupport
from ..rules.ideas import IDEA_NAMES, SUPPORTABLE
from ..rules.showing import without_contacts

PAGE = 30  # ideas of the page at once
MOST_HELD = 200  # shown at once to whoever decides


@dataclass(frozen=True, slots=True)
class Shown:
    """An idea as everybody may read it: nobody's name, and no way to reach them."""

    idea: Idea
    title: str
    text: str
    has_support: bool
    comments: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()

    @property
    def state(self) -> str:
        """One of IDEA_STATES; a decision shows once whoever handed it in has been told."""
        is_secret = self.idea.is_decided and self.idea.told_at is None
        return "in_review" if is_secret else self.idea.state

    @property
    def state_name(self) -> str:
        """The state in the reader's language."""
        return str(IDEA_NAMES[self.state])

    @property
    def answer(self) -> str:
        """The official answer, once it has left."""
        return self.idea.answer if self.idea.told_at is not None else ""

    @property
    def front_title(self) -> str:
        """The idea that it stands behind; empty where that does not show."""
        front = self.idea.folded_into
        return without_contacts(front.title) if front is not None and front.shown_at is not None else ""

    @property
    def takes_support(self) -> bool:
        """Whether it still makes sense to want it, too."""
        return self.idea.state in SUPPORTABLE


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of ideas, most wanted first. `next_after`: ask on with it; 0: no more."""

    ideas: tuple[Shown, ...]
    total: int
    next_after: int


@dataclass(frozen=True, slots=True)
class Held:
    """What customers wrote and nobody has let show, oldest first; `more` where there is more than that."""

    ideas: tuple[Idea, ...]
    comments: tuple[IdeaComment, ...]
    more: bool


def shelf_of(campaign: Campaign, *, reader: Customer | None, after: int = 0) -> Shelf:
    """Ideas that stand on the page of an open campaign. Two queries, three for a reader who is known."""
    standing = _standing(campaign).exclude(state="folded")
    rows = list(standing.order_by("-supporters", "-id")[after : after + PAGE + 1])
    page = rows[:PAGE]
    mine = supported_among(page, reader)
    return Shelf(
        ideas=tuple(_shown(each, each.pk in mine) for each in page),
        total=standing.count(),
        next_after=after + PAGE if len(rows) > PAGE else 0,
    )


def shown_idea(campaign: Campaign, pk: int, *, reader: Customer | None) -> Shown:
    """One of them with what is said of it. Three queries, four for a reader who is known. Raises NotFound."""
    found = _standing(campaign).filter(pk=pk).first()
    if found is None:
        raise NotFound(ko="이 링크로는 볼 수 있는 것이 없습니다.", en="There is nothing to see under this link.")
    comments = IdeaComment.objects.filter(idea=found, hidden_by__isnull=True).exclude(text="")
    comments = comments.filter(Q(customer__isnull=True) | Q(shown_by__isnull=False)).order_by("id")
    behind = _standing(campaign).filter(folded_into=found).order_by("id")
    return _shown(
        found,
        found.pk in supported_among([found], reader),
        comments=tuple(without_contacts(text) for text in comments.values_list("text", flat=True)),
        behind=tuple(without_contacts(each.title) for each in behind),
    )


def supported_among(ideas: Sequence[Idea], reader: Customer | None) -> set[int]:
    """Numbers of those that this customer wants, too. A query for somebody who is known."""
    if reader is None:
        return set()
    return set(IdeaSupport.objects.filter(idea__in=ideas, customer=reader).values_list("idea_id", flat=True))


def held_of(campaign: Campaign) -> Held:
    """What waits. Two queries."""
    ideas = list(_held_ideas(campaign).select_related("voice").defer("grams", "voice__grams")[: MOST_HELD + 1])
    comments = list(_held_comments(campaign).select_related("idea")[: MOST_HELD + 1])
    more = len(ideas) > MOST_HELD or len(comments) > MOST_HELD
    return Held(tuple(ideas[:MOST_HELD]), tuple(comments[:MOST_HELD]), more)


def count_held(campaign: Campaign) -> int:
    """How much waits. Two queries; none where nothing is shown to customers."""
    if not campaign.is_open:
        return 0
    return _held_ideas(campaign).count() + _held_comments(campaign).count()


def _held_ideas(campaign: Campaign) -> QuerySet[Idea]:
    """Undecided ones, and those that were accepted; what was declined or folded unseen need not be shown."""
    waiting = Idea.objects.filter(campaign=campaign, shown_at__isnull=True, unshown_why="")
    return waiting.exclude(state__in=("declined", "folded")).filter(voice__erased_at__isnull=True).order_by("id")


def _held_comments(campaign: Campaign) -> QuerySet[IdeaComment]:
    held = IdeaComment.objects.filter(idea__campaign=campaign, shown_by__isnull=True, hidden_by__isnull=True)
    return held.filter(customer__isnull=False).exclude(text="").order_by("id")


def _standing(campaign: Campaign) -> QuerySet[Idea]:
    shown = Idea.objects.filter(campaign=campaign, shown_at__isnull=False, voice__erased_at__isnull=True)
    return shown.select_related("voice", "folded_into").defer("grams", "voice__grams")


def _shown(idea: Idea, has_support: bool, **more: tuple[str, ...]) -> Shown:
    return Shown(idea, without_contacts(idea.title), without_contacts(idea.further_words), has_support, **more)
