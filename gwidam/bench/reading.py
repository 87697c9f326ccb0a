"""Reading: voices a second of one core at each tier, the memory that takes, and how right it is on known texts.

Each tier reads in a process of its own, with the rest of Gwidam loaded as in a worker: what one tier holds in
memory would be counted for the next.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .cpu import peak_megabytes
from .sentences import texts

if TYPE_CHECKING:
    from .house import Tell  # which loads models of the database; a process that reads has none

TIERS = ("T0", "T1", "T2")
_VOICES = {"T0": 4_000, "T1": 4_000, "T2": 400}
_WARM = 20  # voices read before the clock runs: what is loaded at the first voice is loading, not reading
_SEED = 0


@dataclass(frozen=True, slots=True)
class Task:
    """Known texts with labels, by the file they are in; the part tried on is drawn with a seed and never learnt."""

    name: str
    file: str
    tier: str
    figure: str  # of `understand.heart.scoring.Scores`
    wanted: float
    label: str = "label"
    tried: float = 0.2


TASKS = (
    Task("English routing", "banking77_train.tsv", "T0", "accuracy", 0.915),
    Task("English routing", "banking77_train.tsv", "T2", "accuracy", 0.93),
    Task("Korean topics", "stylekqc_topic.tsv", "T0", "accuracy", 0.945),
    Task("Korean speech acts", "3i4k_12k.tsv", "T1", "macro_f1", 0.79),
)


def measure_all(*, tell: Tell) -> dict[str, Any]:
    """Read at each tier that is whole; {tier: what was seen, or {"missing": why}}."""
    found = {}
    for name in TIERS:
        tell(f"reading at {name}")
        words = [sys.executable, "-m", __name__, name]
        done = subprocess.run(words, env=os.environ, capture_output=True, text=True, check=False)  # noqa: S603 - ours
        if done.returncode:
            raise RuntimeError(f"reading at {name} ended: {done.stderr[-2000:]}")
        found[name] = json.loads(done.stdout)
    return found


def score_all(folder: Path, *, tell: Tell) -> list[dict[str, Any]]:
    """Score each task whose file is in the folder, at tiers that are whole."""
    return [scored for task in TASKS if (scored := _scored(task, folder, tell)) is not None]


def _scored(task: Task, folder: Path, tell: Tell) -> dict[str, Any] | None:
    from gwidam.understand.heart.scoring import score
    from gwidam.understand.heart.tiers import Missing, tier

    if not (folder / task.file).is_file():
        return None
    try:
        by = tier(task.tier)
    except Missing:
        return None
    tell(f"{task.name} at {task.tier}")
    learnt, tried = parted(labelled(folder / task.file, task.label), task.tried)
    scores = score(learnt, tried, by, seed=_SEED)
    seen = round(float(getattr(scores, task.figure)), 4)
    return {**asdict(task), "learnt": len(learnt), "tried": len(tried), "seed": _SEED, "seen": seen}


def labelled(path: Path, label: str) -> list[tuple[str, str]]:
    """(text, label) of a table with tabs."""
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row[label]) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def parted(pairs: list[tuple[str, str]], share: float) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Draw what is learnt and what is tried on."""
    import numpy as np

    order = np.random.default_rng(_SEED).permutation(len(pairs))
    count = int(len(pairs) * share)
    return [pairs[place] for place in order[count:]], [pairs[place] for place in order[:count]]


def read_here(name: str) -> dict[str, Any]:
    """Read made-up voices at a tier in this process; voices a CPU second, megabytes at most, seconds to load."""
    import django

    django.setup()
    from gwidam.understand.heart.reading import default_models, read
    from gwidam.understand.heart.tiers import Missing, tier

    voices = [text for text, _ in texts(_VOICES[name] + _WARM, seed=_SEED)]
    began = time.process_time()
    try:
        by = tier(name)
    except Missing as trouble:
        return {"missing": str(trouble)}
    models = default_models()
    read(voices[:_WARM], by, models)
    loaded = time.process_time()
    for batch in batches(voices[_WARM:], 200):
        read(batch, by, models)
    spent = time.process_time() - loaded
    return {
        "voices": _VOICES[name],
        "per_second": round(_VOICES[name] / spent, 1),
        "megabytes": peak_megabytes(),
        "seconds_to_load": round(loaded - began, 2),
    }


def batches(voices: list[str], size: int) -> Iterator[list[str]]:
    """Cut a list, as the worker does."""
    for start in range(0, len(voices), size):
        yield voices[start : start + size]


if __name__ == "__main__":
    print(json.dumps(read_here(sys.argv[1])))
