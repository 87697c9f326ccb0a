"""Who answers for what was said: advice from the directory, from what was accepted, and from what was bounced.

Advice is given at T0: pages are served by several processes, and none of them holds an analyser of half a
gigabyte. The heart is loaded with the first advice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.db.models.functions import Mod

from gwidam.core.memory import remembered
from gwidam.people.models import Department, Employee, Responsibility
from gwidam.people.queries import departments

from ..heart.tiers import tier
from ..models import RouteExample
from .models import current, unpacked

if TYPE_CHECKING:
    from ..heart.routes import Advisor, Outcome, Owner, Suggestion

LOOKED_AT = 2_000  # characters of a long talk; what it is about is said in its beginning
LEAST_LETTERS = 2
HELD_BACK = 5  # every fifth example judges models and teaches none


@dataclass(frozen=True, slots=True)
class Proposal:
    """A department that may answer for a voice, how likely, and the words that speak for it.

    person, says: of the line of the directory that fits best, where there is one.
    """

    department: Department
    percent: int
    words: tuple[str, ...]
    person: Employee | None
    says: str

    @property
    def department_id(self) -> int:
        return self.department.pk


@dataclass(frozen=True, slots=True)
class Advice:
    """At most three departments, likeliest first. `is_unsure`: a person had better decide, these are hints."""

    proposals: tuple[Proposal, ...]
    is_unsure: bool


NOTHING = Advice((), is_unsure=False)


def advice_for(text: str, *, voice_id: int | None = None, but: int | None = None) -> Advice:
    """Whose this voice is. Departments that bounced this very voice, and `but` where it is now, are left out."""
    words = text.strip()[:LOOKED_AT]
    standing = present_advisor()
    if standing is None or len(words) < LEAST_LETTERS:
        return NOTHING
    refused = {str(pk) for pk in bounced_by(voice_id)} if voice_id is not None else set()
    refused |= {str(but)} if but is not None else set()
    (found,) = standing.advise([words], [refused])
    likely = (each for suggestion in found.owners if (each := _proposal(suggestion)) is not None)
    proposals = tuple(each for each in likely if each.percent > 0)
    has_reason = bool(proposals and proposals[0].words)  # of few owners one is likeliest, whatever was said
    return Advice(proposals, is_unsure=found.is_unsure or not has_reason)


def bounced_by(voice_id: int) -> list[int]:
    """Departments that have bounced this voice."""
    found = RouteExample.objects.filter(voice_id=voice_id, is_accepted=False)
    return list(found.values_list("department_id", flat=True))


def present_advisor() -> Advisor | None:
    """The advisor as it is now; None while nothing at all is known of anybody.

    What it was taught is kept in the process; outcomes since then are added as they come.
    """
    learnt = current("routes")
    key = (owners(), None if learnt is None else learnt.pk)
    if not any(owner.description for owner in key[0]) and learnt is None:
        return None
    last = RouteExample.objects.order_by("-id").values_list("id", flat=True).first() or 0
    return _advisor(*key, 0 if learnt is None else learnt.until, last)


@lru_cache(maxsize=2)
def _advisor(owners: tuple[Owner, ...], learnt_pk: int | None, until: int, last: int) -> Advisor:
    """The taught one, with the outcomes from `until` to `last`."""
    return _taught(owners, learnt_pk).learnt(outcomes(since=until, until=last))


@lru_cache(maxsize=2)
def _taught(owners: tuple[Owner, ...], learnt_pk: int | None) -> Advisor:
    from ..heart.routes import advising, advisor

    words_only = tier("T0")
    learnt = None if learnt_pk is None else current("routes")
    model = None if learnt is None else unpacked(learnt)
    if learnt is None or model is None:
        return advisor(owners, (), words_only)
    untaught = outcomes(until=learnt.until, is_accepted=True, is_held_back=True)
    return advising(model, [*untaught, *outcomes(until=learnt.until, is_accepted=False)], words_only)


def outcomes(
    *,
    since: int = 0,
    until: int | None = None,
    is_accepted: bool | None = None,
    is_held_back: bool | None = None,
) -> list[Outcome]:
    """What became of hand-overs, in order; those of erased voices are left out."""
    from ..heart.routes import Outcome

    found = RouteExample.objects.filter(pk__gt=since, voice__erased_at__isnull=True)
    found = found if until is None else found.filter(pk__lte=until)
    found = found if is_accepted is None else found.filter(is_accepted=is_accepted)
    if is_held_back is not None:
        found = found.alias(turn=Mod("id", HELD_BACK))
        found = found.filter(turn=0) if is_held_back else found.exclude(turn=0)
    rows = found.order_by("id").values_list("voice__text", "department_id", "is_accepted")
    return [Outcome(text[:LOOKED_AT], str(department_id), taken) for text, department_id, taken in rows]


@remembered
def owners() -> tuple[Owner, ...]:
    """All departments, with what their lines of the directory say, by id."""
    from ..heart.routes import Owner

    said: dict[int, list[str]] = {pk: [] for pk in departments()}
    for line in _lines():
        said[line.department_id] += [*line.tags, line.says_ko, line.says_en]
    return tuple(Owner(str(pk), "\n".join(filter(None, words))) for pk, words in sorted(said.items()))


@remembered
def _lines() -> tuple[Responsibility, ...]:
    return tuple(Responsibility.objects.select_related("person").defer("grams").order_by("id"))


def _proposal(suggestion: Suggestion) -> Proposal | None:
    department = departments().get(int(suggestion.owner))
    if department is None:
        return None
    words = tuple(dict.fromkeys(each.word for each in suggestion.words))
    line = _fitting([each for each in _lines() if each.department_id == department.pk], words)
    return Proposal(
        department=department,
        percent=round(suggestion.probability * 100),
        words=words,
        person=None if line is None else line.person,
        says="" if line is None else str(line.says),
    )


def _fitting(lines: Sequence[Responsibility], words: Sequence[str]) -> Responsibility | None:
    """The line in which most of the words stand; the first of equals."""

    def shared(line: Responsibility) -> int:
        told = " ".join([*line.tags, line.says_ko, line.says_en]).lower()
        return sum(word.lower()[:2] in told for word in words)

    return max(lines, key=shared, default=None)
