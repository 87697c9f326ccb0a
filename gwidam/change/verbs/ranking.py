"""The place of an improvement in the list: its score by the method of the house, reckoned when something changes."""

from __future__ import annotations

from collections.abc import Iterable

from .. import rules
from ..models import Improvement, Reach, Score
from ..queries.methods import house_method


def rerank(numbers: Iterable[int] | None = None) -> None:
    """Reckon `rank` again for these improvements, or for all of them. Unscored ones rank 0."""
    method = house_method()
    chosen = Improvement.objects.all() if numbers is None else Improvement.objects.filter(pk__in=list(numbers))
    known = dict(chosen.values_list("pk", "rank"))
    reach = dict(Reach.objects.filter(pk__in=known).values_list("pk", "people"))
    scores = {each.improvement_id: each for each in Score.objects.filter(method=method, improvement__in=known)}
    for pk, was in known.items():
        found = rules.scored(method, scores[pk].values, reach=reach.get(pk, 0)) if pk in scores else None
        rank = found.value if found else 0.0
        if rank != was:
            Improvement.objects.filter(pk=pk).update(rank=rank)
