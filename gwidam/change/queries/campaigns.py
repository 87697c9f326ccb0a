"""Campaigns with their live counts, the board of one, and who earned which points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from gwidam.core.errors import NotFound, NotNow, NotYours
from gwidam.core.grams import query_grams
from gwidam.core.sealed import fingerprint
from gwidam.core.words import reading_language
from gwidam.own.queries.rows import NOBODY
from gwidam.people.models import Customer, Employee, Role
from gwidam.people.queries import names

from ..models import Campaign, Evaluation, Idea
from ..rules.ideas import IDEA_STATES, alike

PAGE = 50  # ideas of a board at once
ORDERS = ("new", "wanted", "disputed")
_BY_ORDER = {
    "new": ("-id",),
    "wanted": ("-supporters", "-id"),
    "disputed": ("-spread", "-id"),
}
LIKELY = 5  # like ideas shown
LEAST_ALIKE = 0.3


@dataclass(frozen=True, slots=True)
class Counts:
    """How many ideas a campaign has, and how far they came. `accepted` counts those that are done, too."""

    submitted: int = 0
    accepted: int = 0
    done: int = 0
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What a board is asked for. `state` empty: all that stand by themselves. `after`: how many lines stand before."""

    words: str = ""
    state: str = ""
    order: str = "new"
    to_evaluate: int | None = None
    after: int = 0


@dataclass(frozen=True, slots=True)
class Board:
    """A page of a board. `by_state`: how many there are in each. `next_after`: ask on with it; 0: no more."""

    ideas: tuple[Idea, ...]
    by_state: dict[str, int]
    to_evaluate: int
    next_after: int

    @property
    def counts(self) -> Counts:
        return counts_from(self.by_state)


@dataclass(frozen=True, slots=True)
class Earned:
    """What somebody, or a department, earned."""

    name: str
    submitted: int
    accepted: int
    done: int
    points: int


@dataclass(frozen=True, slots=True)
class LikeIdea:
    """An idea that says much the same, in percent of shared pairs of letters."""

    idea: Idea
    percent: int


def campaigns() -> list[tuple[Campaign, Counts]]:
    """All campaigns with their counts, those that run or are to come first. Two queries."""
    found = list(Campaign.objects.select_related("owner").order_by("-last_on", "-id"))
    by_campaign: dict[int, dict[str, int]] = {}
    for campaign_id, state, count in (
        Idea.objects.values_list("campaign", "state").annotate(Count("id")).order_by()
    ):
        by_campaign.setdefault(campaign_id, {})[state] = count
    return [(each, counts_from(by_campaign.get(each.pk, {}))) for each in found]


def campaign_of(pk: int) -> Campaign:
    """The campaign. Raises NotFound."""
    found = Campaign.objects.select_related("owner", "channel").filter(pk=pk).first()
    if found is None:
        raise NotFound(ko="그런 캠페인이 없습니다.", en="There is no such campaign.")
    return found


def campaign_by_key(key: str) -> Campaign:
    """The campaign behind a customers' link. Raises NotFound for any other key."""
    found = Campaign.objects.select_related("owner", "channel").filter(key=key, key__isnull=False).first()
    if found is None:
        raise NotFound(ko="이 링크로는 볼 수 있는 것이 없습니다.", en="There is nothing to see under this link.")
    return found


def may_run(who: Employee, campaign: Campaign) -> bool:
    """Its owner, and the CVI team."""
    return who.pk == campaign.owner_id or who.is_a(Role.CVI)


def campaign_to_run(who: Employee, pk: int) -> Campaign:
    """The campaign, for its owner or the CVI team. Raises NotFound, NotYours for anybody else."""
    found = campaign_of(pk)
    if not may_run(who, found):
        raise NotYours(
            ko="캠페인을 맡은 이와 고객가치혁신팀만 할 수 있습니다.",
            en="Only its owner and the CVI team can do that.",
        )
    return found


def may_take_part(campaign: Campaign, who: Employee | None) -> bool:
    """Whether this colleague (None: a customer with the link) may hand in; colleagues also support and comment."""
    if who is None:
        return campaign.is_for_customers
    if campaign.audience == Campaign.Audience.DEPARTMENTS:
        return campaign.departments.filter(pk=who.department_id).exists()
    return not campaign.is_for_customers


def mark_of(campaign: Campaign, who: Employee | Customer) -> str:
    """What a supporter leaves instead of a name: equal each time; nobody can make it again without the salt.

    Raises NotNow once the salt is gone, with the end of the campaign.
    """
    if not campaign.salt:
        raise NotNow(ko="이미 마친 캠페인입니다.", en="This campaign has ended already.")
    whose = who.actor if isinstance(who, Customer) else str(who.pk)
    return fingerprint(f"{campaign.salt}:{whose}", purpose="idea support")


def board_of(campaign: Campaign, asked: Asked, who: Employee) -> Board:
    """A page of the board. Three queries, whatever is on it."""
    by_state = dict(Idea.objects.filter(campaign=campaign).values_list("state").annotate(Count("id")).order_by())
    mine = Evaluation.objects.filter(idea__campaign=campaign, evaluator=who, done_at__isnull=True)
    found = list(_asked_for(campaign, asked)[asked.after : asked.after + PAGE + 1])
    return Board(
        ideas=tuple(found[:PAGE]),
        by_state={state: by_state.get(state, 0) for state in IDEA_STATES},
        to_evaluate=mine.count(),
        next_after=asked.after + PAGE if len(found) > PAGE else 0,
    )


def _asked_for(campaign: Campaign, asked: Asked) -> QuerySet[Idea]:
    rows = Idea.objects.filter(campaign=campaign).select_related("voice", "employee", "department", "improvement")
    rows = rows.defer("voice__grams", "grams", "improvement__grams")
    rows = rows.filter(state=asked.state) if asked.state in IDEA_STATES else rows.exclude(state="folded")
    if asked.to_evaluate is not None:
        rows = rows.filter(evaluations__evaluator=asked.to_evaluate, evaluations__done_at__isnull=True)
    keys = query_grams(asked.words)
    if keys:
        rows = rows.filter(grams__contains=keys)
    return rows.order_by(*_BY_ORDER.get(asked.order, _BY_ORDER["new"]))


def counts_from(by_state: dict[str, int]) -> Counts:
    """The four numbers of a campaign."""
    return Counts(
        submitted=sum(by_state.values()),
        accepted=by_state.get("accepted", 0) + by_state.get("done", 0),
        done=by_state.get("done", 0),
        undecided=by_state.get("submitted", 0) + by_state.get("in_review", 0),
    )


def to_take_back(campaign: Campaign, who: Employee, *, at: datetime) -> tuple[Idea, int] | None:
    """The last act of deciding that this person can still take back: one of its ideas, and how many there are.

    One query, two where there is one.
    """
    mine = Idea.objects.filter(campaign=campaign, decided_by=who, decision__isnull=False, decided_at__lte=at)
    newest = mine.order_by("-decided_at", "-id").defer("grams").first()
    if newest is None or not (newest.state == "folded" or (newest.tell_at is not None and at < newest.tell_at)):
        return None
    return newest, Idea.objects.filter(decision=newest.decision).count()


def alike_in(campaign: Campaign, grams: Sequence[int], *, but: Sequence[int] = ()) -> list[LikeIdea]:
    """Ideas of the campaign that say much the same, the most alike first, folded ones left out. One query."""
    if not grams:
        return []
    rows = Idea.objects.filter(campaign=campaign, grams__overlap=list(grams)).exclude(state="folded")
    scored = sorted(
        ((alike(grams, each.grams), -each.pk, each) for each in rows.exclude(pk__in=list(but))),
        key=lambda each: each[:2],
        reverse=True,
    )
    return [LikeIdea(idea, round(100 * share)) for share, _, idea in scored[:LIKELY] if share >= LEAST_ALIKE]


def earned_by_people(campaign: Campaign) -> list[Earned]:
    """Points by person, most first; nobody in an anonymous campaign. One query."""
    return _earned(campaign, "employee")


def earned_by_departments(campaign: Campaign) -> list[Earned]:
    """Points by department, most first. One query."""
    return _earned(campaign, "department")


def _earned(campaign: Campaign, noun: str) -> list[Earned]:
    if campaign.is_anonymous:
        return []
    rows = (
        Idea.objects.filter(campaign=campaign, **{f"{noun}__isnull": False})
        .values(f"{noun}_id")
        .annotate(
            n=Count("id"),
            taken=Count("id", filter=Q(state__in=("accepted", "done"))),
            ready=Count("id", filter=Q(state="done")),
        )
        .order_by()
        .values_list(f"{noun}_id", "n", "taken", "ready")
    )
    named, language = names(), reading_language()
    earned = [
        Earned(
            named.get((noun, pk), NOBODY).into(language),
            submitted,
            accepted,
            done,
            campaign.points.of(submitted=submitted, accepted=accepted, done=done),
        )
        for pk, submitted, accepted, done in rows
    ]
    return sorted(earned, key=lambda each: (-each.points, -each.submitted, each.name))


def days_left(campaign: Campaign, on: date) -> int:
    """Days on which ideas are still taken, today among them; 0 once it is over."""
    return max(0, (campaign.last_on - on).days + 1) if campaign.ended_at is None else 0
