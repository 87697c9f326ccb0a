"""The bench runs whole with tiny numbers, and says what it measured; how fast it was is nobody's business here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from gwidam.bench import cpu, load, mail, meanings, reading, report, sentences
from gwidam.cli.bench import HOUSES
from gwidam.environment import CHECKOUT

SIDE = {
    "requests": 10,
    "per_second": 100.0,
    "p50_ms": 10.0,
    "p99_ms": 12.0,
    "cpu_ms": 9.0,
    "cpu_web_ms": 6.0,
    "cpu_backends_ms": 3.0,
    "cpu_postgres_rest_ms": 0.5,
    "other": {},
}
FOUND = {
    "wish": {"large": 1_000_000, "small": 1_000},
    "machine": {
        "date": "2026-11-22",
        "cores": 2,
        "load_before": 1.0,
        "load_after": 2.0,
        "loop_before": 0.5,
        "loop_after": 0.6,
    },
    "seconds": 60,
    "filled_in_seconds": 30,
}


@pytest.mark.slow
def test_a_tiny_run_measures_all_of_its_houses_and_leaves_nothing_behind(tmp_path: Path) -> None:
    environ = {name: text for name, text in os.environ.items() if not name.startswith("GWIDAM_")}
    environ |= {"TMPDIR": str(tmp_path), "GWIDAM_TIER": "T0"}  # Korean morphemes take long to load
    tmp_path.chmod(0o711)
    told = tmp_path / "told.json"
    words = ["--voices", "400", "--small", "300", "--seconds", "0.4", "--clients", "2", "--rows", "60"]
    words += ["--people", "40", "--only", ",".join([*HOUSES, "mail"]), "--json"]  # the others have their own tests
    done = subprocess.run(
        [sys.executable, "-m", "gwidam.cli", "bench", *words, str(told)],
        cwd=CHECKOUT, env=environ, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(told.read_text())
    assert set(found["intake"]) == {"bare", "small", "large"}
    assert {house: set(sides) for house, sides in found["bulk"].items()} == {
        "small": {"bulk", "copy"},
        "large": {"bulk", "copy"},
    }
    assert (found["telling"]["people"], set(found["telling"])) == (40, {"people", "told", "copy"})
    sides = [
        *found["intake"].values(),
        *(found["pages"][name][house] for name in found["pages"] for house in ("small", "large")),
    ]
    assert [side["other"] for side in sides] == [{}] * len(sides)
    assert all(side["requests"] > 0 and side["cpu_ms"] > 0 for side in sides)
    assert all(counts["50"] <= counts["5"] for counts in found["queries"].values())
    assert "intake, large house" in done.stdout
    assert [entry.name for entry in tmp_path.iterdir()] == ["told.json"]


def test_the_table_marks_what_misses_its_goal() -> None:
    slow = {**SIDE, "per_second": 40.0, "cpu_ms": 6.0}
    found = FOUND | {"intake": {"bare": SIDE, "small": SIDE, "large": slow}}
    lines = report.table(found).splitlines()
    assert "0.40" in lines[-2]
    assert lines[-2].endswith(">= 0.5 MISSED")
    assert lines[-1].endswith("<= 5 ms MISSED")


def test_telling_is_judged_against_the_same_rows_copied() -> None:
    telling = {
        "people": 100,
        "told": {"per_second": 40.0, "cpu_ms": 1.0},
        "copy": {"per_second": 1000.0, "cpu_ms": 0.1},
    }
    line = report.table(FOUND | {"telling": telling}).splitlines()[-1]
    assert line.startswith("telling, 100 people")
    assert line.endswith("0.04  >= 0.05 MISSED")


def test_a_page_is_judged_by_its_ratio_and_by_its_own_limit() -> None:
    page = {"small": SIDE, "large": {**SIDE, "p50_ms": 14.0}, "cpu_wanted_ms": 8}
    line = report.table(FOUND | {"pages": {"follow": page}}).splitlines()[-1]
    assert "1.40 / 1.00" in line
    assert line.endswith("<= 1.5, <= 8 ms MISSED")
    page["cpu_wanted_ms"] = 9
    assert report.table(FOUND | {"pages": {"follow": page}}).splitlines()[-1].endswith("<= 1.5, <= 9 ms ok")


def test_a_page_that_is_not_answered_is_never_called_fast() -> None:
    page = {"small": {**SIDE, "other": {"404": 10}}, "large": SIDE, "cpu_wanted_ms": None}
    assert report.table(FOUND | {"pages": {"case": page}}).splitlines()[-1].endswith("answers 404")


def test_texts_are_the_same_for_the_same_seed_and_in_both_languages() -> None:
    first, again = (list(sentences.texts(500, seed=3)) for _ in range(2))
    assert first == again
    assert {language for _, language in first} == {"ko", "en"}
    assert len({text for text, _ in first}) == 500


def test_what_the_search_is_asked_for_is_said_by_somebody() -> None:
    said = "".join(text for text, _ in sentences.texts(20_000, seed=1)).replace(" ", "")
    missing = [
        word
        for words in sentences.SEARCHES.values()
        for word in words
        if ":" not in word and word.replace(" ", "") not in said
    ]
    assert missing == []


def test_cpu_time_of_a_child_is_counted_with_its_parent() -> None:
    before = cpu.seconds(os.getpid())
    subprocess.run([sys.executable, "-c", "sum(range(3_000_000))"], check=True)
    assert cpu.seconds(os.getpid()) > before
    assert os.getpid() in cpu.tree(os.getppid(), cpu.parents())


def test_a_request_is_written_with_its_length_in_bytes() -> None:
    wire = load.Request("/voices", "POST", {"X": "1"}, '{"text": "말"}').wire()
    head, _, body = wire.partition(b"\r\n\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert body.decode() == '{"text": "말"}'


def test_reading_is_judged_by_speed_and_memory_and_says_what_is_missing() -> None:
    fast = {"voices": 400, "per_second": 310.0, "megabytes": 900, "seconds_to_load": 3.2}
    tiers = {"T0": {**fast, "megabytes": 200}, "T1": fast, "T2": {"missing": "The package is not installed."}}
    found = {name: what for name, what in FOUND.items() if name != "filled_in_seconds"} | {"reading": tiers}
    _, t0, t1, t2 = report.table(found).splitlines()[-4:]
    assert t0.split() == ["reading", "at", "T0", "310", "200", "3.2"]
    assert t1.split() == ["reading", "at", "T1", "310", ">=", "300", "ok", "900", "<=", "800", "MISSED", "3.2"]
    assert t2.endswith("The package is not installed.")


def test_the_mail_door_is_judged_against_a_bare_parse() -> None:
    found = {name: what for name, what in FOUND.items() if name != "filled_in_seconds"}
    seen = mail.measure(tell=print, mails=4)
    assert (seen["mails"], seen["ratio"] > 0) == (4, True)
    told = {"mails": 600, "kilobytes": 7_394, "per_second": 687.0, "bare_per_second": 4500.0, "ratio": 0.153}
    last = report.table({**found, "mail": told}).splitlines()[-1]
    assert last.split() == ["mail", "door", "600", "7,394", "687", "4500", "0.15", ">=", "0.05", "ok"]


def test_scores_say_what_was_learnt_and_tried_and_with_which_seed() -> None:
    scored = {
        "name": "Korean topics",
        "file": "topics.tsv",
        "tier": "T0",
        "figure": "accuracy",
        "wanted": 0.945,
        "learnt": 6_400,
        "tried": 1_600,
        "seed": 0,
        "seen": 0.95,
    }
    line = report.table(FOUND | {"scores": [scored]}).splitlines()[-1]
    assert line.split() == [
        *("Korean", "topics", "(topics.tsv)", "T0", "6,400", "1,600", "0"),
        *("accuracy", "0.9500", ">=", "0.945", "ok"),
    ]


def test_what_is_tried_was_not_learnt() -> None:
    pairs = [(f"text {number}", "a") for number in range(100)]
    learnt, tried = reading.parted(pairs, 0.2)
    assert (len(learnt), len(tried), sorted(learnt + tried)) == (80, 20, sorted(pairs))


def test_known_texts_that_are_not_there_are_not_scored(tmp_path: Path) -> None:
    assert reading.score_all(tmp_path, tell=print) == []


@pytest.mark.slow  # a process of its own with Django and the heart
def test_a_tier_reads_in_a_process_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "TIERS", ("T0",))
    found = reading.measure_all(tell=print)["T0"]
    assert found["per_second"] > 0
    assert found["megabytes"] > 50


@pytest.mark.slow  # scikit-learn and the index are loaded
@pytest.mark.parametrize("part", meanings.PARTS)
def test_meanings_are_measured_at_any_size(part: str) -> None:
    seen = {"themes": meanings.themes, "likeness": meanings.likeness, "meaning": meanings.meaning}[part](300)
    took = seen["placing" if part == "themes" else "asking"]
    assert seen["voices"] == 300
    assert 0 < took["p50_ms"] <= took["p95_ms"]


def test_made_up_vectors_are_the_same_every_time() -> None:
    first, again = (np.vstack(list(meanings.clouds(6000, 16))) for _ in range(2))
    assert first.shape == (6000, 16)
    assert (first == again).all()
    assert np.allclose(np.linalg.norm(first, axis=1), 1, atol=1e-5)


def test_the_table_judges_themes_and_likeness() -> None:
    took = {"p50_ms": 2.0, "p95_ms": 120.0, "cpu_ms": 3.0}
    seen = {
        "themes": {
            "voices": 100_000,
            "placing": took,
            "sorting_cpu_s": 75.0,
            "sorting_megabytes": 790,
            "megabytes": 600,
        },
        "likeness": {"voices": 1_000_000, "asking": took, "megabytes": 700},
    }
    lines = [line.split() for line in report.table({**FOUND, "meanings": seen}).splitlines()[-4:]]
    assert [line[-1] for line in lines] == ["ok", "MISSED", "ok", "MISSED"]
    assert lines[1][3:5] == ["100,000", "75000"]
    assert lines[2] == ["its", "memory", "790", "<=", "800", "MB", "ok"]


def test_a_process_tells_its_own_peak_of_memory_whatever_that_of_its_parent_was() -> None:
    held = bytearray(200_000_000)
    held[::4096] = b"1" * len(held[::4096])
    words = [sys.executable, "-c", "from gwidam.bench.cpu import peak_megabytes; print(peak_megabytes())"]
    told = subprocess.run(words, capture_output=True, text=True, check=True)
    assert int(told.stdout) < 100 < 190 < cpu.peak_megabytes()


def test_the_table_says_what_a_window_of_live_chat_costs() -> None:
    seen = {
        "windows": 1000, "kilobytes": 61.2, "told_seconds": 2.5, "cpu_ms": 0.4, "opened_seconds": 3.1,
        "heard_p50_ms": 31.2, "heard_p95_ms": 44.0, "heard_cpu_ms": 5.25, "idle_share": 0.0123,
    }  # fmt: skip
    row = report.table({**FOUND, "streams": seen}).splitlines()[-1]
    assert (
        " ".join(row.split()) == "live chat 1,000 61 <= 100 ok 2.50 <= 2 MISSED 0.40 31 44 <= 100 ok 5.2 3.1 1.2%"
    )
