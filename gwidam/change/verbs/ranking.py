"""What an improvement weighs in the list: its score by the method of the house, and what a what-if looks at."""

from __future__ import annotations

from collections.abc import Iterable

from .. import rules
from ..models import Improvement, Reach, Score
from ..queries.methods import house_method

WEIGHED = ("rank", "pain", "broken", "trend")


def rerank(numbers: Iterable[int] | None = None) -> None:
    """Reckon these improvements again, or all of them; only what changed is written. Unscored ones rank 0."""
    method = house_method()
    chosen = Improvement.objects.all() if numbers is None else Improvement.objects.filter(pk__in=list(numbers))
    known = {pk: tuple(was) for pk, *was in chosen.values_list("pk", *WEIGHED)}
    reaches = {each.pk: each for each in Reach.objects.filter(pk__in=known).defer("weeks", "last_weeks")}
    scores = {each.improvement_id: each for each in Score.objects.filter(method=method, improvement__in=known)}
    for pk, was in known.items():
        now = _weighed(method, reaches.get(pk) or Reach(), scores.get(pk))
        if now != was:
            Improvement.objects.filter(pk=pk).update(**dict(zip(WEIGHED, now, strict=True)))


def _weighed(method: str, reach: Reach, score: Score | None) -> tuple[float, ...]:
    """The values of WEIGHED."""
    found = rules.scored(method, score.values, reach=reach.lately) if score else None
    return (found.value if found else 0.0, reach.pain, reach.broken_share, reach.trend)
