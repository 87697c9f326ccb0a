"""Tests on files that are not ours. They lie in a folder named by GWIDAM_SHARED, or in `shared` beside the checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("GWIDAM_SHARED") or Path(__file__).resolve().parents[3] / "shared")


def data(name: str) -> Path:
    """The file of this name below `data`; the test is skipped where the folder is missing."""
    path = SHARED / "data" / name
    if not path.exists():
        pytest.skip(f"no outside file {name}: set GWIDAM_SHARED to the folder that has data/")
    return path
