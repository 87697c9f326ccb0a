"""Themes, likeness and finding by meaning at the size of the large house, over vectors made up for it.

The vectors are seeded clouds as long as those of T1, so that no text has to be read for them; the letters of
voices are those of the sentences. In a process of its own, as reading is.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .sentences import texts

if TYPE_CHECKING:
    from .house import Tell

PARTS = ("themes", "likeness", "meaning")
MEANING = 256  # dimensions of the table of words of T1
MATTERS = 300  # clouds: what people speak of, some often, most rarely
SPREAD = 1.2  # of a voice around the middle of its cloud, whose length is 1
MOST_SORTED = 100_000  # voices that a night sorts
PLACED = 2_000
ASKED = 60
DIFFERENT = 10_000  # texts whose letters are told apart
TOGETHER = 5_000
_SEED = 0

Vectors = NDArray[np.float32]


def measure_all(parts: tuple[str, ...], voices: int, *, tell: Tell) -> dict[str, Any]:
    """{part: what was seen} of those wished, each in a process of its own."""
    found = {}
    for part in PARTS:
        if part in parts:
            tell(f"{part} of {voices:,} voices")
            words = [sys.executable, "-m", __name__, part, str(voices)]
            done = subprocess.run(words, env=os.environ, capture_output=True, text=True, check=False)  # noqa: S603 - ours
            if done.returncode:
                raise RuntimeError(f"{part} ended: {done.stderr[-2000:]}")
            found[part] = json.loads(done.stdout)
    return found


def clouds(count: int, dims: int) -> Iterator[Vectors]:
    """So many rows of length 1 around MATTERS middles, the same for the same numbers, a batch at a time."""
    dice = np.random.default_rng(_SEED)
    middles = _unit(dice.normal(size=(MATTERS, dims)))
    shares = 1 / np.arange(1, MATTERS + 1)
    for start in range(0, count, TOGETHER):
        size = min(TOGETHER, count - start)
        of = dice.choice(MATTERS, size=size, p=shares / shares.sum())
        yield _unit(middles[of] + dice.normal(size=(size, dims)) * SPREAD / np.sqrt(dims))


def _unit(rows: NDArray[Any]) -> Vectors:
    unit: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def themes(voices: int) -> dict[str, Any]:
    """Sort as a night does, then place voices one by one as the day does."""
    from gwidam.understand.heart.themes import Themes, grouped

    sorted_ = min(voices, MOST_SORTED)
    rows = np.vstack(list(clouds(sorted_ + min(PLACED, sorted_), MEANING)))
    night, day = rows[:sorted_], rows[sorted_:]
    began = time.process_time()
    groups = grouped(night).groups
    sorting = time.process_time() - began
    standing = Themes.of(night, (groups + 1).tolist())
    took = _clocked(standing.place, day)
    return {
        "voices": sorted_,
        "themes": int(groups.max()) + 1,
        "sorting_cpu_s_per_10k": round(sorting * 10_000 / sorted_, 3),
        "placing": took,
        "megabytes": _megabytes(),
    }


def likeness(voices: int) -> dict[str, Any]:
    """Ask who has said the same, as a page does: the index in its files, then letters compared, then judged."""
    from gwidam.understand.heart.likeness import Judge, Space, VectorIndex, keys_of, others
    from gwidam.understand.heart.likeness.others import Asked

    keys = [keys_of(text) for text, _ in texts(min(voices, DIFFERENT), seed=_SEED)]
    asking = [text for text, _ in texts(ASKED, seed=_SEED + 1)]
    with tempfile.TemporaryDirectory() as folder:
        space = Space.fit(keys, next(clouds(TOGETHER, MEANING)))
        _shelve(Path(folder) / "index", space, voices, keys)
        index = VectorIndex.opened(Path(folder) / "index")
        judge = Judge.of_tier("T1")
        meanings = next(clouds(ASKED, MEANING))

        def ask(number: int) -> object:
            asked = Asked.of(asking[number], meanings[number], space)
            return others(
                asked,
                index,
                lambda found: {each: keys[each % len(keys)] for each in found},
                space=space,
                judge=judge,
            )

        return {"voices": len(index), "asking": _clocked(ask, range(ASKED)), "megabytes": _megabytes()}


def meaning(voices: int) -> dict[str, Any]:
    """Find what means the same, letters aside, as the search page does."""
    from gwidam.understand.heart.likeness import Space, VectorIndex, keys_of

    keys = [keys_of(text) for text, _ in texts(min(voices, DIFFERENT), seed=_SEED)]
    with tempfile.TemporaryDirectory() as folder:
        space = Space.fit(keys, next(clouds(TOGETHER, MEANING)))
        _shelve(Path(folder) / "index", space, voices, keys)
        index = VectorIndex.opened(Path(folder) / "index")
        asked = space.place_meanings(next(clouds(ASKED, MEANING)))
        took = _clocked(lambda row: index.search(row, 200), asked)
        return {"voices": len(index), "asking": took, "megabytes": _megabytes()}


def _shelve(folder: Path, space: Any, voices: int, keys: list[list[int]]) -> None:
    from gwidam.understand.heart.likeness import VectorIndex

    index = VectorIndex.create(folder, dims=space.dims, space="T1")
    for rows in clouds(voices, MEANING):
        numbers = range(len(index), len(index) + len(rows))
        index.add(numbers, space.place([keys[number % len(keys)] for number in numbers], rows))
    index.flush()


def _clocked(act: Callable[[Any], object], things: Any) -> dict[str, float]:
    """Milliseconds of each act: the middle, the slowest of twenty, and the CPU time of one on average."""
    act(things[0])  # what is loaded at the first one is loading
    times, cpu = [], time.process_time()
    for each in things:
        began = time.perf_counter()
        act(each)
        times.append(1000 * (time.perf_counter() - began))
    spent = 1000 * (time.process_time() - cpu) / len(things)
    middle, slow = np.percentile(times, [50, 95])
    return {"p50_ms": round(float(middle), 2), "p95_ms": round(float(slow), 2), "cpu_ms": round(spent, 2)}


def _megabytes() -> int:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main(words: list[str]) -> None:
    """Measure one part with so many voices, and print what was seen."""
    import django

    django.setup()
    act = {"themes": themes, "likeness": likeness, "meaning": meaning}[words[0]]
    print(json.dumps(act(int(words[1]))))


if __name__ == "__main__":
    main(sys.argv[1:])
