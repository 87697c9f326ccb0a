"""Run a word of gwidam with something patched: `python -m gwidam.chaos.launch PATCH[,PATCH] WORD ...`.

The product has no switches for tests. A run that wants a process to die at a chosen line, or a safeguard to be
missing, starts its processes through this file, which changes one function and goes on as `gwidam WORD`.
"""

from __future__ import annotations

import importlib
import multiprocessing
import sys

from gwidam.cli import main, up
from gwidam.cli.house import load_django


def launch(patches: list[str], words: list[str]) -> int:
    """Apply what concerns this word, and become it; `up` starts its parts through this file too."""
    if words[0] == "up":
        command = [sys.executable, "-m", "gwidam.chaos.launch", ",".join(patches)]
        vars(up)["command_of"] = lambda word: [*command, word]
        return main.main(words)
    multiprocessing.set_start_method("fork")  # the web server's workers must be patched with their parent
    load_django()
    for name in patches:
        patch = importlib.import_module(f"gwidam.chaos.patches.{name}")
        if words[0] in patch.WORDS:
            patch.apply()
    return main.main(words)


if __name__ == "__main__":
    sys.exit(launch(sys.argv[1].split(","), sys.argv[2:]))
