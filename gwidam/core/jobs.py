"""Jobs of the floor: three lines each."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from .ledger import react_to_all
from .models import Fact


@app.task(name="react", queue="facts", retry=RetryStrategy(max_attempts=None, exponential_wait=2))
def react(fact_ids: list[int]) -> None:
    """Run what the facts cause. A fact whose reactions are done is passed over."""
    react_to_all(list(Fact.objects.filter(pk__in=fact_ids).order_by("pk")))
