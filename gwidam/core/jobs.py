"""Jobs of the floor: three lines each."""

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from .ledger import react_to_all
from .models import Fact


def has_queue() -> bool:
    """Whether jobs go into the queue of this very connection, and so stand and fall with its transaction."""
    return isinstance(app.connector.get_sync_connector(), DjangoConnector)


@app.task(name="react", queue="facts", retry=RetryStrategy(max_attempts=None, exponential_wait=2))
def react(fact_ids: list[int]) -> None:
    """Run what the facts cause. A fact whose reactions are done is passed over."""
    react_to_all(list(Fact.objects.filter(pk__in=fact_ids).order_by("pk")))
