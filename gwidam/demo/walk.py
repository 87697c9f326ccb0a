"""One voice on its way through the house: who does what next, and when; every step is a verb users use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Min, QuerySet

from gwidam.core.actors import Actor, House
from gwidam.core.hours import add_open, open_between
from gwidam.core.memory import forget
from gwidam.core.prepared import Prepared
from gwidam.listen.models import Channel
from gwidam.listen.verbs import attach
from gwidam.own import verbs as own
from gwidam.own.models import Answer, Case, Closure, HandOff, Promise
from gwidam.people import contacts
from gwidam.people.models import Contact, Department, Employee
from gwidam.people.queries import away, covered_by

from .company import ZONE, Company
from .pictures import Picture
from .texts import Speaker, Texts, Told

SEOUL = ZoneInfo(ZONE)
PAGE = House("page")
ON_TIME = 0.9  # how often somebody sees an answer fall due and gives it before that
WAITS = frozenset({"still_open", "offered_waiting"})  # brought nearer, so that few wait much too long
EARS_ELSEWHERE = ("SHOP", "FIELD", "PR")
LONGEST_LOOK = timedelta(hours=3)  # of a department's open time: an offer must be decided within four
SKILL_OF_PRODUCT = {"internet": "internet", "mobile": "mobile", "iptv": "iptv", "bundle": "contract"}
SKILL_OF_HOME = {"BILL": "billing", "FARE": "contract", "WEB": "app", "LAW": "privacy", "FIELD": "field"}

# Asked at every step. Grams are thousands of numbers that no step needs.
_bare_case = Prepared(lambda pk: Case.objects.filter(pk=pk))
_case = Prepared(lambda pk: Case.objects.select_related("voice", "customer").defer("voice__grams").filter(pk=pk))


class Walk:
    """A voice, the moment it has come to, and dice of its own.

    Waiting methods return the moment of the next step, for the story to yield; acting methods act at it.
    """

    def __init__(
        self,
        told: Told,
        *,
        texts: Texts,
        company: Company,
        seed: int,
        now: datetime,
        walks: Mapping[str, Walk],
        pictures: Sequence[Picture] = (),
    ) -> None:
        self.told, self.texts, self.company = told, texts, company
        self.rng = Random(f"{seed}:{told.key}")
        self.walks = walks
        self.now = now
        self.pictures = pictures
        self.speaker: Speaker | None = texts.speakers.get(told.customer)
        self.home_code, self.home_person = texts.home_of(told)
        self.spoken_at = self._spoken_at(now)
        self.at = self.spoken_at
        self.case_id = 0  # until it is heard, or where it needs no answer

    def _spoken_at(self, now: datetime) -> datetime:
        """When they spoke: days before the day of building, by the clock in Seoul, never later than now."""
        hour, minute = map(int, self.told.clock.split(":"))
        days_ago = int(self.told.days_ago) // (2 if self.told.story in WAITS else 1)
        day = now.astimezone(SEOUL).date() - timedelta(days=days_ago)
        spoken = datetime(day.year, day.month, day.day, hour, minute, tzinfo=SEOUL)
        spoken += timedelta(minutes=self.rng.uniform(-6, 6))
        return spoken if spoken < now - timedelta(minutes=1) else spoken - timedelta(days=1)

    # --- who and what ------------------------------------------------------------------------------------

    @property
    def channel(self) -> Channel:
        return self.company.channels[self.told.channel]

    @property
    def case(self) -> Case:
        """The case as it stands; its people, departments and channel are those the company knows already."""
        case = _case(pk=self.case_id)[0]
        case.guardian, case.holder = self.company.person(case.guardian_id), self.company.person(case.holder_id)
        case.department = self.company.department(case.department_id)
        case.voice.channel = self.channel
        return case

    @property
    def guardian(self) -> Employee:
        return self.company.person(self._one("guardian_id"))

    @property
    def holder(self) -> Employee:
        return self.company.person(self._one("holder_id"))

    @property
    def state(self) -> str:
        return str(self._one("state"))

    def is_with(self, department: Department) -> bool:
        """Whether the work is with this department now."""
        return bool(self._one("department_id") == department.pk)

    def _one(self, column: str) -> Any:
        return getattr(_bare_case(pk=self.case_id)[0], column)

    @property
    def home(self) -> Department:
        return self.company.departments[self.home_code]

    def somebody(self, case: Case) -> Employee:
        """Who acts on the case now: its holder or who covers; outside their hours whoever is on duty."""
        holder = covered_by(case.holder, self.at) or case.holder
        if self.company.works(holder, self.at):
            return holder
        return self.pick(self.company.on_duty(self.channel, self.at))

    def at_guardian(self, case: Case) -> Employee:
        """Who acts as the guardian now."""
        guardian = covered_by(case.guardian, self.at) or case.guardian
        if self.company.works(guardian, self.at):
            return guardian
        near = [each for each in self.on_duty() if each.department_id == case.department_id]
        return self.pick(near) if near else guardian

    def on_duty(self) -> list[Employee]:
        return self.company.on_duty(self.channel, self.at)

    def pick(self, from_: Sequence[Any]) -> Any:
        """One of them, by this voice's own dice."""
        return from_[self.rng.randrange(len(from_))]

    def happens(self, share: float) -> bool:
        """Whether something that happens in this share of all cases happens here."""
        return self.rng.random() < share

    def words(self, *path: str) -> str:
        """One of the texts on a shelf of answers.toml, as `<name>_<language>` or `<name>.<language>`."""
        shelf: Any = self.texts.answers
        for name in path[:-1]:
            shelf = shelf[name]
        last, reads = path[-1], self.told.reads
        found = shelf.get(f"{last}_{reads}") or shelf.get(f"{last}_ko") or shelf[last][reads]
        return str(self.pick(found))

    # --- when ---------------------------------------------------------------------------------------------

    def until(self, moment: datetime) -> datetime:
        """Go on at this moment."""
        self.at = max(moment, self.at)
        return self.at

    def wait(self, low: float, high: float) -> datetime:
        """Go on some minutes from now."""
        return self.until(self.at + timedelta(minutes=self.rng.uniform(low, high)))

    def at_work(self, person: Employee, low: float, high: float) -> datetime:
        """Go on when the person, or who covers for them, is at work, at least some minutes from now."""
        moment = self.at + timedelta(minutes=self.rng.uniform(low, high))
        person = away(moment).get(person.pk, person)
        begins = self.company.at_work(person, moment)
        late = timedelta(minutes=self.rng.uniform(3, 40)) if begins > moment else timedelta()
        return self.until(begins + late)

    def in_hours_of(self, department: Department, low: float, high: float) -> datetime:
        """Go on after some minutes during which the department was open."""
        amount = timedelta(minutes=self.rng.uniform(low, high))
        return self.until(add_open(department.calendar.hours, self.at, amount))

    def shortly_before_now(self, department: Department) -> datetime:
        """A moment so late that an offer made then still waits now, by the department's own hours."""
        hours, earliest = department.calendar.hours, self.now
        while open_between(hours, earliest, self.now) < LONGEST_LOOK and self.now - earliest < timedelta(days=3):
            earliest -= timedelta(minutes=20)
        return earliest + (self.now - earliest) * self.rng.uniform(0.05, 0.95)

    def before_answer_is_due(self, low: float, high: float) -> datetime:
        """Go on when the holder has worked on it for some hours; mostly in time for the answer."""
        due = self._waiting(Promise.Kind.ANSWER).aggregate(first=Min("due_at"))["first"]
        asked_at = self.at
        moment = self.at_work(self.holder, low * 60, high * 60)
        if due is not None and asked_at < due <= moment and self.happens(ON_TIME):
            self.at = asked_at
            return self.until(asked_at + (due - asked_at) * self.rng.uniform(0.3, 0.75))
        return moment

    # --- what the customer does -----------------------------------------------------------------------------

    def speak(self, *, needs_answer: bool = True) -> None:
        """Take the voice in through its own door."""
        forget()  # what is remembered for some seconds must not depend on how fast this machine is
        told, heard_by = self.told, self._ears()
        colleague = self.company.people[told.customer] if self.speaker is None else None
        by: Actor = heard_by or colleague or PAGE
        if told.channel == "import":
            by = self.pick(self.on_duty())
        taken = own.take_in(
            channel=self.channel,
            text=told.text,
            name=self.speaker.name if self.speaker else colleague.name_ko if colleague else "",
            reaches=self._reaches(colleague),
            colleague=colleague,
            heard_by=heard_by,
            touchpoint=self.company.touchpoints[told.touchpoint],
            kind=told.kind,
            product=self.texts.name_of("product", told.product),
            place={"address": told.place} if told.place else None,
            said_at=self.spoken_at,
            needs_answer=needs_answer,
            language=told.reads,
            wanted_skills=self._skills(),
            by=by,
            at=self.at,
        )
        if self.pictures:
            attach(voice=taken.voice, files=self.pictures, by=taken.voice.customer, at=self.at)
        self.case_id = taken.case.pk if taken.case else 0

    def _ears(self) -> Employee | None:
        """Who hears it with their own ears; None where it is written by themselves.

        What the customers' own centre will bounce was heard by somebody elsewhere: everybody takes a voice in.
        """
        first, *others = self.texts.answers["route_of"].get(self.told.key, [""])
        if self.channel.department == self.company.departments.get(first):
            elsewhere = next(code for code in EARS_ELSEWHERE if code not in others)
            return self.pick(self.company.members(self.company.departments[elsewhere], self.at))
        return self.pick(self.on_duty()) if self.told.channel in ("phone", "counter") else None

    def _reaches(self, colleague: Employee | None) -> list[contacts.Reach]:
        if self.speaker is None:
            return contacts.reaches(email_=colleague.email if colleague else "")
        return contacts.reaches(email_=self.speaker.email, phone_=self.speaker.phone, handle_=self.speaker.handle)

    def _skills(self) -> list[str]:
        wanted = [SKILL_OF_PRODUCT.get(self.told.product), SKILL_OF_HOME.get(self.home_code)]
        wanted += ["english"] if self.told.reads == "en" else []
        return [each for each in wanted if each]

    def read_answer(self) -> None:
        """Read, on their page, what has been answered there."""
        case = self.case
        for each in Answer.objects.filter(case=case, door=Answer.Door.PAGE, delivered_at=None, failed_at=None):
            own.answer_reached(answer=each, by=case.customer, at=self.at)

    def say_outcome(self, word: str) -> None:
        """Say fixed, half or not on the last closure."""
        case = self.case
        closure = Closure.objects.filter(case=case).order_by("-id")[0]
        own.say_outcome(
            closure=closure, word=word, words=self.words("outcome", word), by=case.customer, at=self.at
        )

    # --- what colleagues do ------------------------------------------------------------------------------------

    def say_first_word(self) -> None:
        case = self.case
        own.say_first_word(case=case, by=self.somebody(case), at=self.at)

    def note(self) -> None:
        """Leave a note; one that calls somebody by name is told to them."""
        case = self.case
        text = self.pick(self.texts.answers["note"])
        mentioned = [self.pick(self.company.members(case.department, self.at))] if "{person}" in text else []
        own.leave_note(
            case=case,
            text=text.format(person=mentioned[0].name_ko) if mentioned else text,
            mentions=mentioned,
            by=self.at_guardian(case),
            at=self.at,
        )

    def answer(self, text: str = "", *, is_spoken: bool | None = None) -> None:
        """Answer the way they follow: spoken to those who follow by phone, else by mail or on their page."""
        case = self.case
        spoken = (self.speaker is not None and self.speaker.follows == "phone") if is_spoken is None else is_spoken
        by = self.somebody(case)
        own.answer(case=case, text=text or self.texts.answer_to(self.told), by=by, at=self.at, is_spoken=spoken)
        for each in self._waiting(Promise.Kind.WORK):
            own.keep(promise=each, by=by, at=self.at)

    def hand_over(self, to: Department) -> bool:
        """Offer the work, mostly to the person the directory names; False when it is there already or offered."""
        case = self.case
        offered = HandOff.objects.filter(case=case, state=HandOff.State.OFFERED).exists()
        if to.pk == case.department_id or offered or not case.is_open:
            return False
        own.hand_over(
            case=case,
            to=to,
            person=self._named_for(to),
            reason=self.pick(self.texts.answers["hand_over"][to.code]),
            by=self.at_guardian(case),
            at=self.at,
        )
        return True

    def _named_for(self, to: Department) -> Employee | None:
        named = self.company.people.get(self.home_person)
        is_theirs = named is not None and named.department_id == to.pk and named.pk not in away(self.at)
        return named if is_theirs and self.happens(0.75) else None

    def offer(self) -> HandOff | None:
        """The offer that waits, if one does."""
        return (
            HandOff.objects.filter(case_id=self.case_id, state=HandOff.State.OFFERED)
            .select_related("to_department__calendar", "to_person")
            .first()
        )

    def accept(self) -> bool:
        """Accept what was offered, unless it has expired."""
        offer = self.offer()
        if offer is None:
            return False
        members = self.company.members(offer.to_department, self.at)
        named = [each for each in members if each.pk == offer.to_person_id]
        own.accept(handoff=offer, by=self.pick(named or members), at=self.at)
        return True

    def bounce(self, better: Department) -> bool:
        """Bounce what was offered, naming who is better, unless it has expired."""
        offer = self.offer()
        if offer is None:
            return False
        own.bounce(
            handoff=offer,
            reason=self.texts.bounce_reason(offer.to_department.code, better.code),
            better=better,
            by=self.pick(self.company.members(offer.to_department, self.at)),
            at=self.at,
        )
        return True

    def promise(self, kind: str, says: str = "") -> None:
        case = self.case
        own.promise(case=case, kind=kind, says=says, by=self.somebody(case), at=self.at)

    def promises(self, kind: str) -> list[Promise]:
        """What is still waited for, of this kind."""
        return list(self._waiting(kind))

    def _waiting(self, kind: str) -> QuerySet[Promise]:
        return Promise.objects.filter(case_id=self.case_id, kind=kind, kept_at=None, released_at=None)

    def close(self) -> None:
        """Ask whether there is anything else, write down cause and what keeps it from happening again."""
        case = self.case
        own.close(case=case, by=self.somebody(case), at=self.at, **self.lesson())

    def lesson(self) -> dict[str, str]:
        """What a closure needs."""
        rows = self.texts.answers["recurrence"]
        row = self.pick(
            [each for each in rows if self.told.theme and each.get("theme") == self.told.theme]
            or [each for each in rows if "theme" not in each]
        )
        causes = self.texts.answers["cause"]
        return {
            "anything_else": self.words("closing", "anything_else"),
            "cause": self.pick(causes.get(self.told.topic, causes["any"])),
            "recurrence": row["decision"],
            "recurrence_why": row["why_ko"],
        }

    def email(self) -> Contact | None:
        """Their mail address as the house knows it, working or not."""
        return Contact.objects.filter(customer__cases=self.case_id, kind=Contact.Kind.EMAIL).first()
