"""`gwidam up` from nothing: answers, rides out kills, stops whole."""

import json
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
from gwidam.cli.postgres.cluster import wait_for

pytestmark = [pytest.mark.chaos, pytest.mark.slow]


class House:
    """A `gwidam up` of its own."""

    def __init__(self, data: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        clean = {name: text for name, text in os.environ.items() if not name.startswith("GWIDAM_")}
        self.environ = clean | {"GWIDAM_DATA": str(data), "PORT": str(self.port), "GWIDAM_WEB_WORKERS": "1"}
        self.cluster = Cluster(data)
        self.data = data
        self.log = data.with_name("up.log")
        with self.log.open("w") as log:
            self.up = subprocess.Popen(
                [sys.executable, "-m", "gwidam.cli", "up", "--no-demo"], env=self.environ, stdout=log, stderr=log
            )

    def answers(self) -> bool:
        """Say whether /healthz answers 200."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run another word on the same house."""
        command = [sys.executable, "-m", "gwidam.cli", *words]
        return subprocess.run(command, env=self.environ, capture_output=True, text=True, check=False)

    def parts(self) -> dict[str, int]:
        """Return the processes that `up` keeps running, by word."""
        return {word: number for number, parent, word in gwidams() if parent == self.up.pid}

    def left(self) -> list[int]:
        """Return every process of this house."""
        mark = f"GWIDAM_DATA={self.data}".encode()
        return [number for number, _, _ in gwidams() if mark in environ_of(number)]


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
    try:
        assert wait_for(house.answers, 60), house.log.read_text()
        yield house
    finally:
        house.up.kill()
        house.up.wait()
        assert wait_for(lambda: not house.left(), 20), house.left()
        house.cluster.stop()


def test_up_rides_out_kills_and_stops_whole(house):
    assert wait_for(lambda: set(house.parts()) == {"web", "live", "work"}, 20)
    before = house.parts()
    database = house.cluster.process_id()
    for number in [*before.values(), database]:
        os.kill(number, signal.SIGKILL)

    assert wait_for(lambda: set(house.parts()) == {"web", "live", "work"} and house.answers(), 60)
    assert set(house.parts().values()) & set(before.values()) == set()
    assert house.cluster.process_id() != database

    second = house.run("up")
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr == (
        f"gwidam: Gwidam is running on {house.data} already, process {house.up.pid}, "
        f"at http://127.0.0.1:{house.port}; `gwidam stop` ends it.\n"
    )

    assert house.run("stop").stderr == "Gwidam is stopped.\n"
    assert house.up.wait(10) == 0
    assert house.left() == []
    assert not house.cluster.is_running()
    assert (house.data / "house").read_text() == "empty"


def test_after_kill_9_of_up_nothing_is_left_in_the_way(house):
    house.up.kill()
    house.up.wait()
    assert json.loads((house.data / "up.json").read_text())["process_id"] == house.up.pid
    assert running.find(house.data) is None
    again = subprocess.Popen(
        [sys.executable, "-m", "gwidam.cli", "up"], env=house.environ, stderr=subprocess.PIPE, text=True
    )
    with again:
        assert wait_for(lambda: running.find(house.data) is not None, 10)
        assert wait_for(house.answers, 60)
        again.send_signal(signal.SIGINT)
        said = again.stderr.read()
    assert again.returncode == 0
    assert said.endswith("Gwidam is stopped.\n")
