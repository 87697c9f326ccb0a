"""`gwidam read --all` that is killed at a chosen point. Started by test_read_killed.py.

Usage: dying_reader.py <point>; point is 'before' or 'after' (the rows of the second batch are written, not yet
committed), or 'never'.
"""

import os
import signal
import sys

import django

django.setup()

from gwidam.cli import read  # noqa: E402
from gwidam.understand.verbs import reading  # noqa: E402

(point,) = sys.argv[1:]
replace, batches = reading._replace, iter(range(1, 100))


def dying(rows, standing):
    number = next(batches)
    if (point, number) == ("before", 2):
        os.kill(os.getpid(), signal.SIGKILL)
    replace(rows, standing)
    if (point, number) == ("after", 2):
        os.kill(os.getpid(), signal.SIGKILL)


reading._replace = dying
read.BATCH = 2
print(*read.read(everything=True))
