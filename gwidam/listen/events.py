"""Facts of the room: a voice was heard, a channel opened or closed."""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


@fact(
    ko="말씀을 들었습니다({channel}).",
    en="A voice was heard through {channel}.",
    public=("말씀을 들었습니다. 접수번호가 정해졌습니다.", "We heard you. Your receipt number was issued."),
)
class VoiceHeard(FactBody):
    voice_id: int
    channel: str
    customer_id: int
    needs_answer: bool
    heard_employee_id: int | None = None


@fact(ko="파일이 붙었습니다: {name}", en="A file was attached: {name}", personal=("name",))
class FileAttached(FactBody):
    voice_id: int
    attachment_id: int
    name: str
    size: int


@fact(
    ko="고객의 말을 지웠습니다. 배운 것은 남습니다.",
    en="The customer's words were erased; what they taught stays.",
)
class VoiceErased(FactBody):
    voice_id: int


@fact(ko="창구 “{code}”의 설정이 바뀌었습니다.", en="The channel “{code}” was changed.")
class ChannelSet(FactBody):
    channel_id: int
    code: str


@fact(ko="“{code}” 창구를 열었습니다.", en="The channel “{code}” was opened.")
class ChannelOpened(FactBody):
    channel_id: int
    code: str


@fact(ko="“{code}” 창구를 닫았습니다: {why}", en="The channel “{code}” was closed: {why}")
class ChannelClosed(FactBody):
    channel_id: int
    code: str
    why: str


@fact(
    ko="보관 기간이 지난 원본 {count}개를 지웠습니다.",
    en="{count} raw deliveries past their time were purged.",
)
class RawPurged(FactBody):
    count: int


@fact(
    ko="말 {count}건의 검색 열쇠를 새로 적었습니다.",
    en="The search keys of {count} voices were written anew.",
)
class KeysRenewed(FactBody):
    count: int
