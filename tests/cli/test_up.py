"""`gwidam up` from nothing: answers, rides out kills, stops whole."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from gwidam.cli import running
from gwidam.cli.postgres import Cluster
from gwidam.cli.postgres.processes import wait_for

GWIDAM = [sys.executable, "-m", "gwidam.cli"]
pytestmark = [pytest.mark.chaos, pytest.mark.slow]


class House:
    """A `gwidam up` of its own."""

    def __init__(self, data: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        clean = {name: text for name, text in os.environ.items() if not name.startswith("GWIDAM_")}
        self.environ = clean | {
            "GWIDAM_DATA": str(data),
            "PORT": str(self.port),
            "GWIDAM_WEB_WORKERS": "1",
            "GWIDAM_TIER": "T0",  # an analyser would be loaded again after every kill
        }
        self.data = data
        self.cluster = Cluster(data)
        self.log = data.with_name("up.log")
        self.up = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        """Start `gwidam up` and wait until it answers."""
        with self.log.open("a") as log:
            self.up = subprocess.Popen([*GWIDAM, "up", "--no-demo"], env=self.environ, stdout=log, stderr=log)
        assert wait_for(self.answers, 90), self.log.read_text()
        return self.up

    def answers(self) -> bool:
        """Say whether /healthz answers 200."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run another word on the same house."""
        return subprocess.run([*GWIDAM, *words], env=self.environ, capture_output=True, text=True, check=False)

    def parts(self) -> dict[str, int]:
        """Return the processes that `up` keeps running, by word."""
        return {word: number for number, parent, word in gwidams() if parent == self.up.pid}

    def left(self) -> list[tuple[int, str]]:
        """Return number and word of every process of this house but its database."""
        mark = f"GWIDAM_DATA={self.data}".encode()
        return [(number, word) for number, _, word in gwidams() if mark in environ_of(number)]


def gwidams() -> Iterator[tuple[int, int, str]]:
    """Yield number, parent and word of every process that runs a word of gwidam."""
    for entry in Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0")
            status = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except (OSError, IndexError):
            continue
        if words[1:3] == [b"-m", b"gwidam.cli"] and status[0] != "Z":
            yield int(entry.name), int(status[1]), words[3].decode()


def environ_of(number: int) -> list[bytes]:
    """Return the environment of a process, empty when it is gone."""
    try:
        return Path(f"/proc/{number}/environ").read_bytes().split(b"\0")
    except OSError:
        return []


@pytest.fixture
def house(tmp_path) -> Iterator[House]:
    """A house that answers."""
    house = House(tmp_path / "my house")
    yield house
    house.up.kill()
    house.up.wait()
    assert wait_for(lambda: not house.left(), 20), house.left()
    house.cluster.stop()


def test_up_rides_out_kills_of_every_process_and_stops_whole(house):
    parts = {"web", "live", "work"}
    assert wait_for(lambda: set(house.parts()) == parts, 20)
    before, database = house.parts(), house.cluster.process_id()
    for number in [*before.values(), database]:
        os.kill(number, signal.SIGKILL)
    assert wait_for(lambda: set(house.parts()) == parts and house.answers(), 60)
    assert set(house.parts().values()) & set(before.values()) == set()
    assert house.cluster.process_id() not in {None, database}

    second = house.run("up")
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == (
        f"gwidam: Gwidam is running on {house.data} already, process {house.up.pid}, "
        f"at http://127.0.0.1:{house.port}; `gwidam stop` ends it.\n"
    )

    house.up.kill()
    house.up.wait()
    assert running.find(house.data) is None
    house.start()
    assert wait_for(lambda: set(house.parts()) == parts, 20)

    assert house.run("stop").stderr == "Gwidam is stopped.\n"
    assert house.up.wait(10) == 0
    # The parts of the supervisor that was killed finish what they are at before they end.
    wait_for(lambda: not house.left(), 40)
    assert house.left() == []
    assert not house.cluster.is_running()
    assert (house.data / "house").read_text() == "empty"
