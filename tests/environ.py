"""The environment of the tests, set before Django reads its settings (loaded by `-p tests.environ`)."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

from hypothesis import settings

if "GWIDAM_DATA" not in os.environ:
    folder = tempfile.mkdtemp(prefix="gwidam-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["GWIDAM_DATA"] = folder
os.environ.setdefault("GWIDAM_SECRET_KEY", "a-secret-for-tests-only-" + "x" * 40)
os.environ.setdefault("GWIDAM_TIER", "T0")  # without the seconds an analyser takes to load
# The server of static files looks for its folder at the first request, and warns when there is none.
Path(os.environ["GWIDAM_DATA"], "static").mkdir(parents=True, exist_ok=True)

# The same examples each time, however slow the machine; `gwidam fuzz` looks for new ones.
settings.register_profile("same", max_examples=60, derandomize=True, deadline=None, database=None)
settings.register_profile(
    "fuzz", max_examples=int(os.environ.get("EXAMPLES", "2000")), deadline=None, database=None
)
settings.load_profile("same")
