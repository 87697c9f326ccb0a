"""Invariant 12: everybody who asked is told once, also when the telling process is killed at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db.models import Count

from gwidam.bench.askers import released_with_askers
from gwidam.change import verbs
from gwidam.change.models import Improvement, Telling
from gwidam.change.queries.telling import count_untold
from gwidam.change.rules.telling import FASTEST_PACE
from gwidam.post.models import Message
from tests.cast import NOW
from tests.post.test_kill import database_url

# Slow: each process that dies, and each that goes on behind it, begins by loading Django.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chaos, pytest.mark.slow]
TELLER = Path(__file__).with_name("dying_teller.py")
PEOPLE = 100


@pytest.fixture
def begun(cast):
    """A telling of a hundred people that has begun, and told nobody yet."""
    improvement = released_with_askers(
        PEOPLE, channel=cast.web, owner=cast.dohyun, secret=settings.SECRET_KEY.encode(), at=NOW
    )
    verbs.begin_telling(improvement=improvement, pace=FASTEST_PACE, by=cast.dohyun, at=NOW)
    return improvement


def run_teller(*, dies, batch=0, how="whole"):
    """The exit code of a teller: minus nine when it was killed."""
    environ = os.environ | {
        "DJANGO_SETTINGS_MODULE": "gwidam.settings",
        "GWIDAM_DATA": str(settings.ENV.data),
        "GWIDAM_SECRET_KEY": settings.SECRET_KEY,
        "GWIDAM_DATABASE_URL": database_url(),
        "PYTHONPATH": str(TELLER.parents[2]),
    }
    words = [(NOW + timedelta(minutes=2)).isoformat(), dies, str(batch), how]
    return subprocess.run([sys.executable, str(TELLER), *words], env=environ, timeout=120, check=False).returncode


def letters_by_reader():
    rows = Message.objects.filter(template="told").values_list("reader").annotate(n=Count("id"))
    return [count for _reader, count in rows]


def test_12_everybody_is_told_once_whenever_the_telling_process_is_killed(begun):
    for dies, batch in (("before", 1), ("between", 0), ("after", 2)):
        assert run_teller(dies=dies, batch=batch) == -signal.SIGKILL
        assert Telling.objects.count() == Message.objects.filter(template="told").count() < PEOPLE
    assert run_teller(dies="never") == 0
    assert letters_by_reader() == [1] * PEOPLE
    assert Telling.objects.values("customer").distinct().count() == Telling.objects.count() == PEOPLE
    assert count_untold(Improvement.objects.get(pk=begun.pk)) == PEOPLE  # on their way: nobody is told by a queue


def test_control_without_one_transaction_and_a_key_a_batch_is_told_twice(begun):
    assert run_teller(dies="between", how="parted") == -signal.SIGKILL
    assert run_teller(dies="never", how="parted") == 0
    assert sorted(letters_by_reader()) == [1] * (PEOPLE - 20) + [2] * 20
