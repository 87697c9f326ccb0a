"""Taking in many voices at once: for each the same as `take_in`, a batch a transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError

from gwidam.core.actors import Actor
from gwidam.core.errors import Refused
from gwidam.core.ledger import verb
from gwidam.core.memory import forget
from gwidam.core.rows import write_rows
from gwidam.listen.models import Channel
from gwidam.listen.verbs.bulk import Arrival, Claim, Claimed, Known, claim_many, hear_many
from gwidam.people.contacts import Reach
from gwidam.people.models import Employee
from gwidam.people.verbs.bulk import Overtaken, Speaker, recognise_many

from ..models import Case, Promise
from ..queries.guarding import guardians_for
from .taking import Row, case_rows, first_promises, has_left, record_opened

TRIES = 5


@dataclass(frozen=True, slots=True)
class Intake:
    """One voice of many: how it arrived, and who said it."""

    arrival: Arrival
    name: str = ""
    reaches: Sequence[Reach] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a door tells of a voice taken in, now or by the same delivery before."""

    receipt: str
    voice_id: int
    case_id: int | None
    is_new: bool


def take_in_many(*, intakes: Sequence[Intake], by: Actor, at: datetime) -> list[Receipt | Refused]:
    """Take in a batch (a thousand or so) in one transaction; what became of each, in order.

    1. Keys are claimed: a delivery that came before gives what it gave then. 2. Customers are recognised.
    3. Voices are heard: VoiceHeard. 4. Where an answer is needed, cases are opened: CaseOpened. The facts of
    the whole batch cause one job. A refused row takes none of the others with it.

    Begins again when a customer was met, or a guardian left the company, in this very moment.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            return _take_in_many(intakes=intakes, by=by, at=at)
        except Overtaken:
            if not tries_left:
                raise
        except IntegrityError as error:
            if not has_left(error) or not tries_left:
                raise
            forget()
    raise AssertionError("one of the tries returns or raises")


@verb
def _take_in_many(*, intakes: Sequence[Intake], by: Actor, at: datetime) -> list[Receipt | Refused]:
    claims = claim_many(arrivals=[each.arrival for each in intakes], at=at)
    pairs = [(each, claim) for each, claim in zip(intakes, claims, strict=True) if isinstance(claim, Claimed)]
    voices = hear_many(
        arrivals=[each.arrival for each, _ in pairs],
        claimed=[claim for _, claim in pairs],
        customer_ids=recognise_many(speakers=[_speaker(each) for each, _ in pairs], by=by, at=at),
        by=by,
        at=at,
    )
    _open_cases(voices, [each.arrival.channel for each, _ in pairs], by=by, at=at)
    return _told(claims, {each["id"]: each for each in voices})


def _speaker(intake: Intake) -> Speaker:
    return Speaker(intake.name, intake.reaches, intake.arrival.language or "ko")


def _open_cases(voices: Sequence[Row], channels: Sequence[Channel], *, by: Actor, at: datetime) -> None:
    asking = [(voice, channel) for voice, channel in zip(voices, channels, strict=True) if voice["needs_answer"]]
    guardians = _guardians([channel for _, channel in asking], at)
    promises: dict[
        tuple[int | None, str], list[Row]
    ] = {}  # by touchpoint and kind of door: one moment, one reckoning
    opened = []
    for (voice, channel), guardian in zip(asking, guardians, strict=True):
        place = (voice["touchpoint_id"], channel.kind)
        if place not in promises:
            promises[place] = first_promises(
                touchpoint_id=place[0], door=place[1], has_spoken=False, since=at, at=at
            )
        opened.append(
            case_rows(
                voice_id=voice["id"],
                receipt=voice["receipt"],
                customer_id=voice["customer_id"],
                guardian=guardian,
                promises=promises[place],
                since=at,
                by=by,
            )
        )
    write_rows(Case, [row for row, _ in opened])
    write_rows(Promise, [each for _, owed in opened for each in owed])
    for row, owed in opened:
        record_opened(row, owed, by=by, at=at)


def _guardians(channels: Sequence[Channel], at: datetime) -> list[Employee]:
    """Whom `guardian_for` would choose for each of these, one after the other."""
    desks = Counter((each.roster_id, each.owner_id) for each in channels)  # whose people are the same
    by_desk = {(each.roster_id, each.owner_id): each for each in channels}
    chosen = {desk: iter(guardians_for(by_desk[desk], at=at, count=count)) for desk, count in desks.items()}
    return [next(chosen[each.roster_id, each.owner_id]) for each in channels]


def _told(claims: Sequence[Claim], new: dict[int, Row]) -> list[Receipt | Refused]:
    known = [each.number for each in claims if isinstance(each, Known)]
    with_case = set(Case.objects.filter(pk__in=known).values_list("pk", flat=True)) if known else set()
    told: list[Receipt | Refused] = []
    for claim in claims:
        if isinstance(claim, Refused):
            told.append(claim)
        elif isinstance(claim, Known):
            case_id = claim.number if claim.number in with_case else None
            told.append(Receipt(claim.receipt, claim.number, case_id, is_new=False))
        else:
            voice = new[claim.number]
            case_id = voice["id"] if voice["needs_answer"] else None
            told.append(Receipt(voice["receipt"], voice["id"], case_id, is_new=True))
    return told
