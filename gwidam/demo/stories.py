"""The sixteen ways a voice goes through the house, each told as a script: act, then yield when to go on.

Whatever lies after the moment of building does not happen: that is how open, waiting and late cases come about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from gwidam.own import verbs as own
from gwidam.own.models import Case, Promise
from gwidam.people.models import Department, Employee
from gwidam.people.queries import away
from gwidam.people.verbs import mark_dead, see_contact

from .days import Story
from .walk import Walk

HOUR, DAY = 60, 24 * 60  # minutes
TRIES = 3  # how often a department is asked again after it let an offer expire


# --- parts of many stories ---------------------------------------------------------------------------------


def begin(walk: Walk) -> Story:
    """They speak, and somebody says the first word; seldom too late."""
    yield from hear(walk)
    if walk.promises(Promise.Kind.FIRST_WORD):
        low, high = (70, 190) if walk.happens(0.07) else (3, 27)
        if walk.told.channel in ("web", "api"):
            yield walk.wait(low, high)  # somebody reads these around the clock
        else:
            yield walk.at_work(walk.guardian, low, high)
        walk.say_first_word()


def hear(walk: Walk, *, needs_answer: bool = True) -> Story:
    """They speak; what is taken over from elsewhere is heard when somebody of the office brings it in."""
    yield walk.until(walk.spoken_at)
    if walk.told.channel == "import" and walk.channel.owner is not None:
        yield walk.at_work(walk.channel.owner, 20, 3 * HOUR)
    walk.speak(needs_answer=needs_answer)


def offered_to(walk: Walk, to: Department) -> Story:
    """The work is offered; the department decides in its own hours."""
    if walk.hand_over(to):
        yield walk.in_hours_of(to, 6, 150)


def accepted_by(walk: Walk, to: Department) -> Story:
    """The work is offered and accepted; offered again where it expired, unless it is there already."""
    for _ in range(TRIES):
        yield from offered_to(walk, to)
        if walk.offer() is None or walk.accept():
            break
    if walk.is_with(to) and walk.happens(0.5):
        yield walk.at_work(walk.holder, 20, 6 * HOUR)
        walk.note()


def bounced_by(walk: Walk, by: Department, better: Department) -> Story:
    """The work is offered to a department that knows better whose it is."""
    yield from offered_to(walk, by)
    if walk.offer() is not None:
        walk.bounce(better)


def answered(walk: Walk, low: float, high: float, text: str = "") -> Story:
    """Somebody works on it for some hours and answers; on the page they read it when they look."""
    yield walk.before_answer_is_due(low, high)
    walk.answer(text)
    if walk.state == Case.State.OPEN and walk.email() is None:
        yield walk.wait(HOUR, 20 * HOUR)
        walk.read_answer()


def closed(walk: Walk, word: str = "fixed", said: float = 0.7) -> Story:
    """Days later somebody asks whether there is anything else, and closes; many tell how it went."""
    yield walk.at_work(walk.holder, 4 * DAY, 19 * DAY)
    if walk.state != Case.State.ANSWERED:
        return
    walk.close()
    if walk.happens(said):
        yield walk.wait(HOUR, 40 * HOUR)
        walk.say_outcome(word)


def departments_of(walk: Walk) -> list[Department]:
    """The route a bounced voice takes."""
    return [walk.company.departments[code] for code in walk.texts.answers["route_of"][walk.told.key]]


def called_back(walk: Walk) -> None:
    """Look up the number, with a reason, and ring."""
    case = walk.case
    by = walk.somebody(case)
    see_contact(customer=case.customer, why="약속한 전화를 드리려고 번호를 봄", by=by, at=walk.at)
    own.say_first_word(case=case, by=by, at=walk.at)


# --- the stories ----------------------------------------------------------------------------------------------


def answered_quickly(walk: Walk) -> Story:
    """Settled by whoever heard it, on the same day."""
    yield from begin(walk)
    if walk.told.channel == "phone" and walk.happens(0.6):
        yield walk.wait(3, 12)  # while they are still on the phone
        walk.answer(is_spoken=True)
    else:
        yield from answered(walk, 0.3, 9)
    yield from closed(walk)


def handed_over_accepted(walk: Walk) -> Story:
    """The department whose work it is takes it, and answers."""
    yield from begin(walk)
    if walk.happens(0.25):
        yield walk.wait(3, 20)
        walk.note()
    yield walk.wait(5, 50)
    yield from accepted_by(walk, walk.home)
    yield from answered(walk, 3, 34)
    yield from closed(walk)


def bounced_once(walk: Walk) -> Story:
    """The first department says whose it really is; the second takes it."""
    yield from begin(walk)
    yield walk.wait(6, 40)
    first, second = departments_of(walk)
    yield from bounced_by(walk, first, second)
    yield walk.at_work(walk.guardian, 8, 70)
    yield from accepted_by(walk, second)
    yield from answered(walk, 2, 26)
    yield from closed(walk)


def bounced_twice_to_cvi(walk: Walk) -> Story:
    """Two departments say it is not theirs: the CVI team decides."""
    yield from begin(walk)
    yield walk.wait(6, 40)
    first, second, third = departments_of(walk)
    yield from bounced_by(walk, first, second)
    yield walk.at_work(walk.guardian, 8, 70)
    yield from bounced_by(walk, second, third)
    yield walk.wait(1, 2)  # the offer that follows is made by the loop, in the guardian's name
    offer = walk.offer()
    team = walk.company.departments["CVI"]
    if offer is not None:
        yield walk.in_hours_of(team, 10, 120)
        walk.accept()
    yield from answered(walk, 6, 50)
    yield from closed(walk)


def provisional_papers(walk: Walk) -> Story:
    """Done first; the papers follow, mostly in time."""
    yield from begin(walk)
    yield walk.at_work(walk.guardian, 10, 3 * HOUR)
    case = walk.case
    shelf = walk.texts.answers["papers"]
    papers = shelf.get(f"{walk.told.topic}_{walk.told.reads}") or shelf[f"any_{walk.told.reads}"]
    own.serve_first(
        case=case,
        served=walk.words("papers", "provisional"),
        papers=papers,
        by=walk.somebody(case),
        at=walk.at,
    )
    yield from answered(walk, 0.5, 8)
    for paper in walk.promises(Promise.Kind.PAPERS):
        low, high = (7.2, 12) if walk.happens(0.25) else (1, 5)
        yield walk.at_work(walk.guardian, low * DAY, high * DAY)
        own.keep(promise=paper, by=walk.somebody(walk.case), at=walk.at)
    yield from closed(walk)


def callback_promised(walk: Walk) -> Story:
    """A call is promised, and made in time."""
    yield from begin(walk)
    yield walk.wait(2, 15)
    walk.promise(Promise.Kind.CALLBACK, walk.words("promise", "callback"))
    yield walk.wait(20, 110)
    called_back(walk)
    yield from answered(walk, 0.2, 20)
    yield from closed(walk)


def broken_promise(walk: Walk) -> Story:
    """A call is promised and forgotten; the customer hears an apology, later the call, then an answer."""
    yield from begin(walk)
    yield walk.wait(2, 15)
    walk.promise(Promise.Kind.CALLBACK, walk.words("promise", "callback"))
    yield walk.at_work(walk.guardian, 5 * HOUR, 30 * HOUR)
    case = walk.case
    own.leave_note(
        case=case, text=walk.words("promise", "broken"), by=walk.at_guardian(case), at=walk.at, mentions=()
    )
    called_back(walk)
    yield from answered(walk, 4, 60)
    yield from closed(walk, walk.pick(["fixed", "half"]))


def reopened_not_fixed(walk: Walk) -> Story:
    """Closed too early: the customer says so, and it begins again at the guardian."""
    yield from begin(walk)
    if walk.happens(0.5):
        yield from accepted_by(walk, walk.home)
    yield from answered(walk, 1, 12, walk.words("first_try"))
    yield walk.at_work(walk.holder, 4 * HOUR, 2 * DAY)
    walk.close()
    yield walk.wait(5 * HOUR, 2.5 * DAY)
    if walk.happens(0.75):
        walk.say_outcome("not")
    else:
        case = walk.case
        own.reopen(case=case, why=walk.words("reopening", "reason"), by=walk.at_guardian(case), at=walk.at)
    yield from answered(walk, 3, 40)
    yield from closed(walk, walk.pick(["fixed", "fixed", "half"]))


def half_fixed(walk: Walk) -> Story:
    """Answered and closed; the customer says half."""
    yield from begin(walk)
    if walk.happens(0.6):
        yield from accepted_by(walk, walk.home)
    yield from answered(walk, 2, 30)
    yield from closed(walk, "half", said=1)


def praise_no_answer(walk: Walk) -> Story:
    """Praise: half of it is thanked for, half only kept."""
    if walk.speaker is None or walk.speaker.follows == "handle" or walk.happens(0.5):
        yield from hear(walk, needs_answer=False)
        return
    yield from begin(walk)
    yield from answered(walk, 1, 20, walk.words("thanks"))
    yield from closed(walk, said=0.2)


def idea(walk: Walk) -> Story:
    """An idea gets an honest answer, seldom at once."""
    yield from begin(walk)
    yield from answered(walk, 5, 60, walk.words("idea"))
    yield from closed(walk, said=0.4)


def still_open(walk: Walk) -> Story:
    """In somebody's hands; no answer yet."""
    yield from begin(walk)
    if walk.happens(0.3):
        yield walk.wait(10, 90)
        walk.note()
    if walk.happens(0.45):
        yield from accepted_by(walk, walk.home)
    elif walk.speaker is not None and walk.speaker.phone and walk.happens(0.35):
        yield walk.until(walk.now - timedelta(minutes=walk.rng.uniform(5, 100)))
        walk.promise(Promise.Kind.CALLBACK, walk.words("promise", "callback"))


def offered_waiting(walk: Walk) -> Story:
    """Offered to the department, which has not decided yet; an earlier offer may have expired unseen."""
    yield from begin(walk)
    yield walk.wait(5, 50)
    if walk.now - walk.at > timedelta(days=2) and walk.hand_over(walk.home):
        offer = walk.offer()
        if offer is not None:
            yield walk.until(offer.due_at + timedelta(minutes=walk.rng.uniform(20, 90)))
    yield walk.until(walk.shortly_before_now(walk.home))
    walk.hand_over(walk.home)


def abuse(walk: Walk) -> Story:
    """Words nobody has to bear: stopped or switched, the person rests, the case goes on."""
    yield from hear(walk)
    yield walk.at_work(walk.guardian, 1, 6)
    case = walk.case
    told = walk.texts.answers["abuse"][walk.texts.answers["abuse_of"][walk.told.key]]
    harmed = walk.at_guardian(case)
    cover = cover_for(walk, harmed)
    own.report_abuse(
        case=case,
        kind=told["kind"],
        step=told["step"],
        what=told["what_ko"],
        notice=told[f"notice_{walk.told.reads}"],
        by=harmed,
        at=walk.at,
        cover=cover,
    )
    if told["step"] == "switched" and cover is not None:
        yield walk.wait(1, 5)
        own.take(case=walk.case, by=cover, at=walk.at)
    yield walk.wait(32, 50)
    if walk.promises(Promise.Kind.FIRST_WORD):
        walk.say_first_word()
    yield from answered(walk, 2, 30)
    yield from closed(walk, said=0.2)


def cover_for(walk: Walk, harmed: Employee) -> Employee | None:
    """A colleague of the same department who is here for the next hour."""
    gone = away(walk.at).keys() | away(walk.at + timedelta(hours=1)).keys() | {harmed.pk}
    near = [
        each
        for each in walk.company.members(harmed.department, walk.at)
        if each.pk not in gone and walk.company.works(each, walk.at)
    ]
    return walk.pick(near) if near else None


def merged_duplicate(walk: Walk) -> Story:
    """The same person about the same thing: put behind the first voice, answered and closed with it."""
    yield from hear(walk)
    yield walk.wait(8, 45)
    front = walk.walks.get(walk.told.original)
    case = walk.case
    if front is None or not front.case_id or not front.case.is_open:
        yield from answered(walk, 1, 10)
        yield from closed(walk)
        return
    own.merge(case=case, into=front.case, why=walk.words("merge", "reason"), by=walk.somebody(case), at=walk.at)


def unreachable(walk: Walk) -> Story:
    """Two mails come back and nobody answers the phone: closed as not reached, and counted so."""
    yield from begin(walk)
    yield from answered(walk, 1, 14)
    yield walk.at_work(walk.guardian, 20 * HOUR, 30 * HOUR)
    walk.answer(is_spoken=False)
    yield walk.wait(10, 60)
    contact = walk.email()
    if contact is not None:
        mark_dead(contact=contact, because="메일이 두 번 되돌아옴", by=walk.at_guardian(walk.case), at=walk.at)
    yield walk.at_work(walk.guardian, 7.2 * DAY, 9 * DAY)
    case = walk.case
    lesson = walk.lesson()
    del lesson["anything_else"]
    own.close_unreached(
        case=case,
        because=walk.pick(walk.texts.answers["closing"]["closed_without_reaching_ko"]),
        by=walk.at_guardian(case),
        at=walk.at,
        **lesson,
    )


STORIES: Mapping[str, Callable[[Walk], Story]] = {
    each.__name__: each
    for each in (
        abuse,
        answered_quickly,
        bounced_once,
        bounced_twice_to_cvi,
        broken_promise,
        callback_promised,
        half_fixed,
        handed_over_accepted,
        idea,
        merged_duplicate,
        offered_waiting,
        praise_no_answer,
        provisional_papers,
        reopened_not_fixed,
        still_open,
        unreachable,
    )
}
