"""The doors of the demo: what came in by them, and what only stands ready."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gwidam.change.models import Tracker
from gwidam.core.models import Fact
from gwidam.demo import doors
from gwidam.demo.company import Company
from gwidam.demo.days import Days
from gwidam.demo.texts import texts
from gwidam.listen.models import Call, Channel, Ear, Hearing, Voice
from gwidam.own.models import Answer
from gwidam.own.queries.rows import CHANNEL_ICONS
from gwidam.own.queries.search.filters import DOORS
from gwidam.post.models import Line, Webhook
from tests.cast import NOW


@pytest.fixture
def opened(cast):
    """The doors of a small company, played until now."""
    until = NOW + timedelta(days=6)
    people = dict.fromkeys([each["employee"] for each in doors.world()["extension"]], cast.mina)
    company = Company(
        departments={},
        people={**people, "seo-eunjae": cast.dohyun},
        channels={"web": cast.web, "phone": cast.phone},
        touchpoints={},
        hours={},
    )
    Days(until=until, texts=doors.sayings()).play([doors.doors(company, texts(), now=until)])
    return until


def test_every_door_has_something_that_came_in_by_it(opened):
    heard = [step["door"] for step in doors.world()["step"] if step["does"] == "hear"]
    for kind in ("mail", "text", "social", "webhook", "open311", "phone"):
        assert Voice.objects.filter(channel__kind=kind).count() == heard.count(kind)
    assert {each.value for each in Channel.Kind} == set(CHANNEL_ICONS) == set(DOORS)
    assert Call.objects.get().voice.channel.kind == "phone"


def test_replies_stand_in_the_case_they_reply_to(opened):
    replies = [step for step in doors.world()["step"] if step["does"] == "hear" and "about" in step]
    assert Fact.objects.filter(kind="own.WordsAdded").count() == len(replies) == 2
    assert Hearing.objects.filter(voice__needs_answer=False).count() == 2


def test_what_was_answered_arrived_by_its_own_door(opened):
    answers = Answer.objects.order_by("pk")
    assert [(each.door, each.is_delivered) for each in answers] == [("line", True), ("email", True)]


def test_nothing_that_needs_an_account_pretends_to_have_one(opened):
    ready = {line.kind for line in Line.objects.all() if not line.lacks}
    assert ready == {"mailbox", "texts_file"}
    assert [line.kind for line in Line.objects.all() if line.can_send and line.lacks] == []
    assert (Tracker.objects.get().is_connected, Webhook.objects.get().state) == (False, "paused")
    assert set(Ear.objects.filter(answered_at__isnull=False)) == set()
    due = Ear.objects.filter(poll_at__isnull=False)
    assert all(ear.line.lacks for ear in due)
