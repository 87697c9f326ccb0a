"""Memory between the steps of a night goes back to the system."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import pytest

from gwidam.understand.heart.themes import memory
from gwidam.understand.heart.themes.memory import give_back

BLOCK = 40_000  # bytes; the C library maps larger ones by themselves
BLOCKS = 1_000
KEPT = 20  # of so many blocks one stays and holds the hole open


def resident() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be asked to give memory back")
def test_holes_between_what_is_held_go_back() -> None:
    blocks = [bytearray(BLOCK) for _ in range(BLOCKS)]
    held = blocks[::KEPT]
    del blocks
    before = resident()
    give_back()
    assert len(held) == BLOCKS // KEPT
    assert before - resident() > BLOCK * BLOCKS * 0.8


def test_where_the_c_library_cannot_be_asked_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "c_library", object)
    give_back()  # raises nothing
