"""Facts of saved searches."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


@fact(ko="찾기를 저장했습니다: {name}", en="A search was saved: {name}", personal=("name",))
class SearchSaved(FactBody):
    search_id: int
    name: str
    wakes: bool


@fact(ko="저장한 찾기를 지웠습니다: {name}", en="A saved search was dropped: {name}", personal=("name",))
class SearchDropped(FactBody):
    search_id: int
    name: str


@fact(
    ko="지운 고객을 찾던 저장한 찾기를 지웠습니다.",
    en="A saved search that named an erased customer was taken away.",
    personal=("name",),
)
class SearchCleared(FactBody):
    search_id: int
    owner_employee_id: int
    saved_at: str
    name: str
