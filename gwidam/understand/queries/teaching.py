"""What there is to learn from: corrections and accepted hand-overs, so that no single hand outweighs the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ..models import Reading
from .routes import HELD_BACK, LOOKED_AT, outcomes

MOST_OF_ONE = 200  # corrections to one label by one person that teach: a flood of one hand drowns nobody
FREE_OF_ONE = 50  # corrections of one person that teach however few the others' are
NEWEST = 5_000  # corrections of one field that are looked at; what was said longer ago has been learnt and judged


class Example(NamedTuple):
    """A text with its label. What is held back judges models, this one and every later one, and teaches none."""

    text: str
    label: str
    is_held_back: bool = False


def corrections(field: str) -> list[Example]:
    """What people said of a field with one value, oldest first, as far as the words are still there."""
    found = Reading.objects.filter(is_current=True, voice__erased_at__isnull=True).exclude(corrected={})
    rows = found.filter(corrected__has_key=field).order_by("-id")[:NEWEST]
    said = [
        (number, text, corrected[field])
        for number, text, corrected in rows.values_list("voice_id", "voice__text", "corrected")
        if corrected[field]["now"]
    ][::-1]
    teach = heard_evenly([(each["by"], each["now"]) for _, _, each in said])
    return [
        Example(text[:LOOKED_AT], each["now"], number % HELD_BACK == 0)
        for (number, text, each), is_heard in zip(said, teach, strict=True)
        if is_heard
    ]


def heard_evenly(said: Sequence[tuple[int, str]]) -> list[bool]:
    """Which of these (person, label) are listened to, in order: of one person no more than of all others together.

    A person alone is listened to as long as nobody else speaks; the first FREE_OF_ONE always are.
    """
    of_label: Counter[tuple[int, str]] = Counter()
    first = []
    for each in said:
        of_label[each] += 1
        first.append(of_label[each] <= MOST_OF_ONE)
    counts = Counter(person for (person, _), is_heard in zip(said, first, strict=True) if is_heard)
    total = counts.total()
    most = {person: max(FREE_OF_ONE, total - own or own) for person, own in counts.items()}
    heard: Counter[int] = Counter()
    kept = []
    for (person, _), is_heard in zip(said, first, strict=True):
        heard[person] += is_heard
        kept.append(is_heard and heard[person] <= most[person])
    return kept


def hand_overs(until: int) -> list[Example]:
    """Accepted hand-overs up to an example's number; the held-back ones last."""
    return [
        Example(each.text, each.owner, is_held_back)
        for is_held_back in (False, True)
        for each in outcomes(until=until, is_accepted=True, is_held_back=is_held_back)
    ]
