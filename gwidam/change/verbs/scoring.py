"""Improvements are weighed: each part by somebody, each change a fact."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from gwidam.core.errors import NotValid
from gwidam.core.ledger import record, verb
from gwidam.people.models import Employee

from .. import rules
from ..events import improvements as events
from ..models import Improvement, Method, Reach, Score
from ..queries.methods import house_method
from ..rules.scoring import EFFORT
from .moves import locked, move, needed, told
from .ranking import rerank


@verb
def score(
    *, improvement: Improvement, method: str, parts: Mapping[str, float], by: Employee, at: datetime
) -> Score:
    """Set parts of the score by a method; those not named stay as they were and keep who set them.

    Raises NotValid for a value the method does not know, and until every part is set.
    """
    if method not in rules.METHODS:
        raise NotValid(ko="그런 방법은 없습니다.", en="There is no such method.", field="method")
    locked(improvement.pk)  # two people who set different parts at once must not undo one another
    found, _is_new = Score.objects.get_or_create(improvement=improvement, method=method, defaults={"at": at})
    before = found.values
    changed = {code: _checked(method, code, value) for code, value in parts.items() if before.get(code) != value}
    found.parts = {**found.parts, **{code: [value, by.pk, at.isoformat()] for code, value in changed.items()}}
    found.at = at
    result = rules.scored(method, found.values, reach=Reach.objects.get(pk=improvement.pk).lately)
    if result is None:
        raise NotValid(ko="모든 항목을 골라 주세요.", en="Choose every part.", field="parts")
    if not changed:
        return found
    found.save()
    also = {"effort": found.values[EFFORT]} if EFFORT in found.values else {}
    move(improvement, "score", at=at, **also)
    rerank([improvement.pk])
    told(
        improvement,
        events.ScoreSet(
            improvement_id=improvement.pk,
            method=method.upper(),
            parts=found.values,
            before=before,
            formula=result.formula,
            value=f"{result.value:.3g}",
        ),
        by=by,
        at=at,
    )
    return found


@verb
def mark_must(*, improvement: Improvement, ground: str, by: Employee, at: datetime) -> None:
    """Put it in the lane of what must be done, with the law or duty behind it, or (no ground) take it out."""
    move(improvement, "reword", at=at, is_must=bool(ground.strip()), must_ground=ground.strip()[:300])
    said = (
        events.MustMarked(improvement_id=improvement.pk, ground=improvement.must_ground)
        if improvement.is_must
        else events.MustLifted(improvement_id=improvement.pk)
    )
    told(improvement, said, by=by, at=at)


@verb
def choose_method(*, method: str, by: Employee, at: datetime) -> None:
    """Weigh all improvements by another method from now on; scores by the others are kept."""
    if method not in rules.METHODS:
        raise NotValid(ko="그런 방법은 없습니다.", en="There is no such method.", field="method")
    before = house_method()
    if method == before:
        return
    Method.objects.create(code=method, by=by, at=at)
    rerank()
    record(events.MethodChosen(method=method.upper(), before=before.upper()), by=by, at=at, about="change:method")


@verb
def table(*, improvement: Improvement, by: Employee, at: datetime, says: str = "", is_voted: bool = False) -> None:
    """Put it before the executives. Needs a score by the method of the house, or the ground of a must.

    `is_voted`: the gallery of a meeting voted on it, which stands for a score.

    From "more asked", `says` is what was found out, and is needed.
    """
    if improvement.state == Improvement.State.ASKED_MORE:
        needed(says, ko="무엇을 알아냈는지 적어 주세요.", en="Say what was found out.", field="says")
    is_scored = Score.objects.filter(improvement=improvement, method=house_method()).exists()
    if not is_scored and not improvement.is_must and not is_voted:
        raise NotValid(
            ko="점수를 매기거나, 반드시 해야 하는 까닭을 적은 뒤에 올릴 수 있습니다.",
            en="It needs a score, or the ground why it must be done, before it is put to the executives.",
            field="says",
        )
    move(improvement, "table", at=at)
    told(improvement, events.ImprovementTabled(improvement_id=improvement.pk, says=says.strip()), by=by, at=at)


def _checked(method: str, code: str, value: float) -> float:
    found = rules.part_of(method, code)
    if found is None or (value not in found.values if found.values else not 0 < value < 1_000):
        raise NotValid(ko="고를 수 있는 값이 아닙니다.", en="That is not a value of this part.", field=code)
    return float(value)
