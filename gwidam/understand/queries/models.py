"""The models that read now: what the project brings, and what was learnt here.

The heart is loaded where it is first needed: it takes a hundred megabytes, and most processes never read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from gwidam.core.memory import remembered
from gwidam.people.models import Responsibility

from ..footing import product_names
from ..heart.tiers import Missing
from ..models import Learnt

if TYPE_CHECKING:
    from ..heart.labels import Labels
    from ..heart.reading import Models, Products


BESIDE_RULES = ("tone", "kind")  # fields that rules read, and that corrections push


@dataclass(frozen=True, slots=True)
class Reader:
    """Models to read with, and their versions by name."""

    models: Models
    versions: dict[str, str]


def present_reader() -> Reader:
    """The models as they are now; what was learnt last, else what the directory says of its topics."""
    from ..heart.reading import default_models

    found = Learnt.objects.filter(subject__in=("topic", *BESIDE_RULES), is_current=True).defer("packed")
    whole = {each.subject: (each, model) for each in found if (model := unpacked(each)) is not None}
    versions = {subject: str(learnt.version) for subject, (learnt, _) in sorted(whole.items())}
    learnt = {subject: model for subject, (_, model) in whole.items()}
    topic = learnt.pop("topic", None)
    if topic is None and (topic := _topics_of(topic_lines())) is not None:
        versions["topic"] = "directory"
    products = _products(product_names())
    return Reader(replace(default_models(), topic=topic, products=products, corrected=learnt), versions)


def current(subject: str) -> Learnt | None:
    """The current version of a model without its bytes; None before the first was learnt."""
    return Learnt.objects.filter(subject=subject, is_current=True).defer("packed").first()


def unpacked(learnt: Learnt) -> Labels | None:
    """The model itself, unpacked once a process; None where its bytes are damaged."""
    return _unpacked(learnt.pk)


@lru_cache(maxsize=6)
def _unpacked(pk: int) -> Labels | None:
    from ..heart.labels import from_bytes

    packed = Learnt.objects.values_list("packed", flat=True).get(pk=pk)
    try:
        return from_bytes(bytes(packed))
    except Missing:
        return None


@remembered
def topic_lines() -> tuple[tuple[str, str], ...]:
    """(what the directory says, its topic), sorted, so that the same directory teaches the same."""
    rows = Responsibility.objects.exclude(topic="").values_list("topic", "says_ko", "says_en")
    pairs = {(words.strip(), topic) for topic, ko, en in rows for words in (topic, ko, en) if words.strip()}
    return tuple(sorted(pairs))


def topics() -> list[str]:
    """Topics of the directory, sorted."""
    return sorted({topic for _words, topic in topic_lines()})


@lru_cache(maxsize=2)
def _topics_of(lines: tuple[tuple[str, str], ...]) -> Labels | None:
    from ..heart.labels import learn
    from ..heart.seen import Seen

    if len({topic for _words, topic in lines}) < 2:
        return None  # a model with one label would be sure of it
    return learn(Seen(tuple(words for words, _topic in lines)), [topic for _words, topic in lines])


@lru_cache(maxsize=2)
def _products(names: tuple[str, ...]) -> Products:
    from ..heart.reading import Products

    return Products.of(names)
