"""Keep a few processes running: start them in order, start again whichever dies, stop them in turn.

One thread watches each part. A part that dies is started again at once, then after a pause that doubles up to
ten seconds while it keeps dying; it is never given up, because the reason may go away by itself.
"""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from . import lifeline
from .postgres import Cluster, DatabaseTrouble
from .postgres.processes import wait_for

Tell = Callable[[str], None]
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 10.0
STEADY_AFTER = 30.0  # a part that lived this long starts again without a pause


class Part(Protocol):
    """Something that runs."""

    name: str

    def start(self) -> None:
        """Start it, return when it runs. Raises OSError or DatabaseTrouble when it cannot start."""

    def wait(self) -> str:
        """Return how it ended, once it has."""

    def stop(self) -> None:
        """Stop it, return when it is gone. No error when it is not running."""


class Command:
    """One word of gwidam as a child in its own session, so that its own children can be ended with it."""

    def __init__(self, name: str, words: Sequence[str], *, grace: float = 20.0) -> None:
        self.name, self.words, self.grace = name, list(words), grace
        self._child: subprocess.Popen[bytes] | None = None
        # Its writing end is closed by the kernel when this process ends, however it ends.
        self._lifeline, self._held = os.pipe()

    def start(self) -> None:
        """Start the command."""
        self._child = subprocess.Popen(
            self.words,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            pass_fds=[self._lifeline],
            env={**os.environ, lifeline.NAME: str(self._lifeline)},
        )

    def wait(self) -> str:
        """Wait for the end; what the command left behind is ended too, for it would hold the port."""
        assert self._child is not None
        status = self._child.wait()
        self._end_group()
        return f"was ended by signal {-status}" if status < 0 else f"ended with status {status}"

    def stop(self) -> None:
        """Ask the command to end; after `grace` seconds end it."""
        if self._child is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._child.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(self.grace)
        self._end_group()
        self._child.wait()

    def _end_group(self) -> None:
        """End what the command left behind; returns when it is gone, or after a second all the same."""
        wait_for(self._group_is_gone, 1.0)

    def _group_is_gone(self) -> bool:
        assert self._child is not None
        try:
            os.killpg(self._child.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # the second is macOS's word for a group of dead ones
            return True
        return False


class Database:
    """Gwidam's own PostgreSQL as a part."""

    name = "postgres"

    def __init__(self, cluster: Cluster, tell: Tell) -> None:
        self._cluster, self._tell = cluster, tell

    def start(self) -> None:
        """Start the server, or find it running."""
        self._cluster.start(self._tell)

    def wait(self) -> str:
        """Wait until the server is gone."""
        while self._cluster.is_running():
            time.sleep(0.2)
        return "ended"

    def stop(self) -> None:
        """Stop the server."""
        self._cluster.stop()


class Supervisor:
    """Parts in the order in which they start; they stop in the opposite order."""

    def __init__(self, parts: Sequence[Part], tell: Tell) -> None:
        self.parts, self.tell = parts, tell
        self._is_over = threading.Event()
        self._locks = {part.name: threading.Lock() for part in parts}

    def run(self) -> None:
        """Run all parts until SIGINT or SIGTERM, or `end()`."""
        before = {wish: signal.signal(wish, self._on_signal) for wish in (signal.SIGINT, signal.SIGTERM)}
        threads = []
        try:
            for part in self.parts:
                threads.append(threading.Thread(target=self._keep, args=(part,), name=part.name, daemon=True))
                threads[-1].start()
            self._is_over.wait()
        finally:
            self._is_over.set()
            for part in reversed(self.parts):
                with self._locks[part.name]:
                    part.stop()
            for thread in threads:
                thread.join(5)
            for wish, action in before.items():
                signal.signal(wish, action)

    def end(self) -> None:
        """Let `run` stop all parts and return; may be called from any thread."""
        self._is_over.set()

    def _on_signal(self, number: int, frame: object) -> None:
        self._is_over.set()

    def _keep(self, part: Part) -> None:
        """Start `part`, wait for its end, start it again, until all is over."""
        pause = 0.0
        while not self._is_over.wait(pause):
            began = time.monotonic()
            how = self._start(part) or part.wait()
            lived = time.monotonic() - began
            pause = 0.0 if lived > STEADY_AFTER else min(max(FIRST_PAUSE, pause * 2), LONGEST_PAUSE)
            if not self._is_over.is_set():
                self.tell(f"{part.name} {how}; starting it again" + (f" in {pause:.1f} s." if pause else "."))

    def _start(self, part: Part) -> str:
        """Start `part`; return why it cannot, or ''."""
        with self._locks[part.name]:
            if self._is_over.is_set():
                return "was not started"
            try:
                part.start()
            except (OSError, DatabaseTrouble) as trouble:
                return f"cannot start ({trouble})"
        return ""


def command_of(word: str) -> list[str]:
    """Return the command line that runs one word of gwidam with this Python."""
    return [sys.executable, "-m", "gwidam.cli", word]
