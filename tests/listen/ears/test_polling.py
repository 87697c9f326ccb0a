"""Ears look when they are due; the cursor never moves before what lies before it is stored."""

from __future__ import annotations

from datetime import timedelta

import pytest

from gwidam.core.errors import NotValid
from gwidam.core.models import Fact
from gwidam.listen.ears import polling
from gwidam.listen.ears.heard import Page
from gwidam.listen.ears.kinds import Unheard
from gwidam.listen.models import Ear, Voice
from gwidam.listen.verbs import close_channel, end_ear, open_ear
from gwidam.post.verbs import end_line
from tests.cast import NOW, SETUP

from .conftest import heard

MINUTE = timedelta(minutes=1)


def texts():
    return list(Voice.objects.order_by("pk").values_list("text", flat=True))


def told(ear):
    return list(Fact.objects.filter(about=ear.about).order_by("pk").values_list("kind", flat=True))


def test_an_ear_hears_page_by_page_from_its_cursor_and_looks_again_after_its_time(there, ear):
    there.pages = [
        Page((heard("1", "하나"),), {"after": 1}, has_more=True),
        Page((heard("2", "둘"),), {"after": 2}),
    ]
    assert polling.listen_due(at=NOW) == 1
    assert (texts(), there.cursors) == (["하나", "둘"], [None, {"after": 1}])
    row = ear.fresh()
    assert (row.cursor, row.poll_at, row.tries) == ({"after": 2}, NOW + 2 * MINUTE, 0)
    assert (row.heard_at, row.answered_at, row.failed) == (NOW, NOW, "")
    assert polling.listen_due(at=NOW + MINUTE) == 0
    polling.ring(ear, at=NOW + MINUTE)
    assert polling.listen_due(at=NOW + MINUTE) == 1


@pytest.mark.parametrize("dies_at", [0, 1, 2])
def test_killed_at_any_item_nothing_is_lost_and_nothing_is_twice(there, ear, monkeypatch, dies_at):
    items = tuple(heard(str(number), f"말 {number}") for number in range(3))
    there.pages = [Page(items, {"after": 3})]
    taken, stored = [], polling.take

    def dying(ear, item, *, at):
        if len(taken) == dies_at:
            raise SystemExit  # nothing may catch it, as nothing catches a kill
        taken.append(stored(ear, item, at=at))

    with monkeypatch.context() as patch:
        patch.setattr(polling, "take", dying)
        with pytest.raises(SystemExit):
            polling.listen_due(at=NOW)
    assert (len(texts()), ear.fresh().cursor) == (dies_at, None)
    there.pages = [Page(items, {"after": 3})]
    assert polling.listen_due(at=NOW + polling.LEASE) == 1
    assert (texts(), ear.fresh().cursor) == (["말 0", "말 1", "말 2"], {"after": 3})


def test_control_a_cursor_that_moves_first_loses_what_was_not_stored(there, ear):
    there.pages = [Page((heard("1", "하나"),), {"after": 1})]
    polling._move_on(polling.claim(at=NOW), there.look(ear, NOW), NOW)
    assert polling.listen_due(at=NOW + polling.LEASE) == 1
    assert (texts(), ear.fresh().cursor) == ([], {"after": 1})


def test_what_cannot_be_stored_holds_the_cursor_and_says_so_once(there, ear, monkeypatch):
    def broken(**_):
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(polling, "_take", broken)
        for minutes in (0, 10):
            there.pages = [Page((heard(),), {"after": 1})]
            polling.listen_due(at=NOW + minutes * MINUTE)
    row = ear.fresh()
    assert (row.failed, row.failed_at, row.cursor) == ("unkept", NOW, None)
    assert told(ear) == ["listen.EarOpened", "listen.EarFailed"]
    there.pages = [Page((heard(),), {"after": 1})]
    assert polling.listen_due(at=NOW + 60 * MINUTE) == 1
    row = ear.fresh()
    assert (row.failed, row.failed_at, row.cursor, row.reconnects) == ("", None, {"after": 1}, 1)
    assert told(ear)[2:] == ["listen.EarBack"]


def test_an_ear_waits_longer_and_longer_and_as_long_as_it_is_asked_to(there, ear):
    there.trouble = Unheard("away")
    waits = []
    at = NOW
    for _ in range(3):
        assert polling.listen_due(at=at) == 1
        waits.append((ear.fresh().poll_at - at) / MINUTE)
        at = ear.fresh().poll_at
    assert waits == [2, 4, 8]
    there.trouble = Unheard("limited", at + 30 * MINUTE)
    polling.listen_due(at=at)
    assert (ear.fresh().rest_until, ear.fresh().poll_at) == (at + 30 * MINUTE, at + 30 * MINUTE)
    polling.ring(ear, at=at + MINUTE)
    assert polling.listen_due(at=at + 29 * MINUTE) == 0


def test_a_look_that_makes_no_sense_is_trouble_and_not_the_end(there, ear):
    there.trouble = KeyError("items")
    assert polling.listen_due(at=NOW) == 1
    assert ear.fresh().failed == "odd"


def test_a_rest_that_is_wished_for_with_a_good_answer_is_taken(there, ear):
    there.pages = [Page((), 1, has_more=True, rest_for=30 * MINUTE), Page((), 2)]
    polling.listen_due(at=NOW)
    assert (ear.fresh().cursor, ear.fresh().poll_at) == (1, NOW + 30 * MINUTE)


def test_two_clocks_never_look_with_the_same_ear_and_the_slow_one_moves_no_cursor(there, ear):
    slow = polling.claim(at=NOW)
    assert polling.claim(at=NOW) is None
    there.pages = [Page((), {"after": 9})]
    polling.listen_due(at=NOW + polling.LEASE)
    there.pages = [Page((), {"after": 1})]
    polling.listen(ear=slow, at=NOW + polling.LEASE + MINUTE)
    assert ear.fresh().cursor == {"after": 9}


def test_nothing_is_heard_by_an_ear_that_ended_at_a_closed_channel_or_by_a_line_that_is_gone(
    there, ear, line, cast
):
    close_channel(channel=cast.api, why="쉼", by=SETUP, at=NOW)
    assert polling.listen_due(at=NOW) == 0
    Ear.objects.filter(pk=ear.pk).update(poll_at=NOW)
    end_line(line=line, by=SETUP, at=NOW)
    assert (line.fresh().secrets, polling.listen_due(at=NOW)) == ({}, 0)
    for _ in range(2):
        end_ear(ear=ear, by=SETUP, at=NOW)
    assert told(ear) == ["listen.EarOpened", "listen.EarEnded"]


def test_an_ear_opens_once_and_only_with_a_line_that_fits(there, ear, line, cast):
    assert open_ear(channel=cast.api, kind="tin", line=line, by=SETUP, at=NOW) == ear
    for kind, by in (("none", line), ("tin", None)):
        with pytest.raises(NotValid):
            open_ear(channel=cast.api, kind=kind, line=by, by=SETUP, at=NOW)
    end_line(line=line, by=SETUP, at=NOW)
    with pytest.raises(NotValid):
        open_ear(channel=cast.api, kind="tin", line=line.fresh(), by=SETUP, at=NOW)
