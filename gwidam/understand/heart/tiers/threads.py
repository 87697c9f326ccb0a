"""One thread of linear algebra per worker.

Workers share the cores already; four threads of one worker on two busy cores wait for one another and take
thirty times as long.
"""

from __future__ import annotations

import os
from functools import lru_cache

from threadpoolctl import threadpool_limits


@lru_cache(maxsize=1)
def one_thread() -> None:
    """Limit BLAS and OpenMP of this process to one thread, from now on; doing it again costs nothing."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # for libraries that are loaded later
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    threadpool_limits(limits=1)
