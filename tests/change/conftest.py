"""Improvements for tests, made by the verbs users use."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gwidam.change import verbs
from gwidam.change.models import Campaign, Idea, Improvement
from gwidam.change.rules.ideas import Points
from tests.cast import NOW, Cast

from .open_steps import opened, person, shown
from .telling_steps import released
from .tracker_steps import asked, connect, done, there

__all__ = ["asked", "connect", "done", "opened", "person", "released", "shown", "there"]


@pytest.fixture
def propose(cast: Cast) -> Callable[..., Improvement]:
    """propose(title, **more): an improvement by Mina."""

    def made(title: str = "밤에 인터넷이 끊기지 않게", **more: Any) -> Improvement:
        more = {"origin": "idea", "by": cast.mina, "at": NOW, **more}
        return verbs.propose(words={"title_ko": title, "text_ko": "회선을 바꿉니다."}, **more)

    return made


@pytest.fixture
def brought(cast: Cast, propose: Callable[..., Improvement]) -> Callable[..., Improvement]:
    """brought("tabled", ...): an improvement as far as that state, by the people whose part it is."""

    def made(state: str, **more: Any) -> Improvement:
        found = propose(**more)
        path = PATHS[state]
        for verb in path:
            DO[verb](cast, found)
        found.refresh_from_db()
        assert found.state == state
        return found

    return made


PARTS = {"impact": 2.0, "confidence": 0.8, "effort": 2.0}
WAY = ("score", "table", "approve", "begin_work", "release", "finish_telling", "verify")
DO: dict[str, Callable[[Cast, Improvement], object]] = {
    "score": lambda cast, one: verbs.score(improvement=one, method="rice", parts=PARTS, by=cast.dohyun, at=NOW),
    "table": lambda cast, one: verbs.table(improvement=one, by=cast.dohyun, at=NOW),
    "approve": lambda cast, one: verbs.rule(improvement=one, verdict="yes", owner=cast.jun, by=cast.yuna, at=NOW),
    "decline": lambda cast, one: verbs.rule(
        improvement=one, verdict="no", public_ko="법이 허락하지 않습니다.", by=cast.yuna, at=NOW
    ),
    "ask_more": lambda cast, one: verbs.rule(
        improvement=one,
        verdict="more",
        reason="얼마나 드나요?",
        asked_of=cast.sora,
        asked_until=NOW.date().replace(day=30),
        by=cast.yuna,
        at=NOW,
    ),
    "begin_work": lambda cast, one: verbs.begin_work(improvement=one, by=cast.jun, at=NOW),
    "begin_proof": lambda cast, one: verbs.begin_proof(improvement=one, by=cast.jun, at=NOW),
    "release": lambda cast, one: verbs.release(improvement=one, by=cast.jun, at=NOW),
    "finish_telling": lambda cast, one: verbs.finish_telling(improvement=one, by=cast.dohyun, at=NOW),
    "verify": lambda cast, one: verbs.verify(improvement=one, says="다시 끊긴 집이 없음", by=cast.dohyun, at=NOW),
}
PATHS: dict[str, tuple[str, ...]] = {
    "proposed": (),
    "scored": WAY[:1],
    "tabled": WAY[:2],
    "asked_more": (*WAY[:2], "ask_more"),
    "declined": (*WAY[:2], "decline"),
    "approved": WAY[:3],
    "in_work": WAY[:4],
    "in_proof": (*WAY[:4], "begin_proof"),
    "released": WAY[:5],
    "told": WAY[:6],
    "verified": WAY,
}


@pytest.fixture
def begin(cast: Cast) -> Callable[..., Campaign]:
    """begin(**more): a campaign of Dohyun's, from today for 30 days."""

    def made(**more: Any) -> Campaign:
        told: dict[str, Any] = {
            "title_ko": "고쳐주세요 가을",
            "title_en": "Please fix it, autumn",
            "text_ko": "무엇이든 고칠 것을 알려 주세요.",
            "text_en": "",
            "opens_on": timezone.localdate(NOW),
            "last_on": timezone.localdate(NOW) + timedelta(days=29),
            "audience": "employees",
            "owner": cast.dohyun,
            "points": Points(10, 50, 100),
            "by": cast.dohyun,
            "at": NOW,
        }
        return verbs.begin_campaign(**{**told, **more})

    return made


@pytest.fixture
def campaign(begin: Callable[..., Campaign]) -> Callable[[], Campaign]:
    """campaign(): the one campaign of this test."""
    made: list[Campaign] = []

    def one() -> Campaign:
        if not made:
            made.append(begin())
        return made[0]

    return one


@pytest.fixture
def idea(cast: Cast, campaign: Callable[[], Campaign]) -> Callable[..., Idea]:
    """idea(title, **more): an idea of Mina's in the campaign of this test."""
    keys = itertools.count()

    def made(title: str, **more: Any) -> Idea:
        told: dict[str, Any] = {"text": "", "key": str(next(keys)), "by": cast.mina, "at": NOW}
        return verbs.submit_idea(campaign=campaign(), title=title, **{**told, **more})

    return made
