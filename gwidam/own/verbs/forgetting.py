"""Erasing whom staff have looked for: saved searches that name somebody, and the letters that named those."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from gwidam.core.actors import Actor
from gwidam.core.ledger import record, verb
from gwidam.core.models import Fact
from gwidam.listen.models import Voice
from gwidam.people.models import Contact, Customer
from gwidam.post import verbs as post
from gwidam.understand.heart.find import read

from .. import events
from ..models import SavedSearch
from ..rules.traces import Traces

TOLD = ("own.SearchSaved", "own.SearchDropped", "own.SearchCleared")  # facts that say what a search was called
TOPICS = ("search", "digest")  # of letters that say so


def traces_of(customer: Customer) -> Traces:
    """What stands for a customer: name, contacts and receipts. To be asked before these are erased."""
    contacts = list(Contact.objects.filter(customer=customer))
    phones = [each for each in contacts if each.kind == Contact.Kind.PHONE]
    receipts = Voice.objects.filter(customer=customer).values_list("receipt", flat=True)
    return Traces.of(
        names=[customer.name, *(str(each.value) for each in contacts if each not in phones)],
        phones=[spelt for each in phones for spelt in (str(each.value), each.dialled)],
        receipts=receipts,
    )


@verb
def clear_searches(*, traces: Traces, by: Actor, at: datetime) -> int:
    """Take away every saved search that names an erased person; how many there were.

    1. The searches go, whole: without the name they would find something else. 2. What they were called goes from
    the ledger, where that names the person. 3. Letters and digests that named them are emptied. 4. SearchCleared
    for each; its owner is told once.
    """
    naming = [
        search
        for search in SavedSearch.objects.select_related("owner").order_by("pk")
        if traces.stand_in(_words_of(search)) or traces.stand_in(search.name)
    ]
    _shred_names(traces)
    post.empty_naming(names=traces.stand_in, readers=_who_saved(), topics=TOPICS, by=by, at=at)
    for search in naming:
        fact = events.SearchCleared(
            search_id=search.pk,
            owner_employee_id=search.owner_id,
            saved_at=search.saved_at.isoformat(),
            name="" if traces.stand_in(search.name) else search.name,
        )
        record(fact, by=by, at=at, about=search.owner.actor)
        search.delete()
    return len(naming)


def _words_of(search: SavedSearch) -> str:
    """What is looked for; a colleague whom a filter names may be called like a customer."""
    question = read(search.question, today=search.saved_at.date())
    return " ".join((*question.wanted, *question.without))


def _shred_names(traces: Traces) -> None:
    called = Fact.objects.filter(kind__in=TOLD, personal__isnull=False).values_list("pk", "personal__name")
    naming = [pk for pk, name in called.iterator() if name and traces.stand_in(name)]
    Fact.objects.filter(pk__in=naming).update(personal=None)


def _who_saved() -> Iterable[str]:
    """Readers who have, or once had, a saved search."""
    return Fact.objects.filter(kind="own.SearchSaved").values_list("about", flat=True).distinct()
