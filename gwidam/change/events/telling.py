"""Facts of telling: who was told, what they said to it, and what the public sees."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


@fact(
    ko="말씀해 주신 {people}분께 알리기 시작했습니다(1분에 {pace}분까지).",
    en="Began telling the {people} people who asked, at most {pace} a minute.",
)
class TellingBegun(FactBody):
    improvement_id: int
    round: int
    people: int
    pace: int


@fact(ko="알리기를 잠시 멈추었습니다.", en="Paused the telling.")
class TellingPaused(FactBody):
    improvement_id: int
    round: int


@fact(ko="알리기를 이어서 합니다(1분에 {pace}분까지).", en="Went on telling, at most {pace} people a minute.")
class TellingResumed(FactBody):
    improvement_id: int
    round: int
    pace: int


@fact(ko="알리기를 마쳤습니다.", en="The telling is over.")
class TellingEnded(FactBody):
    improvement_id: int
    round: int


@fact(ko="{to_employee} 님이 알릴 글을 먼저 받아 보았습니다.", en="A sample of the telling went to {to_employee}.")
class TellingTried(FactBody):
    improvement_id: int
    round: int
    to_employee_id: int


@fact(
    ko="{written}분께 알리는 글을 보냈습니다. {not_told}분께는 보낼 수 없는 까닭을 남겼습니다.",
    en="Wrote to {written} people; for {not_told} it is written why they could not be told.",
)
class PeopleTold(FactBody):
    improvement_id: int
    round: int
    written: int
    not_told: int


@fact(ko="알린 글이 닿았습니다.", en="A telling arrived.")
class TellingArrived(FactBody):
    improvement_id: int
    telling_id: int


@fact(ko="알린 글이 닿지 않았습니다: {why_ko}", en="A telling did not arrive: {why_en}")
class TellingFailed(FactBody):
    improvement_id: int
    telling_id: int
    reason: str
    why_ko: str
    why_en: str


@fact(ko="직접 말씀드려 알렸습니다: {says}", en="Told by word of mouth: {says}", personal=("says",))
class TellingSpoken(FactBody):
    improvement_id: int
    telling_id: int
    says: str


@fact(
    ko="고객이 달라진 것을 보고 “{word_ko}”라고 했습니다.",
    en="The customer was asked whether this settles it, and said “{word_en}”.",
)
class SettlingSaid(FactBody):
    improvement_id: int
    telling_id: int
    settled: bool
    is_changed: bool
    word_ko: str
    word_en: str


@fact(ko="누구나 보는 게시판에 올렸습니다.", en="Put it on the public board.")
class ImprovementPublished(FactBody):
    improvement_id: int


@fact(ko="게시판에서 내렸습니다.", en="Took it off the public board.")
class ImprovementTakenDown(FactBody):
    improvement_id: int


@fact(ko="사진을 올렸습니다({when}).", en="Added a photo ({when}).")
class PhotoAdded(FactBody):
    improvement_id: int
    photo_id: int
    when: str


@fact(ko="사진을 내렸습니다.", en="Took a photo away.")
class PhotoTakenDown(FactBody):
    improvement_id: int
    photo_id: int
