"""A letter whose sender died is taken up by another after seconds, so that a short run sees it sent again."""

from __future__ import annotations

from datetime import timedelta

WORDS = ("work",)
LEASE = timedelta(seconds=2)


def apply() -> None:
    """Shorten the lease of letters on their way."""
    from gwidam.post.verbs import sending

    (waits, since, _), others = sending._LEASES  # noqa: SLF001
    sending._LEASES = ((waits, since, LEASE), others)  # noqa: SLF001
    sending.BEGIN_WITHIN = LEASE.total_seconds() / 2  # as ever: no letter of a batch outlives its lease on the way
