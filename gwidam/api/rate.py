"""How often one key may call: a plain count, generous, so that a script gone wild leaves room for people."""

from __future__ import annotations

import time

from .problems import TooMany

WINDOW = 10  # seconds
_counted: dict[int, tuple[int, int]] = {}  # key -> (window, requests in it); each web process counts for itself


def count(key: int, *, most: int) -> None:
    """Count one request of this key. Raises TooMany beyond `most` in a window; 0 counts nothing."""
    if not most:
        return
    now = time.monotonic()
    window = int(now // WINDOW)
    seen, requests = _counted.get(key, (window, 0))
    requests = requests + 1 if seen == window else 1
    _counted[key] = (window, requests)
    if requests > most:
        raise TooMany(
            ko="이 열쇠로 너무 많은 요청이 왔습니다. 잠시 뒤에 다시 보내 주세요.",
            en="Too many requests with this key; please wait a little.",
            retry_after=max(1, round((window + 1) * WINDOW - now)),
        )


def forget_counts() -> None:
    """Begin to count anew."""
    _counted.clear()
