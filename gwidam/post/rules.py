"""What leaves, when, how often, and what may be silenced: pure decisions, without database or clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from gwidam.core.steps import Steps, next_state
from gwidam.core.words import Said

# --- states -----------------------------------------------------------------------------------------------

STATES = ("queued", "sending", "sent", "failed", "withheld", "bundled")

STEPS: Steps = {
    "queued": {
        "claim": "sending",
        "withhold": "withheld",
        "bundle": "bundled",
        "arrive": "sent",
        "miss": "failed",
    },
    "sending": {
        "claim": "sending",  # again, once the lease of a process that died is over
        "release": "queued",
        "send": "sent",
        "defer": "queued",
        "fail": "failed",
        "arrive": "sent",  # the other side reports before its confirmation is here
        "miss": "failed",
    },
    "sent": {"bounce": "failed"},
    "failed": {},
    "withheld": {},
    "bundled": {},
}


def step(state: str, verb: str) -> str:
    """The state of a message after a verb. Raises NotNow where the verb makes no sense."""
    return next_state(STEPS, state, verb, refusal=_refused)


def _refused(state: str) -> Said:
    return Said(
        "이 메일은 지금 그렇게 할 수 있는 상태가 아닙니다.",
        f"This message is {state}, so that cannot be done now.",
    )


# --- topics -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a message is about, as its reader sees it when choosing what to silence."""

    name: Said
    urgency: str  # 'now': the reader must act or was promised it; 'digest': the rest
    can_be_muted: bool = True
    is_capped: bool = True  # a person's own answer is not held back: people do not write ten thousand


TOPICS: Mapping[str, Topic] = {
    "receipt": Topic(name=Said("접수 확인", "receipts"), urgency="now", can_be_muted=False),
    "answer": Topic(name=Said("답변", "answers"), urgency="now", can_be_muted=False, is_capped=False),
    "promise": Topic(name=Said("약속 안내", "new promises"), urgency="now"),
    "promise_broken": Topic(name=Said("늦어진 약속", "late promises"), urgency="now"),
    "papers": Topic(name=Said("서류 안내", "papers still needed"), urgency="now"),
    "progress": Topic(name=Said("진행 소식", "progress"), urgency="digest"),
    "closure": Topic(name=Said("마무리 확인", "closing questions"), urgency="now"),
    "reopening": Topic(name=Said("다시 시작한 건", "reopened cases"), urgency="now"),
    "offer": Topic(name=Said("건네받은 건", "offers"), urgency="now"),
    "bounce": Topic(name=Said("되돌아온 건", "bounced cases"), urgency="now"),
    "danger": Topic(name=Said("바로 살펴야 할 말", "voices in danger"), urgency="now", can_be_muted=False),
    "rise": Topic(name=Said("정말 늘고 있는 흐름", "themes that really rise"), urgency="now"),
    "at_risk": Topic(name=Said("위태로운 약속", "promises at risk"), urgency="now"),
    "cover": Topic(name=Said("대신 맡을 건", "cases to cover"), urgency="now"),
    "mention": Topic(name=Said("나를 부른 글", "mentions"), urgency="digest"),
    "search": Topic(name=Said("저장한 찾기", "saved searches"), urgency="digest"),
    # Each of these is told once, to people whom colleagues have linked: no stranger can make us write them.
    "change": Topic(name=Said("달라진 소식", "what became of what you said"), urgency="now", is_capped=False),
    "change_inside": Topic(name=Said("지지한 개선 소식", "improvements you support"), urgency="digest"),
    "said": Topic(name=Said("내 말씀 모아 보기", "all you said"), urgency="now", can_be_muted=False),
    "evaluation": Topic(name=Said("검토 부탁", "ideas to evaluate"), urgency="digest"),
    "taking_part": Topic(name=Said("참여 확인", "taking part in campaigns"), urgency="now", can_be_muted=False),
    "issue_news": Topic(name=Said("이슈 트래커 소식", "news from issue trackers"), urgency="digest"),
    "follow_up": Topic(name=Said("워크아웃 뒷이야기", "work-out follow-ups"), urgency="now"),
    "machines": Topic(name=Said("다른 시스템 연결", "other systems"), urgency="now"),
    "digest": Topic(name=Said("모아 보는 소식", "digests"), urgency="now"),
}


# --- templates --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A letter's form: the topic it belongs to, and the places it has."""

    topic: str
    name: Said
    needs: frozenset[str]
    may: frozenset[str] = frozenset()
    is_personal: bool = False  # written by a person, so not marked as automatic mail

    @property
    def is_receipt(self) -> bool:
        """Whether it says that words have come, and so answers them."""
        return self.topic == "receipt"


def _template(topic: str, ko: str, en: str, needs: str, may: str = "", *, personal: bool = False) -> Template:
    return Template(
        topic=topic,
        name=Said(ko, en),
        needs=frozenset(needs.split()),
        may=frozenset(may.split()),
        is_personal=personal,
    )


# `*_at` are aware moments, the rest is text. `url` is where the reader goes from the letter.
TEMPLATES: Mapping[str, Template] = {
    # to customers
    "receipt": _template("receipt", "접수 확인", "receipt", "receipt url", "name guardian answer_by_at"),
    "answer": _template("answer", "답변", "answer", "receipt url guardian words", "name", personal=True),
    "promise_made": _template("promise", "약속 안내", "promise", "receipt url guardian what due_at", "name"),
    "promise_broken_sorry": _template(
        "promise_broken", "늦어진 약속 사과", "apology", "receipt url guardian what due_at", "name next_at"
    ),
    "papers_reminder": _template(
        "papers", "서류 안내", "papers reminder", "receipt url guardian papers due_at", "name"
    ),
    "handed_over": _template("progress", "담당 부서 안내", "hand-over", "receipt url guardian department", "name"),
    "closed": _template("closure", "마무리 확인", "closing question", "receipt url guardian", "name"),
    "reopened": _template("reopening", "다시 시작 안내", "reopening", "receipt url guardian", "name"),
    "told": _template(
        "change", "달라진 소식", "what has changed", "title words url all_url", "name summary receipt said_at"
    ),
    "told_no": _template(
        "change",
        "하지 못한 까닭",
        "why it was not done",
        "title words url all_url",
        "name summary receipt said_at",
    ),
    "take_part": _template("taking_part", "참여 확인", "link to take part", "title url"),
    "said_link": _template("said", "내 말씀 모아 보기", "link to all you said", "all_url", "name"),
    # to employees
    "told_colleague": _template("change_inside", "지지한 개선 소식", "improvement you support", "title words url"),
    "offer": _template(
        "offer",
        "건네받은 건",
        "offer",
        "receipt url giver from_department department reason due_at",
        "summary",
    ),
    "bounce_back": _template(
        "bounce", "되돌아온 건", "bounce", "receipt url department reason", "better_department summary"
    ),
    "mention": _template("mention", "나를 부른 글", "mention", "receipt url author words", "summary"),
    "search_found": _template("search", "저장한 찾기에 새 말씀", "found for a saved search", "url search count"),
    "search_cleared": _template("search", "지운 찾기", "search taken away", "url saved_at", "search"),
    "danger": _template("danger", "바로 살펴야 할 말", "voice in danger", "receipt url what", "helpline"),
    "theme_rising": _template("rise", "늘고 있는 흐름", "rising theme", "url theme people expected"),
    "promise_at_risk": _template(
        "at_risk", "위태로운 약속", "promise at risk", "receipt url what due_at", "summary"
    ),
    "cover_needed": _template("cover", "대신 맡을 건", "cover", "receipt url guardian", "until_at due_at summary"),
    "evaluation_asked": _template("evaluation", "제안 검토 부탁", "idea to evaluate", "url idea due_on"),
    "issue_news": _template(
        "issue_news", "이슈 트래커 소식", "news from an issue tracker", "url number title what"
    ),
    "follow_up": _template("follow_up", "워크아웃 뒷이야기", "follow-up", "url number title days"),
    "webhook_paused": _template("machines", "멈춘 웹훅", "paused webhook", "url because webhook"),
    "digest": _template("digest", "모아 보는 소식", "digest", "lines"),
}

# Places that hold words from outside. A stranger could write anything there and have us mail it to
# somebody else, so a letter to an address that nobody has confirmed is made without them.
THEIR_WORDS = frozenset({"name", "summary"})


def places_for(template: str, places: Mapping[str, object], *, is_verified: bool) -> dict[str, object]:
    """The places as this address may read them.

    Raises ValueError for a template, or a place, that does not exist, or is missing: a mistake in the code
    that calls, not something a person can do.
    """
    form = TEMPLATES.get(template)
    if form is None:
        raise ValueError(f"there is no template {template!r}")
    given = frozenset(places)
    if not form.needs <= given <= form.needs | form.may:
        missing, unknown = sorted(form.needs - given), sorted(given - form.needs - form.may)
        raise ValueError(f"{template}: missing places {missing}, unknown places {unknown}")
    if is_verified:
        return dict(places)
    return {name: value for name, value in places.items() if name not in THEIR_WORDS}


# --- caps -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cap:
    """At most `count` messages to one address within `span`."""

    count: int
    span: timedelta


# A form anybody can fill in must not become a way to flood somebody's mailbox.
UNVERIFIED_CAPS = (Cap(3, timedelta(hours=1)), Cap(10, timedelta(days=1)))


def is_capped(earlier: Iterable[datetime], *, at: datetime, caps: Iterable[Cap] = UNVERIFIED_CAPS) -> bool:
    """Whether one more message at `at` would be too many, after those at the moments `earlier`."""
    moments = list(earlier)
    return any(sum(at - cap.span < moment for moment in moments) >= cap.count for cap in caps)


# --- trying again -----------------------------------------------------------------------------------------

# Postfix's defaults: minimal_backoff_time, maximal_backoff_time, maximal_queue_lifetime (postconf(5)).
FIRST_WAIT = timedelta(seconds=300)
LONGEST_WAIT = timedelta(seconds=4000)
GIVE_UP_AFTER = timedelta(days=5)

# A process that was killed holds what it claimed no longer than this; then it is sent again.
LEASE = timedelta(seconds=60)


def try_again_at(*, attempts: int, queued_at: datetime, at: datetime) -> datetime | None:
    """When to try next after `attempts` temporary failures, the last at `at`; None to give up."""
    if at - queued_at >= GIVE_UP_AFTER:
        return None
    doublings = min(max(attempts - 1, 0), 16)  # beyond that the longest wait holds anyway
    return at + min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


# --- digests ----------------------------------------------------------------------------------------------

WORK_BEGINS = time(8)
WORK_ENDS = time(20)
CUSTOMERS_MORNING = time(9)


def digest_at(*, reader: str, queued_at: datetime, zone: ZoneInfo) -> datetime:
    """When a message queued then goes out in a digest: hourly by day to employees, by morning to others."""
    local = queued_at.astimezone(zone)
    if reader.startswith("employee:"):
        hour = local.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        if WORK_BEGINS <= hour.time() <= WORK_ENDS:
            return hour
        day = hour.date() if hour.time() < WORK_BEGINS else hour.date() + timedelta(days=1)
        return datetime.combine(day, WORK_BEGINS, zone)
    day = local.date() if local.time() < CUSTOMERS_MORNING else local.date() + timedelta(days=1)
    return datetime.combine(day, CUSTOMERS_MORNING, zone)
