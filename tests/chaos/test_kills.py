"""Nothing is lost, doubled, half done or told twice, whatever is killed; and without a safeguard the audit sees it.

Each run is a `gwidam chaos` of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gwidam.chaos.controls import CONTROLS
from gwidam.chaos.talking import CONTROLS as CONTROLS_OF_TALKING
from gwidam.cli.chaos import CONTROLS as CONTROLS_OF_THE_COMMAND
from gwidam.cli.chaos import CONTROLS_OF_TALKS

pytestmark = [pytest.mark.chaos, pytest.mark.slow, pytest.mark.timeout(1000)]
KILLS = 32
PATIENCE = 900  # seconds; a slow machine may take its time, what counts is what came of it
QUESTIONS = ("lost", "doubled", "half_done", "told_twice", "untold", "nobody", "refused")


def chaos(house: Path, *words: str) -> tuple[int, dict[str, Any]]:
    """(exit status, report) of a `gwidam chaos`."""
    clean = {name: text for name, text in os.environ.items() if not name.startswith("GWIDAM_")}
    command = [sys.executable, "-m", "gwidam.cli", "chaos", "--json", "--house", str(house), *words]
    with subprocess.Popen(command, env=clean, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        try:
            said, told = child.communicate(timeout=PATIENCE)
        finally:
            child.terminate()  # which it answers by ending what it started
    assert said, told
    return child.returncode, json.loads(said)


@pytest.fixture
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the house of all runs is kept, built by the first of them, in whichever test process."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "chaos-house"


@pytest.mark.parametrize("name", CONTROLS)
def test_control_without_a_safeguard_the_audit_finds_it(house, name):
    control = CONTROLS[name]
    status, report = chaos(house, "--control", name, "--seed", "1")
    assert status == 1
    assert report[control.finds] > 0, report
    assert report["accepted"] > 0


def test_whatever_is_killed_nothing_is_lost_doubled_half_done_or_told_twice(house):
    status, report = chaos(house, "--kills", str(KILLS), "--seconds", "20", "--seed", "5", "--at-points")
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


def test_whatever_is_killed_while_many_are_told_each_is_told_once(house):
    status, report = chaos(house, "--telling", "40", "--kills", "2", "--seed", "5", "--at-points")
    assert report["violations"] == []
    assert status == 0
    assert (report["told"], report["reasons"]) == (34, {"opted_out": 2, "erased": 2, "dead_address": 2})
    # Died between the mail server's "taken" and its own note, and elsewhere.
    assert report["kills"]["letter_taken"] > 0
    assert report["raw_repeats"] > 0
    assert sum(report["kills"].values()) >= 2


TALKS = 10


def test_whatever_is_killed_while_visitors_talk_each_talk_is_one_voice_with_every_line_once(house):
    status, report = chaos(house, "--talks", str(TALKS), "--kills", "3", "--seed", "5")
    assert report["violations"] == []
    assert (status, report["talks"], report["words"]) == (0, TALKS, TALKS * 6)
    assert set(report["ended_by"]) == {"customer", "waited"}  # by a visitor's word, and by the clock of the worker
    assert report["kills"]["line_lost"] > 0  # stored, and its visitor sent it again
    assert report["kills"]["talk_cut"] > 0
    assert report["kills"].keys() & {"web", "web parent", "work"}


def test_control_without_the_key_of_a_line_it_is_doubled(house):
    status, report = chaos(house, "--talks", str(TALKS), "--kills", "0", "--seed", "5", "--control", "no-line-key")
    assert status == 1
    assert report["kills"]["line_lost"] > 0
    assert any("places of a voice" in each for each in report["violations"]), report


def test_the_command_knows_every_control():
    assert (tuple(CONTROLS), tuple(CONTROLS_OF_TALKING)) == (CONTROLS_OF_THE_COMMAND, CONTROLS_OF_TALKS)
