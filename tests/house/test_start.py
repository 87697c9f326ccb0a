"""A process starts with what every page needs; what few need is loaded by whoever first needs it."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("scipy", "sklearn", "kiwipiepy", "igraph", "fpdf", "openpyxl", "pyarrow", "duckdb")
START = f"""
import sys
import django
django.setup()
from django.urls import get_resolver
get_resolver().url_patterns
print(*sorted(set({HEAVY}) & set(sys.modules)))
"""


def test_pages_and_loop_start_without_what_reads_and_what_draws():
    found = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)
    assert found.stdout.split() == []
