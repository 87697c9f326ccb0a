"""Nothing is lost, doubled, half done or told twice, whatever is killed; and without a safeguard the audit sees it.

Each run is a `gwidam chaos` of its own. The long one, which has to wait for leases of killed workers at its end,
goes on beside the short ones.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gwidam.chaos.controls import CONTROLS
from gwidam.cli.chaos import CONTROLS as CONTROLS_OF_THE_COMMAND

pytestmark = [pytest.mark.chaos, pytest.mark.slow]
KILLS = 32
PATIENCE = 900  # seconds; a slow machine may take its time, what counts is what came of it
QUESTIONS = ("lost", "doubled", "half_done", "told_twice", "untold", "nobody", "refused")


class Run:
    """A `gwidam chaos` that goes on by itself."""

    def __init__(self, house: Path, *words: str) -> None:
        clean = {name: text for name, text in os.environ.items() if not name.startswith("GWIDAM_")}
        command = [sys.executable, "-m", "gwidam.cli", "chaos", "--json", "--house", str(house), *words]
        self._child = subprocess.Popen(
            command, env=clean, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    def ended(self) -> tuple[int, dict[str, Any]]:
        """(exit status, report)."""
        said, told = self._child.communicate(timeout=PATIENCE)
        assert said, told
        return self._child.returncode, json.loads(said)

    def close(self) -> None:
        """End it, should nobody have waited for it."""
        if self._child.poll() is None:
            self._child.terminate()
            self._child.wait(120)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the house of all runs is kept, built by the first of them."""
    return tmp_path_factory.mktemp("chaos") / "house"


@pytest.fixture(scope="module", autouse=True)
def long_run(house: Path) -> Iterator[Run]:
    """Random kills, and deaths at the worst lines."""
    run = Run(house, "--kills", str(KILLS), "--seconds", "20", "--seed", "5", "--at-points")
    yield run
    run.close()


@pytest.mark.parametrize("name", CONTROLS)
def test_control_without_a_safeguard_the_audit_finds_it(house, name):
    control = CONTROLS[name]
    run = Run(house, "--control", name, "--seed", "1")
    try:
        status, report = run.ended()
    finally:
        run.close()
    assert status == 1
    assert report[control.finds] > 0, report
    assert report["accepted"] > 0


def test_whatever_is_killed_nothing_is_lost_doubled_half_done_or_told_twice(long_run):
    status, report = long_run.ended()
    assert {name: report["violations"][name] for name in QUESTIONS} == {name: [] for name in QUESTIONS}
    assert status == 0, report
    kills = report["kills"]
    assert sum(kills.values()) >= KILLS
    assert min(kills["web"], kills["work"], kills["backend"] + kills["postmaster"]) > 0, kills
    # The worker died between the mail server's "taken" and its own note: it came again, and was folded.
    assert kills["letter_taken"] > 0
    assert report["raw_repeats"] > 0
    assert report["accepted"] > KILLS
    assert report["answered"] > 0
    assert report["drained_in"] < 180


def test_the_command_knows_every_control():
    assert tuple(CONTROLS) == CONTROLS_OF_THE_COMMAND
