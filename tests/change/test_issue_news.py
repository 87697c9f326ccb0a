"""What an issue tracker says reaches the owner of the improvement once, with their next digest."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from gwidam.change import verbs
from gwidam.change.trackers import polling
from gwidam.core.ledger import react_to
from gwidam.core.models import Fact
from gwidam.post.models import Message

from .tracker_steps import hook
from .trackers_there import github, jira

SHOWN = {"github": github, "jira": jira}


def react():
    """Every fact of an issue is reacted to, twice: a worker may be killed and run again."""
    for fact in Fact.objects.filter(body__has_key="issue_id").order_by("pk"):
        react_to(fact)
        react_to(fact)


def letters():
    return list(Message.objects.filter(template="issue_news").order_by("pk"))


@pytest.mark.parametrize("kind", ["github", "jira"])
def test_closed_there_is_one_letter_to_the_owner_however_often_the_webhook_comes(cast, at, there, done, kind):
    issue = done(kind)
    closed = SHOWN[kind](there.change(41, at + timedelta(minutes=1), state="closed"))
    for _ in range(3):
        hook(issue.tracker, kind, closed)
    polling.poll_due(at=at + timedelta(minutes=5))
    react()
    (letter,) = letters()
    assert (letter.reader, letter.urgency, letter.state) == (cast.jun.actor, "digest", "queued")
    assert (issue.improvement.number in letter.body, "다 했다고 닫았습니다" in letter.body) == (True, True)


def test_each_thing_it_says_is_a_letter_of_its_own_and_what_is_only_begun_is_none(at, there, done):
    issue = done()
    steps = [
        {"assignee": "dev"},
        {"comments": 1},
        {"state": "closed"},
        {"state": "open"},
        {"comments": 2},
        {"state": "dropped"},
    ]
    for minute, change in enumerate(steps, start=1):
        hook(issue.tracker, "github", github(there.change(41, at + timedelta(minutes=minute), **change)))
    react()
    said = [letter.key for letter in letters()]
    assert (len(said), len(set(said))) == (5, 5)


def test_a_new_owner_hears_it_from_then_on_in_their_language(cast, at, there, done):
    issue = done()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_employee SET language = 'en' WHERE id = %s", [cast.sora.pk])
        cursor.execute(
            "UPDATE change_improvement SET owner_id = %s WHERE id = %s", [cast.sora.pk, issue.improvement_id]
        )
    hook(issue.tracker, "github", github(there.change(41, at + timedelta(minutes=1), state="closed")))
    react()
    (letter,) = letters()
    assert (letter.reader, "was closed there as done" in letter.body) == (cast.sora.actor, True)


def test_behind_another_improvement_its_owner_hears_it(cast, at, there, done, brought):
    issue = done()
    front = brought("in_work", title="앞에 선 개선")
    verbs.merge(improvement=issue.improvement, into=front, why="같은 일", by=cast.dohyun, at=at)
    hook(issue.tracker, "github", github(there.change(41, at + timedelta(minutes=1), state="closed")))
    react()
    (letter,) = letters()
    assert (letter.reader, front.number in letter.body) == (cast.jun.actor, True)
