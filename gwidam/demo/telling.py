"""The end of the campaign: everybody who asked for what was fixed is told, and some say that it is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from random import Random

from gwidam.change import verbs
from gwidam.change.models import Improvement, Telling, VoiceLink
from gwidam.change.queries.telling import askers
from gwidam.change.rules.telling import USUAL_PACE
from gwidam.listen.models import Voice
from gwidam.own.models import Case
from gwidam.people.models import Employee, Role

from .company import Company
from .days import Story
from .post import GONE
from .walk import Walk

TOLD = (92, 68, 54)  # people told of each improvement: 214 in all
NOT_YET = 9
SAY_SO = 0.55  # of those told, how many say that it settles theirs
UNREACHED = 4  # people of each whom no letter reaches: it is written why
ALL = 10_000  # more than ask for any of them
STEPS = (timedelta(seconds=1), timedelta(minutes=2), timedelta(hours=3))  # until the digests have left
EVERY = timedelta(minutes=50)


def ask_for(
    improvements: Sequence[Improvement],
    company: Company,
    walks: Mapping[str, Walk],
    owner: Employee,
    rng: Random,
    at: datetime,
) -> None:
    """Bring as many people together behind each as are to be told of it.

    First customers, by linking what they said; then colleagues, who support it.
    """
    taken: set[int] = set()
    for improvement, wanted, voices in zip(
        improvements, TOLD, _shared_out(walks, len(improvements)), strict=False
    ):
        room = {True: wanted - _reached(improvement), False: UNREACHED}
        for voice, is_reached in voices:
            if voice.customer_id not in taken and room[is_reached] > 0:
                taken.add(voice.customer_id)
                room[is_reached] -= 1
                verbs.link(improvement=improvement, voice=voice, via=VoiceLink.Via.PAGE, by=owner, at=at)
        missing = max(0, wanted - _reached(improvement))
        for each in _colleagues(company, improvement, rng)[:missing]:
            verbs.support(improvement=improvement, by=each, at=at)


def tell_everybody(improvements: Sequence[Improvement], by: Employee, at: datetime) -> Story:
    """Letters leave until everybody has one that arrived, or a reason."""
    yield at
    for each in improvements:
        verbs.begin_telling(improvement=each, pace=USUAL_PACE, by=by, at=at)
    for step in STEPS:
        at += step
        yield at
        while verbs.tell_due(at=at):
            pass


def answer(improvements: Sequence[Improvement], rng: Random, *, since: datetime, now: datetime) -> Story:
    """Most of who answer say that it settles theirs; at last NOT_YET say no, and their cases begin again."""
    told = Telling.objects.filter(
        improvement__in=improvements, state=Telling.State.DELIVERED, customer__isnull=False
    )
    waiting = list(told.select_related("customer__employee").order_by("pk"))
    closed = set(
        Case.objects.filter(voice__in=[each.voice_id for each in waiting], state=Case.State.CLOSED).values_list(
            "voice_id", flat=True
        )
    )
    customers = [each for each in waiting if each.voice_id in closed and each.customer.employee_id is None]
    others = [each for each in waiting if each.voice_id in closed and each.customer.employee_id is not None]
    unhappy = (rng.sample(customers, k=len(customers)) + others)[:NOT_YET]
    numbers = {each.pk for each in unhappy}
    happy = [each for each in waiting if each.pk not in numbers and rng.random() < SAY_SO]
    last = now - EVERY * (NOT_YET + 1)
    said = [(since + (last - since) * rng.random() ** 2, each, True) for each in happy]
    said += [(last + EVERY * place, each, False) for place, each in enumerate(unhappy, start=1)]
    for at, each, settled in sorted(said, key=lambda row: row[0]):
        yield at
        verbs.say_settled(telling=each, settled=settled, by=each.customer, at=at)


def _shared_out(walks: Mapping[str, Walk], among: int) -> list[list[tuple[Voice, bool]]]:
    """Voices whose cases are closed by now, with whether a letter reaches who spoke, dealt out by their topics."""
    heard = {walk.case_id: walk for walk in walks.values() if walk.case_id and walk.speaker is not None}
    closed = Case.objects.filter(pk__in=heard, state=Case.State.CLOSED).select_related("voice__customer")
    piles: list[list[tuple[Voice, bool]]] = [[] for _ in range(among)]
    pile_of = dict(zip(sorted({walk.told.topic for walk in heard.values()}), cycle(piles), strict=False))
    for case in closed.order_by("pk"):
        walk = heard[case.pk]
        pile_of[walk.told.topic].append((case.voice, _writes(walk)))
    return piles


def _writes(walk: Walk) -> bool:
    """Whether the customer has a mailbox that takes letters."""
    email = walk.speaker.email if walk.speaker else ""
    return bool(email) and not email.endswith(f"@{GONE}")


def _reached(improvement: Improvement) -> int:
    """How many of those who ask can be told by now."""
    return sum(not each.reason for each in askers(improvement, most=ALL))


def _colleagues(company: Company, improvement: Improvement, rng: Random) -> list[Employee]:
    """Colleagues who have not asked yet, in any order."""
    known = {each.employee_id for each in askers(improvement, most=ALL)}
    others = [each for each in company.people.values() if each.pk not in known and not each.is_a(Role.OPERATOR)]
    return rng.sample(others, k=len(others))
