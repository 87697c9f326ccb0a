"""Invariant 1 at the mail door: whatever is killed there, no mail is lost and no voice is heard twice.

The doors are the real commands, as a mail server speaks to them: what they did not say they kept is handed in again.
"""

from __future__ import annotations

import hashlib
import os
import signal
import smtplib
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from gwidam.chaos.patches.deaths import folder
from gwidam.cli import lifeline
from gwidam.listen.ears.mail import handed_in
from gwidam.listen.ears.mail.reading import LEASE, read_due
from gwidam.listen.models import Mail, Voice
from gwidam.listen.verbs import mails
from gwidam.own.models import Case
from tests.listen.ears.mails import HELP, raw, reader  # noqa: F401 - fixture
from tests.listen.ears.test_lmtp import door, served  # noqa: F401 - fixture
from tests.post.test_kill import database_url

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chaos]
READER = Path(__file__).with_name("dying_reader.py")
PATIENCE = 120  # seconds
MAILS = 8


@pytest.fixture
def started() -> Iterator[dict[str, Any]]:
    """How processes are started: as `gwidam up` does it, which has made the house ready for them."""
    hanging, held = os.pipe()
    yield {"env": environ() | {lifeline.NAME: str(hanging)}, "pass_fds": [hanging]}
    os.close(held)
    os.close(hanging)


def environ() -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("GWIDAM_")}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "gwidam.settings",
        "GWIDAM_DATA": str(settings.ENV.data),
        "GWIDAM_SECRET_KEY": settings.SECRET_KEY,
        "GWIDAM_DATABASE_URL": database_url(),
        "GWIDAM_TIER": "T0",
        "PYTHONPATH": str(READER.parents[2]),
    }


def gwidam(*words: str, patch: str = "") -> list[str]:
    """The command, with something changed in it where `patch` says so."""
    module = ["gwidam.chaos.launch", patch] if patch else ["gwidam.cli"]
    return [sys.executable, "-m", *module, *words]


@contextmanager
def lmtp(started: dict[str, Any], patch: str = "") -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """`gwidam lmtp`, and its port."""
    command = gwidam("lmtp", "--port", "0", patch=patch)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **started
    ) as server:
        assert server.stdout is not None
        timer = threading.Timer(PATIENCE, server.kill)
        timer.start()
        told = ""
        for line in server.stdout:
            told += line
            if "Taking mail on" in line:
                break
        timer.cancel()
        assert "Taking mail on" in told, told
        try:
            yield int(told.rpartition(":")[2].split()[0]), server
        finally:
            server.kill()


def hand_in(
    port: int, letters: list[bytes], *, kill: tuple[int, subprocess.Popen[str]] | None = None
) -> list[bytes]:
    """Hand mails in one by one until the server is gone; those it said it had kept.

    kill: the server is killed when it has been given the mail of this number, and has not answered.
    """
    kept: list[bytes] = []
    try:
        with smtplib.LMTP("127.0.0.1", port, timeout=PATIENCE) as client:
            for number, letter in enumerate(letters):
                client.ehlo_or_helo_if_needed()
                client.mail("kim@home.example")
                client.rcpt(HELP)
                client.putcmd("data")
                client.getreply()
                client.send(letter + b".\r\n")
                if kill is not None and number == kill[0]:
                    os.kill(kill[1].pid, signal.SIGKILL)
                if client.getreply()[0] == 250:
                    kept.append(letter)
    except (smtplib.SMTPServerDisconnected, OSError):
        pass
    return kept


def deliver(started: dict[str, Any], letter: bytes, patch: str = "") -> int:
    """The exit code of `gwidam mail --deliver`."""
    command = gwidam("mail", "--deliver", HELP, patch=patch)
    return subprocess.run(command, input=letter, timeout=PATIENCE, check=False, **started).returncode


def read(*, dies_at: int) -> int:
    """The exit code of a process that reads what waits, and dies in the middle of a mail."""
    command = [sys.executable, str(READER), timezone.now().isoformat(), str(dies_at)]
    return subprocess.run(command, env=environ(), timeout=PATIENCE, check=False).returncode


def letters(count: int = MAILS) -> list[bytes]:
    """Mails as they go over the wire."""
    sent = (raw(f"말 {number}", name=f"k{number}@home.example", date=timezone.now()) for number in range(count))
    return [each.replace(b"\n", b"\r\n") for each in sent]


def lost(accepted: list[bytes]) -> list[str]:
    """Digests of mails that somebody said were kept, and that are not."""
    there = set(Mail.objects.values_list("sha256", flat=True))
    return [digest for each in accepted if (digest := hashlib.sha256(each).hexdigest()) not in there]


def doubled() -> list[str]:
    """Words that were heard more than once."""
    heard = Counter(Voice.objects.values_list("text", flat=True))
    return [text for text, count in heard.items() if count > 1]


@pytest.fixture(autouse=True)
def _nobody_died_yet() -> None:
    for file in folder(settings.ENV.data).glob("mail_*"):
        file.unlink()


@pytest.mark.slow  # five processes of the product, each of which loads it anew
def test_1_received_means_stored_whatever_is_killed_at_the_mail_door(door, started, reader):  # noqa: F811
    waiting, accepted = letters(), []
    with lmtp(started, "mail_kept") as (port, server):  # dies by itself once the third is kept, before it says so
        accepted += hand_in(port, waiting)
        assert (server.wait(PATIENCE), len(accepted)) == (-signal.SIGKILL, 2)
    with lmtp(started) as (port, server):
        accepted += hand_in(port, waiting[2:], kill=(2, server))
        assert server.wait(PATIENCE) == -signal.SIGKILL
    assert 4 <= len(accepted) < MAILS
    with served() as port:  # the same door once more, and one mail again that was kept
        accepted += hand_in(port, waiting[len(accepted) - 1 :])
    by_pipe = raw("관으로 온 말", name="pipe@home.example")
    assert [deliver(started, by_pipe, "mail_piped"), deliver(started, by_pipe)] == [-signal.SIGKILL, 0]
    assert lost([*waiting, by_pipe]) == []

    assert read(dies_at=3) == -signal.SIGKILL
    assert Mail.objects.filter(state="read").count() == 2
    assert read_due(at=timezone.now() + LEASE + timedelta(seconds=1), reader=reader) == MAILS - 1
    assert set(Mail.objects.values_list("state", "became")) == {("read", "voice")}
    assert (doubled(), Mail.objects.count(), Voice.objects.count()) == ([], MAILS + 1, MAILS + 1)
    assert Case.objects.filter(guardian__isnull=False).count() == MAILS + 1
    assert Mail.objects.values("sha256", "voice").distinct().count() == MAILS + 1


@pytest.mark.slow  # a process of the product
def test_control_where_the_answer_comes_before_the_commit_a_kill_loses_mail(door, started):  # noqa: F811
    with lmtp(started, "mail_answered_first") as (port, server):
        accepted = hand_in(port, letters(2))
        server.kill()
    assert (len(accepted), len(lost(accepted))) == (2, 2)


def test_control_without_its_keys_a_mail_handed_in_again_is_heard_twice(door, reader, monkeypatch):  # noqa: F811
    letter = letters(1)[0]
    numbers = iter(range(10))
    monkeypatch.setattr(
        handed_in, "keep_mail", lambda *, key, **told: mails.keep_mail(key=f"{next(numbers)}", **told)
    )
    monkeypatch.setattr(mails, "_seen", lambda _marks: {})
    monkeypatch.setattr(mails, "key_of", lambda _letter: f"{next(numbers)}")
    for _ in range(2):
        handed_in.take_in(ear=door, raw=letter, recipient=HELP, at=timezone.now())
    read_due(at=timezone.now(), reader=reader)
    assert doubled() == ["인터넷 문의\n\n말 0"]
