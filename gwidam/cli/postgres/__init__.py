"""Gwidam's own PostgreSQL: find its programs, start it as whoever we are, keep it safe, stop it.

Read `cluster.py` first; `programs.py` finds a PostgreSQL, `lower.py` steps down from root.
"""

from .cluster import Cluster, ensure
from .errors import DatabaseTrouble

__all__ = ["Cluster", "DatabaseTrouble", "ensure"]
