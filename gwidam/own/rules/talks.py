"""What may follow what in a talk, and what becomes of one that nobody ends. Pure: no clock, no database."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from gwidam.core.errors import NotValid
from gwidam.core.steps import Steps, called, next_state
from gwidam.core.words import Said

TALK_STATES = ("waiting", "running", "ended")
TALK_STEPS: Steps = {
    "waiting": {"say": "waiting", "take": "running", "end": "ended"},
    "running": {
        "say": "running",
        "offer": "running",
        "accept": "running",
        "bounce": "running",
        "ask": "running",
        "let_go": "waiting",
        "end": "ended",
    },
    "ended": {"add_words": "ended"},
}

# Somebody looks at a window and waits; after five minutes without anybody a promise is the honest word.
LONGEST_WAIT = timedelta(minutes=5)
# An open window says so every half minute. Three minutes are a lift, a tunnel, a browser started anew.
AWAY_AFTER = timedelta(minutes=3)
ASKED_FOR = timedelta(minutes=3)  # "anything else?" and no word
SILENT_AFTER = timedelta(minutes=30)
FORSAKEN_AFTER = timedelta(minutes=2)  # the customer's word, and its keeper's page is closed
OFFER_FOR = timedelta(minutes=2)
WAITING_LOOK = timedelta(seconds=3)  # how often the clock tries to find somebody for a talk that waits
RUNNING_LOOK = timedelta(seconds=30)
MOST_AT_ONCE = 4  # talks one person can follow; a fifth is better off waiting, and knowing that

_STANDS = {
    "waiting": Said("아직 기다리는", "still waiting"),
    "running": Said("이미 이야기 중인", "already running"),
    "ended": Said("이미 끝난", "already over"),
}


def talk_step(state: str, verb: str) -> str:
    """The state of a talk after a verb. Raises NotNow where the verb makes no sense."""
    return next_state(TALK_STEPS, state, verb, refusal=_refused)


def _refused(state: str) -> Said:
    stands = called(_STANDS, state)
    return Said(
        f"{stands.ko} 대화라서 지금은 할 수 없습니다.", f"This talk is {stands.en}, so that cannot be done now."
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How a talk stands. `asked_at`: when "anything else?" was asked, if nothing came since."""

    state: str
    waits_since: datetime
    seen_at: datetime
    said_at: datetime
    asked_at: datetime | None = None


class Fate(NamedTuple):
    """Why the clock ends a talk ('' : it goes on), and when it looks again."""

    because: str
    look_at: datetime


def fate(talk: Standing, *, has_duty: bool, at: datetime) -> Fate:
    """What the clock does with a talk. `has_duty`: somebody of its channel is on duty now."""
    if talk.state == "ended":
        return Fate("", at)
    if talk.state == "waiting" and not has_duty:
        return Fate("nobody", at)
    ends = _ends(talk)
    passed = [because for moment, because in ends if moment <= at]
    if passed:
        return Fate(passed[0], at)
    look = at + (WAITING_LOOK if talk.state == "waiting" else RUNNING_LOOK)
    return Fate("", min(look, *(moment for moment, _ in ends)))


def _ends(talk: Standing) -> list[tuple[datetime, str]]:
    """Moments at which the talk ends by itself, and why; the first that has passed counts."""
    away = (talk.seen_at + AWAY_AFTER, "away")
    if talk.state == "waiting":
        return [away, (talk.waits_since + LONGEST_WAIT, "waited")]
    asked = [(talk.asked_at + ASKED_FOR, "employee")] if talk.asked_at else []
    return [*asked, away, (talk.said_at + SILENT_AFTER, "silent")]


def is_forsaken(*, is_keepers_turn: bool, is_seated: bool, said_at: datetime, at: datetime) -> bool:
    """Whether a running talk waits for a keeper who is not there: the customer spoke last, the page is closed."""
    return is_keepers_turn and not is_seated and at >= said_at + FORSAKEN_AFTER


# How the skills of an employee name a language; a language is a skill like any other.
LANGUAGE_SKILLS = {"ko": frozenset({"korean", "한국어", "ko"}), "en": frozenset({"english", "영어", "en"})}


@dataclass(frozen=True, slots=True)
class Seated:
    """Somebody on duty whose page of talks is open: what they speak and can, and how many talks they keep."""

    employee_id: int
    languages: frozenset[str]
    skills: frozenset[str]
    load: int


class Lack(NamedTuple):
    """What a talk asks for and somebody has not; false where they have all of it."""

    language: str = ""
    skills: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.language or self.skills)


def languages_of(written: str, skills: Collection[str]) -> frozenset[str]:
    """What somebody speaks: the language they are written to in, and those that their skills name."""
    named = {each.strip().casefold() for each in skills}
    return frozenset({written} | {language for language, names in LANGUAGE_SKILLS.items() if names & named})


def lack_of(languages: Collection[str], skills: Collection[str], *, language: str, wanted: Sequence[str]) -> Lack:
    """What is missing for a talk in this language that asks for these skills."""
    known = {each.casefold() for each in skills}
    missing = tuple(each for each in wanted if each.casefold() not in known)
    return Lack("" if language in languages else language, missing)


def choose_keeper(seated: Sequence[Seated], *, language: str, wanted: Sequence[str] = ()) -> int | None:
    """Id of who is given a talk, of those with room for one more; None where nobody has room.

    Who speaks the customer's language comes first, then who has more of the skills, then who keeps fewer talks,
    then the lowest id. Somebody who fits badly is better than nobody: they can hand over, a queue cannot.
    """

    def rank(each: Seated) -> tuple[bool, int, int, int]:
        lack = lack_of(each.languages, each.skills, language=language, wanted=wanted)
        return bool(lack.language), len(lack.skills), each.load, each.employee_id

    best = min((each for each in seated if each.load < MOST_AT_ONCE), key=rank, default=None)
    return best.employee_id if best else None


class Spoken(NamedTuple):
    """One line as the transcript names it."""

    who: str
    text: str
    at: datetime


def transcript(lines: list[Spoken]) -> str:
    """What was said, one speaker after the other; who goes on speaking is not named again."""
    told: list[str] = []
    before = ""
    for line in lines:
        told.append(line.text if line.who == before else f"{line.who}: {line.text}")
        before = line.who
    return "\n".join(told)


PLACES = ("customer", "me", "house")
_BRACES = ("{", "}")


def with_places(text: str, places: dict[str, str]) -> str:
    """A ready answer with its places filled; what nobody knows (a customer without a name) stays empty."""
    for name in PLACES:
        text = text.replace(f"{{{name}}}", places.get(name, ""))
    return text


def check_places(text: str) -> None:
    """Raise NotValid, naming it, for a place that nothing would fill."""
    left = with_places(text, {})
    if any(brace in left for brace in _BRACES):
        known = " ".join(f"{{{name}}}" for name in PLACES)
        raise NotValid(
            ko=f"채울 수 없는 자리가 있습니다. 쓸 수 있는 자리: {known}",
            en=f"There is a place that nothing fills. Places there are: {known}",
            field="text_ko",
        )
