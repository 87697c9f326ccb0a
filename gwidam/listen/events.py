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


@fact(
    ko="파일 ‘{name}’은(는) 받을 수 없어 남기지 않았습니다.",
    en="The file “{name}” cannot be taken and was left out.",
    personal=("name",),
)
class FileLeftOut(FactBody):
    voice_id: int
    name: str


@fact(ko="‘{channel}’ 창구에 {kind_ko} 귀를 열었습니다.", en="The channel “{channel}” listens by {kind_en}.")
class EarOpened(FactBody):
    ear_id: int
    channel: str
    kind_ko: str
    kind_en: str


@fact(
    ko="‘{channel}’ 창구의 {kind_ko} 귀를 닫았습니다.",
    en="The channel “{channel}” no longer listens by {kind_en}.",
)
class EarEnded(FactBody):
    ear_id: int
    channel: str
    kind_ko: str
    kind_en: str


@fact(
    ko="‘{channel}’ 창구의 {kind_ko} 귀가 듣지 못합니다: {because_ko}",
    en="The channel “{channel}” hears nothing by {kind_en}: {because_en}",
)
class EarFailed(FactBody):
    ear_id: int
    channel: str
    kind_ko: str
    kind_en: str
    because_ko: str
    because_en: str


@fact(
    ko="‘{channel}’ 창구의 {kind_ko} 귀가 다시 듣습니다.", en="The channel “{channel}” hears by {kind_en} again."
)
class EarBack(FactBody):
    ear_id: int
    channel: str
    kind_ko: str
    kind_en: str


@fact(
    ko="내선 {number}을(를) {phone_employee}에게 맡겼습니다.", en="The extension {number} is {phone_employee}'s."
)
class ExtensionGiven(FactBody):
    phone_employee_id: int
    number: str


@fact(ko="내선 {number}을(를) 거두었습니다.", en="The extension {number} was taken back.")
class ExtensionTaken(FactBody):
    phone_employee_id: int
    number: str


@fact(ko="전화가 왔습니다.", en="A call rang.")
class CallRang(FactBody):
    call_id: int
    phone_employee_id: int | None


@fact(ko="전화를 받았습니다.", en="A call was answered.")
class CallAnswered(FactBody):
    call_id: int
    phone_employee_id: int | None


@fact(ko="전화가 끝났습니다.", en="A call ended.")
class CallEnded(FactBody):
    call_id: int


@fact(ko="전화에 대해 더 알게 되었습니다.", en="More is known of a call.")
class CallTold(FactBody):
    call_id: int


@fact(ko="전화로 하신 말씀을 받아 적었습니다.", en="What was said in a call was taken down.")
class CallTakenDown(FactBody):
    call_id: int
    voice_id: int


@fact(ko="통화 녹음을 열어 보았습니다.", en="The recording of the call was opened.")
class RecordingOpened(FactBody):
    call_id: int
    voice_id: int


@fact(
    ko="받아 적지 않은 전화 기록 {count}건을 지웠습니다.",
    en="{count} calls that nobody took down were dropped.",
)
class CallsPurged(FactBody):
    count: int


@fact(
    ko="“{channel}” 창구의 비밀 값을 새로 만들었습니다.", en="A new secret was made for the channel “{channel}”."
)
class EarSecretTurned(FactBody):
    ear_id: int
    channel: str


@fact(ko="‘{channel}’ 창구로 온 메일 한 통을 받아 두었습니다.", en="A mail to the channel “{channel}” was kept.")
class MailKept(FactBody):
    mail_id: int
    channel: str
    size: int


@fact(
    ko="‘{channel}’ 창구로 온 메일을 읽었습니다: {became_ko}",
    en="A mail to the channel “{channel}” was read: {became_en}.",
)
class MailRead(FactBody):
    mail_id: int
    channel: str
    became: str
    became_ko: str
    became_en: str
    voice_id: int | None = None


@fact(
    ko="메일 원본을 보았습니다. 이유: {why}",
    en="The original of a mail was looked at, because: {why}",
    personal=("why",),
)
class MailSeen(FactBody):
    mail_id: int
    why: str
