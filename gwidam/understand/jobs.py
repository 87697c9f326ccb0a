"""Jobs of the room: three lines each."""

from __future__ import annotations

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from . import verbs


@app.task(name="read", queue="reading", retry=RetryStrategy(max_attempts=None, exponential_wait=2))
def read(voice_ids: list[int]) -> None:
    """Read the voices that were not read yet as well as now possible."""
    verbs.read_at_once(voice_ids=voice_ids, at=timezone.now())
