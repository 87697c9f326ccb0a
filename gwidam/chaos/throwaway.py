"""A Gwidam of its own: built in a temporary folder, run by the real supervisor, thrown away."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from time import monotonic, sleep

import psutil  # type: ignore[import-untyped]

from gwidam.cli.house import furnish as furnish_tables
from gwidam.cli.house import load_django, open_database
from gwidam.cli.postgres import Cluster
from gwidam.cli.terminal import NotPossible
from gwidam.environment import PREFIX

from . import plan
from .plan import Keys

FOLDER = "gwidam-chaos-"
KEYS = "chaos-keys.json"  # in the data folder
READY_SECONDS = 180.0
# The control's database shall really forget: nothing but a full buffer writes the journal out any more.
FORGETFUL = """
wal_writer_delay = 10s
wal_writer_flush_after = 1GB
wal_buffers = 64MB
checkpoint_timeout = 1h
"""


class Throwaway:
    """One house: its folder, its addresses, and which process of it is which."""

    def __init__(self, folder: Path, *, is_unsafe: bool) -> None:
        self.folder, self.is_unsafe = folder, is_unsafe
        self.cluster = Cluster(folder, unsafe_fast=is_unsafe)
        self.port, self.live_port = _free_ports()
        self.log = folder / "up.log"
        self._up: subprocess.Popen[bytes] | None = None

    def furnish(self, kept: Path | None) -> Keys:
        """Have database, tables and company, and point this process's Django at them.

        With `kept` they are copied from that folder; of several that ask at once, the first builds it.
        """
        for name in [each for each in os.environ if each.startswith(PREFIX)]:
            del os.environ[name]
        os.environ |= self._environ()
        if kept is None:
            self._build()
        else:
            self._copy(kept)
        os.environ["GWIDAM_DATABASE_URL"] = self.cluster.url
        load_django()
        if self.is_unsafe:
            with (self.folder / "postgres" / "postgresql.conf").open("a") as conf:
                conf.write(FORGETFUL)
        return Keys(**json.loads((self.folder / KEYS).read_text()))

    def _copy(self, kept: Path) -> None:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with kept.with_name(f"{kept.name}.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if (kept / KEYS).exists():
                shutil.copytree(kept, self.folder, dirs_exist_ok=True)
            else:
                self._build()
                shutil.copytree(self.folder, kept)

    def _build(self) -> None:
        open_database(_quietly)
        load_django()
        furnish_tables(_quietly)
        from django.utils import timezone

        from .house import furnish as furnish_company  # its models need Django

        keys = furnish_company(at=timezone.now())
        (self.folder / "house").write_text("empty")
        self.leave_database()
        self.cluster.stop()
        (self.folder / KEYS).write_text(json.dumps(asdict(keys)))  # last: it says that all is there

    def start(self, *, smtp_url: str, patches: Sequence[str]) -> None:
        """Start `gwidam up` and wait until it answers. Raises NotPossible."""
        words = ["gwidam.chaos.launch", ",".join(patches)] if patches else ["gwidam.cli"]
        # Its own database, not one named from outside, so that the supervisor keeps that running too.
        environ = {name: text for name, text in os.environ.items() if name != "GWIDAM_DATABASE_URL"}
        with self.log.open("ab") as log:
            self._up = subprocess.Popen(
                [sys.executable, "-m", *words, "up", "--no-demo"],
                env=environ | {"GWIDAM_SMTP_URL": smtp_url},
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        until = monotonic() + READY_SECONDS
        while not self.answers():
            if self._has_ended() or monotonic() > until:
                raise NotPossible(f"The throwaway Gwidam does not start:\n{self.log_tail()}")
            sleep(0.2)

    def answers(self) -> bool:
        """Say whether GET /healthz answers 200."""
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def victims(self, kind: str) -> list[int]:
        """Numbers of the running processes of a kind of `plan.VICTIMS`; all of them descend from our `up`."""
        try:
            if kind in (plan.POSTMASTER, plan.BACKEND):
                postmaster = self.cluster.process_id()
                if postmaster is None or kind == plan.POSTMASTER:
                    return [postmaster] if postmaster else []
                return [each.pid for each in psutil.Process(postmaster).children() if _is_backend(each)]
            parts = {each.cmdline()[-1]: each for each in self._parts()}
            if kind == plan.WEB:
                return [each.pid for each in parts["web"].children()]
            return [parts["web" if kind == plan.WEB_PARENT else kind].pid]
        except (psutil.Error, KeyError, IndexError):  # gone while we looked
            return []

    def _has_ended(self) -> bool:
        return self._up is None or self._up.poll() is not None

    def _parts(self) -> list[psutil.Process]:
        if self._up is None:
            return []
        return [each for each in psutil.Process(self._up.pid).children() if each.status() != psutil.STATUS_ZOMBIE]

    def stop(self) -> None:
        """End `up` and all it runs, whether or not it wants to."""
        if self._up is not None:
            self._up.send_signal(signal.SIGTERM)
            try:
                self._up.wait(90)
            except subprocess.TimeoutExpired:
                self._up.kill()  # its parts end by themselves then, see gwidam.cli.lifeline
                self._up.wait()
        self.cluster.stop()

    def leave_database(self) -> None:
        """Close this process's own connection."""
        from django.db import connection

        connection.close()

    def log_tail(self) -> str:
        """The last lines that the processes wrote."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])

    def _environ(self) -> dict[str, str]:
        environ = {
            "GWIDAM_DATA": str(self.folder),
            "PORT": str(self.port),
            "GWIDAM_LIVE_PORT": str(self.live_port),
            "GWIDAM_WEB_WORKERS": "2",
            "GWIDAM_TIER": "T0",  # morphemes would be loaded again after every kill
        }
        return environ | ({"GWIDAM_UNSAFE_FAST": "1"} if self.is_unsafe else {})


@contextmanager
def throwaway(*, is_unsafe: bool) -> Iterator[Throwaway]:
    """A house in a temporary folder; both are gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix=FOLDER))
    folder.chmod(0o711)  # root's PostgreSQL may have to run as another user below it
    house = Throwaway(folder, is_unsafe=is_unsafe)
    try:
        yield house
    finally:
        house.leave_database()
        house.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _is_backend(process: psutil.Process) -> bool:
    """Whether it is somebody's connection; "postgres: gwidam gwidam [local] idle", not "postgres: checkpointer"."""
    return "[local]" in " ".join(process.cmdline())


def _free_ports() -> tuple[int, int]:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]


def _quietly(line: str) -> None:
    """Say nothing."""
