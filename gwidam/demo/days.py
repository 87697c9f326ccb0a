"""Simulated time: stories, the clock, reactions and the post, each at its moment and in one order."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import connection
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app

from gwidam.core.ledger import act, react_within, unheard
from gwidam.core.models import Fact
from gwidam.core.prepared import Prepared, any_of
from gwidam.listen.models import Voice
from gwidam.own.verbs import tick
from gwidam.post import verbs as post
from gwidam.understand.verbs import read_at_once

from .post import leave
from .reading import ReadAhead

# A story acts, then yields the moment at which it wants to act next.
Story = Generator[datetime, None, None]

# Asked some thousand times.
_facts = Prepared(lambda numbers: Fact.objects.filter(pk=any_of(numbers)).order_by("pk"))

TAKES = timedelta(seconds=2)  # until the clock notices what is due, or a letter has left


class Days:
    """The days of the demo, from the first voice until now. What would be later never happens.

    Each step is one act, and so is all that follows from it: fewer transactions than in a living house, the
    same facts in the same order.
    """

    def __init__(self, *, until: datetime, texts: Sequence[str] = ()) -> None:
        """`texts`: what will be said, as far as it is known."""
        self.until = until
        self.reads = ReadAhead(texts)
        self.jobs = CaughtJobs()
        self.since = datetime.min.replace(tzinfo=UTC)  # before this moment nothing is due any more

    def play(self, stories: Iterable[Story], *, told: Callable[[], None] = lambda: None) -> None:
        """Run all stories against each other; `told` is called whenever one has ended or reached now."""
        with self.jobs.caught(), unheard():
            waiting: list[tuple[datetime, int, Story]] = []
            for number, story in enumerate(stories):
                self._step(waiting, number, story, told)
            while waiting:
                at, number, story = heapq.heappop(waiting)
                self._let_pass(at)
                self._step(waiting, number, story, told)
                self._react()
            self._let_pass(self.until)

    def _step(
        self, waiting: list[tuple[datetime, int, Story]], number: int, story: Story, told: Callable[[], None]
    ) -> None:
        """Let the story act, and put it where it wants to go on."""
        with act():
            moment = next(story, None)
        if moment is not None and moment < self.until:
            heapq.heappush(waiting, (moment, number, story))
        else:
            story.close()
            told()

    def _let_pass(self, until: datetime) -> None:
        """Let the clock and the post have their moments before `until`."""
        while (due := next_due(self.since)) is not None and due[0] + TAKES <= until:
            self.since, whose = due
            moment = self.since
            with act():
                if whose == "clock":
                    tick(at=moment + TAKES)
                elif whose == "digest":
                    post.bundle_digests(at=moment + TAKES)
                else:
                    leave(since=moment, at=moment + TAKES)
            self._react()

    def _react(self) -> None:
        """Do what the latest facts cause, until nothing follows any more."""
        while fact_ids := self.jobs.take():
            with act():
                react_within(_facts(numbers=fact_ids))
            self._read()

    def _read(self) -> None:
        """Read the voices that were heard, as soon as the clock notices them."""
        voices = Voice.objects.filter(pk__in=self.jobs.take_voices()).order_by("heard_at", "id")
        for heard_at, together in groupby(voices.only("heard_at"), key=lambda voice: voice.heard_at):
            numbers = [voice.pk for voice in together]
            read_at_once(voice_ids=numbers, at=heard_at + TAKES, reads=self.reads)


class CaughtJobs(BaseConnector):
    """Takes the jobs that facts defer before they reach the queue: here they are done at once, in the past."""

    def __init__(self) -> None:
        self.fact_ids: list[int] = []
        self.voice_ids: list[int] = []

    def caught(self) -> AbstractContextManager[Any]:
        """Inside, nothing is put into the queue."""
        return app.replace_connector(self)

    def take(self) -> list[int]:
        """Ids of the facts that cause something, since the last time."""
        taken, self.fact_ids = self.fact_ids, []
        return taken

    def take_voices(self) -> list[int]:
        """Ids of the voices to read, since the last time."""
        taken, self.voice_ids = self.voice_ids, []
        return taken

    def get_sync_connector(self) -> BaseConnector:
        return self

    def execute_query_all(self, query: str, **arguments: Any) -> list[dict[str, Any]]:
        """The one query of deferring jobs."""
        for each in arguments["jobs"]:
            self.fact_ids += each.args.get("fact_ids", [])
            self.voice_ids += each.args.get("voice_ids", [])
        return [{"id": place} for place, _ in enumerate(arguments["jobs"], start=1)]


# The index on each of these is partial, as the rows are; `since` steps over what is done and not yet vacuumed.
NEXT_DUE = """
    SELECT (SELECT min(tick_at) FROM own_promise WHERE tick_at IS NOT NULL AND tick_at >= %(since)s),
           (SELECT min(due_at) FROM own_handoff WHERE state = 'offered' AND due_at >= %(since)s),
           (SELECT min(next_try_at) FROM post_message
             WHERE state = 'queued' AND urgency = 'digest' AND next_try_at >= %(since)s),
           (SELECT min(next_try_at) FROM post_message
             WHERE state = 'queued' AND urgency = 'now' AND next_try_at >= %(since)s)
"""
WHOSE = ("clock", "clock", "digest", "letter")


def next_due(since: datetime) -> tuple[datetime, str] | None:
    """The next moment from `since` on at which something is due, and whose: 'clock', 'digest' or 'letter'."""
    with connection.cursor() as cursor:
        cursor.execute(NEXT_DUE, {"since": since})
        moments = cursor.fetchone()
    found = zip(moments, WHOSE, strict=True)
    return min(((moment, whose) for moment, whose in found if moment is not None), default=None)
