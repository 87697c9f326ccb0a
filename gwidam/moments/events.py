"""Facts of the room: standards set and checked."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


@fact(ko="여정과 접점을 심었습니다: {journeys}개 여정.", en="Journeys and touchpoints were planted: {journeys}.")
class JourneysPlanted(FactBody):
    journeys: int
    touchpoints: int


@fact(ko="기준이 정해졌습니다: {says_ko}", en="A standard was set: {says_en}")
class StandardSet(FactBody):
    standard_id: int
    touchpoint: str
    says_ko: str
    says_en: str


@fact(ko="기준을 점검했습니다. 지켜짐: {is_met}", en="A standard was checked. Met: {is_met}")
class StandardChecked(FactBody):
    standard_id: int
    is_met: bool
