"""PostgreSQL away for some seconds, under load: quick refusals that say when to come back, and then business as
usual with the very same web processes."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from gwidam.cli.postgres import Cluster
from gwidam.cli.postgres.processes import wait_for

pytestmark = [pytest.mark.chaos, pytest.mark.slow]
AWAY = 5.0  # seconds
QUICK = 5.0  # seconds for a refusal, on a machine that has other things to do as well
AT_ONCE = 8  # as many as both web processes have threads
# What is asked, and its status in a house that is well and empty. Each is asked with a key and a session that
# nobody has ever shown, so that it cannot be answered from memory.
QUESTIONS = {
    ("GET", "/healthz"): 200,
    ("GET", "/accounts/login/"): 200,
    ("POST", "/api/v1/voices"): 401,
}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    retry_after: str | None
    seconds: float


class House:
    """`gwidam web` on a database of its own that nobody starts again but the test."""

    def __init__(self, data: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.cluster = Cluster(data)
        self.cluster.start()
        clean = {name: text for name, text in os.environ.items() if not name.startswith("GWIDAM_")}
        environ = {
            "GWIDAM_DATA": str(data),
            "GWIDAM_DATABASE_URL": self.cluster.url,
            "PORT": str(self.port),
            "GWIDAM_WEB_WORKERS": "2",
            "GWIDAM_TIER": "T0",
        }
        self.log = data / "web.log"
        with self.log.open("wb") as log:
            command = [sys.executable, "-m", "gwidam.cli", "web"]
            self.web = subprocess.Popen(
                command, env=clean | environ, stdout=log, stderr=log, start_new_session=True
            )

    def ask(self, question: tuple[str, str]) -> Answer:
        """Ask once, on a line of its own."""
        method, path = question
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        began = time.monotonic()
        try:
            nobody = secrets.token_hex(16)
            headers = {"Authorization": f"Bearer gwd_{nobody}", "Cookie": f"sessionid={nobody}"}
            line.request(method, path, headers=headers)
            answer = line.getresponse()
            answer.read()
        finally:
            line.close()
        return Answer(answer.status, answer.headers["Retry-After"], time.monotonic() - began)

    def is_well(self) -> bool:
        """Whether each question is answered as it should be."""
        try:
            return all(self.ask(question).status == status for question, status in QUESTIONS.items())
        except OSError:
            return False

    def processes(self) -> set[int]:
        """The web server and its workers."""
        return {self.web.pid, *(each.pid for each in psutil.Process(self.web.pid).children())}

    def close(self) -> None:
        self.web.send_signal(signal.SIGTERM)
        try:
            self.web.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.web.pid, signal.SIGKILL)
            self.web.wait()
        self.cluster.stop()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path / "house")
    try:
        assert wait_for(house.is_well, 180), house.log.read_text()
        yield house
    finally:
        house.close()


def ask_for(house: House, seconds: float) -> list[Answer]:
    """Ask everything, many at once, for some seconds."""
    until = time.monotonic() + seconds
    answers: list[Answer] = []
    with ThreadPoolExecutor(AT_ONCE) as several:
        while time.monotonic() < until:
            answers += several.map(house.ask, list(QUESTIONS) * 4)
    return answers


def test_while_the_database_is_away_everything_is_refused_quickly_and_then_works_again(house):
    before = house.processes()
    assert house.cluster.stop()
    answers = ask_for(house, AWAY)
    house.cluster.start()
    came_back = time.monotonic()

    assert len(answers) >= 3 * AT_ONCE
    assert {(each.status, each.retry_after) for each in answers} == {(503, "3")}
    assert max(each.seconds for each in answers) < QUICK
    assert wait_for(house.is_well, 10), house.log.read_text()
    assert time.monotonic() - came_back < 10
    assert {each.status for each in ask_for(house, 0.5)} == {200, 401}
    assert house.processes() == before
