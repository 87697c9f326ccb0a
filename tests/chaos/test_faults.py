"""A process killed at any line leaves nothing half done: every n-th statement fails, for every n (as SQLite tests)."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from gwidam.core import ids
from gwidam.core.ledger import react_to
from gwidam.core.models import Fact, Reacted
from gwidam.own import verbs as own
from gwidam.own.models import Answer, Case, Promise
from gwidam.post.models import Message
from gwidam.post.verbs import send_due
from gwidam.work import queue

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chaos, pytest.mark.slow]
MOST = 200  # statements of one reaction; more would be a loop that does not end


class Killed(BaseException):
    """The process is gone: no `except Exception` sees it, and the database rolls back what was open."""


@contextmanager
def killed_at(statement: int) -> Iterator[None]:
    """Raise Killed in place of this statement, counted from one."""
    left = statement

    def counting(execute: Any, *args: Any) -> Any:
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed
        return execute(*args)

    with connection.execute_wrapper(counting):
        yield


def was_killed(act: Callable[[], Any], statement: int) -> bool:
    """Run until the kill; whether it came before the end."""
    try:
        with killed_at(statement):
            act()
    except Killed:
        return True
    return False


def state_of(case: Case) -> list[str]:
    """All there is about a case, in words without numbers: facts, letters, reactions that ran, who has it."""
    facts = list(Fact.objects.filter(about=case.about).order_by("pk"))
    said = [each.kind for each in facts]
    letters = [f"{each.key} {each.state}" for each in Message.objects.filter(about=case.about).order_by("key")]
    ran = Reacted.objects.filter(fact_id__in=[each.pk for each in facts]).values_list("reaction", flat=True)
    fresh = case.fresh()
    promises = [
        f"{each.kind} {each.kept_at is not None} {each.broken_at is not None} {each.tick_at is not None}"
        for each in Promise.objects.filter(case=case).order_by("pk")
    ]
    kept = f"{fresh.state} {fresh.guardian} {fresh.holder} {fresh.department}"
    return [re.sub(r"\d+", "#", each) for each in (*said, *letters, *sorted(ran), *promises, kept)]


def react_to_all(case: Case, kind: str) -> Callable[[], None]:
    """What the job does with the last fact of this kind."""
    fact = Fact.objects.filter(kind=kind, body__case_id=case.pk).order_by("pk").last()
    assert fact is not None
    return lambda: react_to(fact)


# Each makes a case anew and returns it with something to do that may be killed.


def heard(cast: Any, at: Any, number: int) -> tuple[Case, Callable[[], None]]:
    taken = cast.voice(heard_by=cast.mina, email=f"heard{number}@customer.example")
    fact = Fact.objects.get(kind="listen.VoiceHeard", body__voice_id=taken.voice.pk)
    return taken.case, lambda: react_to(fact)


def offered(cast: Any, at: Any, number: int) -> tuple[Case, Callable[[], None]]:
    case = cast.voice(heard_by=cast.mina).case
    own.hand_over(case=case, to=cast.internet, reason="회선", by=cast.mina, at=at)
    return case, react_to_all(case, "own.HandOffOffered")


def bounced_twice(cast: Any, at: Any, number: int) -> tuple[Case, Callable[[], None]]:
    case = cast.voice(heard_by=cast.mina).case
    for to, who in ((cast.internet, cast.jun), (cast.billing, cast.sora)):
        handoff = own.hand_over(case=case.fresh(), to=to, reason="회선", by=cast.mina, at=at)
        own.bounce(handoff=handoff, reason="우리 일이 아닙니다", by=who, at=at)
    return case, react_to_all(case, "own.HandOffBounced")


def answered(cast: Any, at: Any, number: int) -> tuple[Case, Callable[[], None]]:
    case = cast.voice(heard_by=cast.mina, email=f"answered{number}@customer.example").case
    own.answer(case=case, text="고쳤습니다.", by=cast.mina, at=at)
    return case, react_to_all(case, "own.AnswerGiven")


def arrived(cast: Any, at: Any, number: int) -> tuple[Case, Callable[[], None]]:
    case, react = answered(cast, at, number + 1000)
    react()
    send_due(at=at)
    message = Message.objects.get(key=f"answer:{Answer.objects.get(case=case).pk}")
    fact = Fact.objects.get(kind="post.MessageSent", body__message_id=message.pk)
    return case, lambda: react_to(fact)


def failed(cast: Any, at: Any, number: int) -> tuple[Case, Callable[[], None]]:
    case = cast.voice(heard_by=cast.mina, email=f"failed{number}@customer.example").case
    answer = own.answer(case=case, text="고쳤습니다.", by=cast.mina, at=at)
    own.answer_failed(answer=answer, because="550", by=cast.mina, at=at)
    return case, react_to_all(case, "own.AnswerFailed")


def broken(cast: Any, at: Any, number: int) -> tuple[Case, Callable[[], None]]:
    case = cast.voice(heard_by=cast.mina, email=f"broken{number}@customer.example").case
    own.tick(at=at + timedelta(days=4))
    return case, react_to_all(case, "own.PromiseBroken")


def late(cast: Any, at: Any, number: int) -> tuple[Case, Callable[[], None]]:
    """Not a reaction, but the clock: claimed, fired, and killed before the commit."""
    case = cast.voice(heard_by=cast.mina).case
    return case, lambda: own.tick(at=at + timedelta(days=4))


@pytest.mark.parametrize("make", [heard, offered, bounced_twice, answered, arrived, failed, broken, late])
def test_killed_at_any_statement_it_is_as_if_it_had_run_once(cast, at, make):
    case, act = make(cast, at, 0)
    before = state_of(case)
    act()
    whole = state_of(case)
    assert whole != before
    kills = 0
    for statement in range(1, MOST):
        case, act = make(cast, at, statement)
        if not was_killed(act, statement):
            break
        kills += 1
        act()
        assert state_of(case) == whole, f"killed at statement {statement}"
        act()  # and a job that comes once more finds nothing to do
        assert state_of(case) == whole
    assert 3 < kills < MOST - 1


def test_control_a_reaction_outside_a_transaction_is_seen_half_done(cast, at, monkeypatch):
    """The same loop over a worker that commits each statement by itself."""
    from gwidam.core.ledger import acts

    @contextmanager
    def open_act() -> Iterator[acts.Act]:
        mine = acts.Act(request_id=acts.uuid.uuid4())
        token = acts._current.set(mine)
        try:
            yield mine
            acts._write(mine)
        finally:
            acts._current.reset(token)

    case, act = heard(cast, at, 0)
    act()
    whole = state_of(case)
    monkeypatch.setattr(acts, "act", open_act)
    half_done = []
    for statement in range(1, 30):
        case, act = heard(cast, at, statement)
        with suppress(Exception):
            if was_killed(act, statement):
                act()
        half_done.append(state_of(case) != whole)
    assert any(half_done)


def stalled_job(heartbeat: str) -> int:
    """A job that a worker is doing, who was last heard of then."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s::interval) RETURNING id",
            [heartbeat],
        )
        worker = cursor.fetchone()[0]
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status, worker_id, attempts)"
            " VALUES ('facts', 'react', '{\"fact_ids\": []}', 'doing', %s, 0) RETURNING id",
            [worker],
        )
        return cursor.fetchone()[0]


def status_of(job: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        return cursor.fetchone()[0]


def test_a_job_whose_worker_died_runs_again_within_a_minute(cast):
    async def look_once() -> None:
        from procrastinate.contrib.django import app

        async with app.with_connector(app.connector.get_worker_connector()).open_async() as worker_app:
            await queue.retry_stalled(worker_app)

    dead, alive = stalled_job(f"{queue.STALLED_AFTER + 1} s"), stalled_job("1 s")
    asyncio.run(look_once())
    assert (status_of(dead), status_of(alive)) == ("todo", "doing")
    assert queue.STALLED_AFTER + queue.STALLED_EVERY < 60


def test_numbers_drawn_on_a_lost_connection_are_not_used(cast):
    """A crash takes back a block whose transaction had not committed; somebody else will draw it again."""
    ids.forget_block()
    first = ids.next_id()
    assert ids.next_id() == first + 1
    connection.close()
    connection.ensure_connection()
    assert ids.next_id() == first + ids.BLOCK
