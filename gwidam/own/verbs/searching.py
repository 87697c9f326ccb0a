"""Saving a search, and dropping it again."""

from __future__ import annotations

from datetime import datetime

from gwidam.core.errors import NotValid
from gwidam.core.ledger import record, verb
from gwidam.core.masking import mask
from gwidam.people.models import Employee
from gwidam.understand.heart.find.question import LONGEST

from .. import events
from ..models import SavedSearch

MOST_SAVED = 50  # searches of one person


@verb
def save_search(*, name: str, question: str, wakes: bool, by: Employee, at: datetime) -> SavedSearch:
    """Keep a question under a name; one of the same name is replaced. What must not be kept is masked first.

    Raises NotValid without a name or a question, and beyond MOST_SAVED.
    """
    name, question = " ".join(name.split())[:80], mask(question.strip()).text[:LONGEST]
    if not name or not question:
        raise NotValid(ko="이름과 찾을 말을 적어 주세요.", en="Give it a name, and a question.", field="name")
    known = SavedSearch.objects.filter(owner=by)
    if not known.filter(name=name).exists() and known.count() >= MOST_SAVED:
        raise NotValid(
            ko=f"한 사람이 {MOST_SAVED}개까지 저장할 수 있습니다. 쓰지 않는 찾기를 지워 주세요.",
            en=f"One person can save {MOST_SAVED} searches. Drop one first.",
            field="name",
        )
    values = {"question": question, "wakes": wakes, "saved_at": at}
    saved, _ = SavedSearch.objects.update_or_create(owner=by, name=name, defaults=values)
    _told_saved(saved, by=by, at=at)
    return saved


@verb
def wake_by_search(*, search: SavedSearch, wakes: bool, by: Employee, at: datetime) -> None:
    """Begin or stop telling its owner of new voices it finds. Nothing happens where that is so already."""
    if search.wakes == wakes:
        return
    search.wakes = wakes
    search.save(update_fields=["wakes"])
    _told_saved(search, by=by, at=at)


@verb
def drop_search(*, search: SavedSearch, by: Employee, at: datetime) -> None:
    """Take it out of its owner's list for good."""
    fact = events.SearchDropped(search_id=search.pk, name=search.name)
    search.delete()
    record(fact, by=by, at=at, about=by.actor)


def _told_saved(search: SavedSearch, *, by: Employee, at: datetime) -> None:
    fact = events.SearchSaved(search_id=search.pk, name=search.name, wakes=search.wakes)
    record(fact, by=by, at=at, about=by.actor)
