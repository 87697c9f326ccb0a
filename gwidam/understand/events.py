"""Facts of the room: a voice was read, a danger heard, a label corrected, a route or a model learnt."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


@fact(ko="말씀을 읽었습니다({tier}).", en="The voice was read ({tier}).")
class VoiceRead(FactBody):
    voice_id: int
    reading_version: int
    tier: str


@fact(ko="살펴야 할 말이 있습니다: {said_ko}", en="Something to take care of was said: {said_en}")
class DangerHeard(FactBody):
    voice_id: int
    dangers: list[str]
    said_ko: str
    said_en: str


@fact(
    ko="읽은 것을 바로잡았습니다: {field_ko} {was} → {now}",
    en="What was read was put right: {field_en} {was} → {now}",
    personal=("was", "now"),
)
class ReadingCorrected(FactBody):
    voice_id: int
    field: str
    field_ko: str
    field_en: str
    was: str
    now: str


@fact(
    ko="넘기는 길을 배웠습니다: {to_department}",
    en="A route was learnt: {to_department}",
)
class RouteLearnt(FactBody):
    voice_id: int
    handoff_id: int
    to_department_id: int
    is_accepted: bool


@fact(
    ko="읽기가 {tier} 단계로 바뀌었습니다. {why}",
    en="Reading is at {tier} now. {why}",
)
class FootingChanged(FactBody):
    tier: str
    wanted: str
    why: str


@fact(
    ko="새로 배웠습니다: {subject} {model_version}판",
    en="Learnt anew: {subject}, version {model_version}",
)
class ModelLearnt(FactBody):
    subject: str
    model_version: int
    examples: int
    is_current: bool


@fact(
    ko="앞선 판으로 되돌렸습니다: {subject} {model_version}판",
    en="Rolled back: {subject}, version {model_version}",
)
class ModelRolledBack(FactBody):
    subject: str
    model_version: int


@fact(
    ko="말씀 {voices}건의 뜻을 지금 모델에 맞춰 다시 담았습니다({space}).",
    en="What {voices} voices mean was kept anew, by the present model ({space}).",
)
class MeaningsKept(FactBody):
    space: str
    voices: int


@fact(
    ko="도움이 될 서비스를 적었습니다: {need_ko} → {says}",
    en="A service that helps was written down: {need_en} → {says}",
)
class OfferSet(FactBody):
    offer_id: int
    need_ko: str
    need_en: str
    says: str
    is_active: bool


@fact(ko="도움이 될 서비스를 알려 드렸습니다: {says_ko}", en="A service that helps was offered: {says_en}")
class OfferMade(FactBody):
    voice_id: int
    offer_id: int
    says_ko: str
    says_en: str


@fact(ko="맞지 않는 서비스라고 보았습니다: {says_ko}", en="A service was found not fitting: {says_en}")
class OfferUnfit(FactBody):
    voice_id: int
    offer_id: int
    says_ko: str
    says_en: str


@fact(
    ko="이 흐름 뒤에 있는 요구를 적었습니다({need_version}판): {job}",
    en="The need behind this theme was written (version {need_version}): {job}",
)
class NeedWritten(FactBody):
    theme_id: int
    need_version: int
    job: str
    cause: str
    prevention: str
    offer_ids: list[int]
    offers: list[str]


@fact(
    ko="말씀 {voices}건을 흐름 {themes}개로 정리했습니다.", en="{voices} voices were sorted into {themes} themes."
)
class ThemesSorted(FactBody):
    voices: int
    themes: int


@fact(ko="새 흐름이 생겼습니다: {name}", en="A theme began: {name}", personal=("name",))
class ThemeFounded(FactBody):
    theme_id: int
    name: str


@fact(ko="‘{parent}’에서 갈라져 나왔습니다: {name}", en="Split off from “{parent}”: {name}")
class ThemeSplit(FactBody):
    theme_id: int
    name: str
    parent_id: int
    parent: str


@fact(ko="‘{into}’ 흐름과 하나가 되었습니다.", en="Became one with “{into}”.")
class ThemeMerged(FactBody):
    theme_id: int
    into_id: int
    into: str


@fact(ko="이 흐름의 말씀이 더는 없습니다.", en="Nobody speaks of this any more.")
class ThemeEnded(FactBody):
    theme_id: int


@fact(ko="이름이 바뀌었습니다: {was} → {now}", en="Renamed: {was} → {now}")
class ThemeRenamed(FactBody):
    theme_id: int
    was: str
    now: str


@fact(ko="‘{into}’ 아래에 묶었습니다.", en="Put under “{into}”.")
class ThemePutUnder(FactBody):
    theme_id: int
    into_id: int
    into: str


@fact(ko="‘{out_of}’에서 다시 꺼냈습니다.", en="Taken out from under “{out_of}”.")
class ThemeTakenOut(FactBody):
    theme_id: int
    out_of_id: int
    out_of: str


@fact(ko="말씀 {voices}건을 이 흐름으로 옮겼습니다.", en="{voices} voices were moved here.")
class VoicesMoved(FactBody):
    theme_id: int
    voices: int
    voice_ids: list[int]


@fact(ko="옮겼던 말씀 {voices}건을 돌려놓았습니다.", en="{voices} voices that had been moved were put back.")
class VoicesPutBack(FactBody):
    theme_id: int
    voices: int
    voice_ids: list[int]


@fact(
    ko="정말 늘고 있습니다: 이레 동안 {people}명, 평소라면 {expected}명쯤",
    en="It is really rising: {people} people in seven days where about {expected} were to be expected",
)
class ThemeRose(FactBody):
    theme_id: int
    rise_id: int
    name: str
    people: int
    expected: int
    chance: float
    voice_ids: list[int]


@fact(ko="평소로 돌아왔습니다.", en="It is as usual again.")
class ThemeSettled(FactBody):
    theme_id: int
    rise_id: int
