"""Reading everything anew goes on where it was killed: every voice once, none twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from gwidam.core.models import Fact
from gwidam.understand.models import Reading
from tests.post.test_kill import database_url

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.chaos,
    pytest.mark.slow,
]  # processes are started
READER = Path(__file__).with_name("dying_reader.py")


def run_reader(point: str) -> subprocess.CompletedProcess[str]:
    environ = os.environ | {
        "DJANGO_SETTINGS_MODULE": "gwidam.settings",
        "GWIDAM_DATA": str(settings.ENV.data),
        "GWIDAM_SECRET_KEY": settings.SECRET_KEY,
        "GWIDAM_DATABASE_URL": database_url(),
        "GWIDAM_TIER": "T0",
        "PYTHONPATH": str(READER.parents[2]),
    }
    command = [sys.executable, str(READER), point]
    return subprocess.run(command, env=environ, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("point", ["before", "after"])
def test_a_run_that_was_killed_is_gone_on_with(cast, at, point):
    voices = [cast.voice(f"인터넷이 느려요 {number}", at=at).voice for number in range(7)]
    assert run_reader(point).returncode == -signal.SIGKILL
    assert list(Reading.objects.order_by("voice").values_list("voice", flat=True)) == [
        each.pk for each in voices[:2]
    ]
    gone_on = run_reader("never")
    assert gone_on.stdout.split() == ["T0", "5"]
    assert "Reading: 7 of 7" in gone_on.stderr
    read = Reading.objects.order_by("voice").values_list("voice", "version", "is_current")
    assert list(read) == [(each.pk, 1, True) for each in voices]
    assert Fact.objects.filter(kind="understand.VoiceRead").count() == 7
