"""Themes, likeness and finding by meaning at the size of the large house, over vectors made up for it.

The vectors are seeded clouds as long as those of T1, so that no text has to be read for them; the letters of
voices are those of the sentences. In a process of its own, as reading is.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .cpu import peak_megabytes
from .sentences import texts

if TYPE_CHECKING:
    from gwidam.understand.heart.likeness import Space

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
EXAMPLES = 60  # voices of a theme that new ones are held against, as a night keeps them
WARM = 20  # voices read before: what an analyser takes at the first one is part of a worker's memory
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


def clouds(count: int, dims: int, seed: int = _SEED) -> Iterator[Vectors]:
    """So many rows of length 1 around MATTERS middles, the same for the same seed, a batch at a time."""
    dice = np.random.default_rng(seed)
    middles = _unit(np.random.default_rng(_SEED).normal(size=(MATTERS, dims)))
    shares = 1 / np.arange(1, MATTERS + 1)
    for start in range(0, count, TOGETHER):
        size = min(TOGETHER, count - start)
        of = dice.choice(MATTERS, size=size, p=shares / shares.sum())
        yield _unit(middles[of] + dice.normal(size=(size, dims)) * SPREAD / np.sqrt(dims))


def _unit(rows: NDArray[Any]) -> Vectors:
    unit: Vectors = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return unit


def themes(voices: int) -> dict[str, Any]:
    """Sort and name as a night does, with the analyser in memory as in a worker; then place voices one by one as the
    day does. The database, which a night reads and writes, is left out."""
    from gwidam.understand.heart.reading import read
    from gwidam.understand.heart.themes import Rows, Texts, Themes, consolidated, words_in
    from gwidam.understand.heart.tiers import best_tier

    sorted_ = min(voices, MOST_SORTED)
    space, keys, said = _space_of(voices)
    tier, _troubles = best_tier("T1")
    read(said[:WARM], tier)
    rows = Rows.packed(sorted_, space.dims, _placed(space, keys, sorted_))
    lengths = np.array([len(said[at % len(said)]) for at in range(sorted_)], np.int32)
    told = Texts(lengths, lambda places: [said[at % len(said)] for at in places])
    began = time.process_time()
    night = consolidated(told, rows, lambda shown: words_in(shown, tier.analyser), is_fine=True)
    sorting = time.process_time() - began
    megabytes = peak_megabytes()
    examples = np.unique(np.concatenate([_some(night.groups == group) for group in range(len(night.themes))]))
    standing = Themes.of(rows[examples], (night.groups[examples] + 1).tolist())
    day = np.vstack(list(_placed(space, keys, min(PLACED, sorted_), seed=_SEED + 1)))
    return {
        "voices": sorted_,
        "themes": len(night.themes),
        "tier": tier.name,
        "sorting_cpu_s": round(sorting, 2),
        "sorting_megabytes": megabytes,
        "placing": _clocked(standing.place, day),
        "megabytes": peak_megabytes(),
    }


def _space_of(voices: int) -> tuple[Space, list[list[int]], list[str]]:
    """A space for made-up voices, the keys of the different texts among them, and these texts."""
    from gwidam.understand.heart.likeness import Space, keys_of

    said = [text for text, _ in texts(min(voices, DIFFERENT), seed=_SEED)]
    keys = [keys_of(text) for text in said]
    return Space.fit(keys, next(clouds(TOGETHER, MEANING))), keys, said


def _placed(space: Space, keys: list[list[int]], count: int, seed: int = _SEED) -> Iterator[Vectors]:
    """Where so many voices lie, a batch at a time."""
    start = 0
    for rows in clouds(count, MEANING, seed):
        yield space.place([keys[number % len(keys)] for number in range(start, start + len(rows))], rows)
        start += len(rows)


def _some(is_of: NDArray[np.bool_]) -> NDArray[np.intp]:
    """EXAMPLES places of a theme at most, evenly over all of it."""
    members = np.flatnonzero(is_of)
    return members[np.unique(np.linspace(0, len(members) - 1, EXAMPLES).astype(int))]


def likeness(voices: int) -> dict[str, Any]:
    """Ask who has said the same, as a page does: the index in its files, then letters compared, then judged."""
    from gwidam.understand.heart.likeness import Judge, VectorIndex, others
    from gwidam.understand.heart.likeness.others import Asked

    space, keys, _said = _space_of(voices)
    asking = [text for text, _ in texts(ASKED, seed=_SEED + 1)]
    with tempfile.TemporaryDirectory() as folder:
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

        return {"voices": len(index), "asking": _clocked(ask, range(ASKED)), "megabytes": peak_megabytes()}


def meaning(voices: int) -> dict[str, Any]:
    """Find what means the same, letters aside, as the search page does."""
    from gwidam.understand.heart.likeness import VectorIndex

    space, keys, _said = _space_of(voices)
    with tempfile.TemporaryDirectory() as folder:
        _shelve(Path(folder) / "index", space, voices, keys)
        index = VectorIndex.opened(Path(folder) / "index")
        asked = space.place_meanings(next(clouds(ASKED, MEANING)))
        took = _clocked(lambda row: index.search(row, 200), asked)
        return {"voices": len(index), "asking": took, "megabytes": peak_megabytes()}


def _shelve(folder: Path, space: Space, voices: int, keys: list[list[int]]) -> None:
    from gwidam.understand.heart.likeness import VectorIndex

    index = VectorIndex.create(folder, dims=space.dims, space="T1")
    for rows in _placed(space, keys, voices):
        index.add(range(len(index), len(index) + len(rows)), rows)
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


def main(words: list[str]) -> None:
    """Measure one part with so many voices, and print what was seen."""
    import django

    django.setup()
    act = {"themes": themes, "likeness": likeness, "meaning": meaning}[words[0]]
    print(json.dumps(act(int(words[1]))))


if __name__ == "__main__":
    main(sys.argv[1:])
