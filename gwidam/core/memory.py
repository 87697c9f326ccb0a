"""Short memory for tables that are read on every request and changed a few times a month.

A process forgets at once what it changes itself; what another process changed it learns within seconds.
"""

from __future__ import annotations

import functools
import threading
import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

SECONDS = 5.0  # also the longest a revoked token or a changed roster is still believed
MOST = 1000
_memories: list[dict[Any, Any]] = []


def remembered(function: Callable[P, R]) -> Callable[P, R]:
    """Keep the result per positional arguments for SECONDS. For frozen, small results only."""
    kept: dict[Any, tuple[float, Any]] = {}
    _memories.append(kept)

    @functools.wraps(function)
    def asking(*args: P.args, **kwargs: P.kwargs) -> R:
        key = (args, tuple(sorted(kwargs.items())))
        now = time.monotonic()
        found = kept.get(key)
        if found is not None and now - found[0] < SECONDS:
            return found[1]
        result = function(*args, **kwargs)
        if len(kept) >= MOST:  # a stream of wrong keys must not fill the memory
            kept.clear()
        kept[key] = (now, result)
        return result

    return asking


def forget() -> None:
    """Forget everything remembered in this process."""
    for kept in _memories:
        kept.clear()


def shared_for(seconds: float) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Keep a dear result per positional arguments; of many who ask at once one works, the others wait for it.

    Keyword arguments, such as the moment of asking, tell no results apart.
    """

    def sharing(function: Callable[P, R]) -> Callable[P, R]:
        kept: dict[Any, tuple[float, Any]] = {}
        _memories.append(kept)
        working: dict[Any, threading.Lock] = {}

        @functools.wraps(function)
        def asking(*args: P.args, **kwargs: P.kwargs) -> R:
            lock = working.setdefault(args, threading.Lock())
            with lock:
                found = kept.get(args)
                if found is not None and time.monotonic() - found[0] < seconds:
                    return found[1]
                result = function(*args, **kwargs)
                now = time.monotonic()
                for key, (at, _result) in list(kept.items()):
                    if now - at >= seconds:
                        kept.pop(key, None)
                        working.pop(key, None)
                kept[args] = (now, result)
                working[args] = lock
                return result

        return asking

    return sharing
