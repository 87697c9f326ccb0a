"""What happened to words that leave.

`key` is the writer's own name for the notice, so that its room can tell which answer arrived. `what_ko` and
`what_en` name the letter.
"""

from __future__ import annotations

from gwidam.core.ledger import FactBody, fact


@fact(
    ko="{to_employee}{to_customer}님께 메일({what_ko})을 보내려고 준비했습니다.",
    en="A mail ({what_en}) to {to_employee}{to_customer} was written.",
)
class MessageQueued(FactBody):
    message_id: int
    key: str
    topic: str
    what_ko: str
    what_en: str
    urgency: str
    to_employee_id: int | None = None
    to_customer_id: int | None = None


@fact(
    ko="{to_employee}{to_customer}님께 메일({what_ko})을 보내지 않았습니다: {because_ko}.",
    en="A mail ({what_en}) to {to_employee}{to_customer} was withheld: {because_en}.",
)
class MessageWithheld(FactBody):
    message_id: int
    key: str
    topic: str
    what_ko: str
    what_en: str
    because: str
    because_ko: str
    because_en: str
    to_employee_id: int | None = None
    to_customer_id: int | None = None


@fact(
    ko="{to_employee}{to_customer}님께 메일({what_ko})을 보냈습니다.",
    en="A mail ({what_en}) was sent to {to_employee}{to_customer}.",
)
class MessageSent(FactBody):
    message_id: int
    key: str
    topic: str
    what_ko: str
    what_en: str
    attempts: int
    to_employee_id: int | None = None
    to_customer_id: int | None = None


@fact(
    ko="{to_employee}{to_customer}님께 메일({what_ko})이 아직 가지 못해 곧 다시 보냅니다: {because}",
    en="A mail ({what_en}) to {to_employee}{to_customer} has to wait and will be tried again: {because}",
    personal=("because",),
)
class MessageDeferred(FactBody):
    message_id: int
    key: str
    topic: str
    what_ko: str
    what_en: str
    attempts: int
    because: str
    to_employee_id: int | None = None
    to_customer_id: int | None = None


@fact(
    ko="{to_employee}{to_customer}님께 메일({what_ko})이 가지 못했습니다: {because}",
    en="A mail ({what_en}) to {to_employee}{to_customer} could not be delivered: {because}",
    personal=("because",),
)
class MessageFailed(FactBody):
    message_id: int
    key: str
    topic: str
    what_ko: str
    what_en: str
    because: str
    to_employee_id: int | None = None
    to_customer_id: int | None = None


@fact(
    ko="{to_employee}{to_customer}님께 보낸 메일({what_ko})이 되돌아왔습니다: {because}",
    en="A mail ({what_en}) to {to_employee}{to_customer} came back: {because}",
    personal=("because",),
)
class MessageBounced(FactBody):
    message_id: int
    key: str
    topic: str
    what_ko: str
    what_en: str
    because: str
    to_employee_id: int | None = None
    to_customer_id: int | None = None


@fact(
    ko="{to_employee}{to_customer}님께 갈 소식 {count}개를 한 통으로 모았습니다.",
    en="{count} notices to {to_employee}{to_customer} were put into one digest.",
)
class DigestBundled(FactBody):
    message_ids: list[int]
    count: int
    to_employee_id: int | None = None
    to_customer_id: int | None = None


@fact(
    ko="{to_employee}{to_customer}님이 메일({what_ko})을 받지 않기로 했습니다.",
    en="{to_employee}{to_customer} muted mail about {what_en}.",
)
class TopicMuted(FactBody):
    topic: str
    what_ko: str
    what_en: str
    to_employee_id: int | None = None
    to_customer_id: int | None = None


@fact(
    ko="{to_employee}{to_customer}님이 메일({what_ko})을 다시 받기로 했습니다.",
    en="{to_employee}{to_customer} wants mail about {what_en} again.",
)
class TopicUnmuted(FactBody):
    topic: str
    what_ko: str
    what_en: str
    to_employee_id: int | None = None
    to_customer_id: int | None = None


@fact(
    ko="{to_employee}{to_customer}님께 보낸 메일 {count}통의 주소와 내용을 지웠습니다.",
    en="Addresses and words of {count} mails to {to_employee}{to_customer} were erased.",
)
class MessagesErased(FactBody):
    count: int
    to_employee_id: int | None = None
    to_customer_id: int | None = None


@fact(
    ko="웹훅 ‘{name}’을(를) 만들었습니다. 보내는 곳: {host}",
    en="The webhook “{name}” to {host} was added.",
)
class WebhookAdded(FactBody):
    webhook_id: int
    name: str
    host: str
    kinds: list[str]


@fact(
    ko="웹훅 ‘{name}’을(를) 고쳤습니다. 보내는 곳: {host}",
    en="The webhook “{name}” to {host} was changed.",
)
class WebhookChanged(FactBody):
    webhook_id: int
    name: str
    host: str
    kinds: list[str]


@fact(ko="웹훅 ‘{name}’을(를) 멈췄습니다: {because_ko}.", en="The webhook “{name}” was paused: {because_en}.")
class WebhookPaused(FactBody):
    webhook_id: int
    name: str
    because: str
    because_ko: str
    because_en: str


@fact(ko="웹훅 ‘{name}’을(를) 다시 켰습니다.", en="The webhook “{name}” is on again.")
class WebhookResumed(FactBody):
    webhook_id: int
    name: str
    with_missed: bool


@fact(ko="웹훅 ‘{name}’의 비밀 열쇠를 바꿨습니다.", en="The secret of the webhook “{name}” was changed.")
class WebhookSecretTurned(FactBody):
    webhook_id: int
    name: str


@fact(ko="웹훅 ‘{name}’을(를) 없앴습니다.", en="The webhook “{name}” was removed.")
class WebhookRemoved(FactBody):
    webhook_id: int
    name: str


@fact(ko="웹훅 ‘{name}’으로 시험 소식을 보냈습니다.", en="A trial was sent to the webhook “{name}”.")
class WebhookTried(FactBody):
    webhook_id: int
    name: str


@fact(
    ko="웹훅 ‘{name}’으로 소식 {count}개를 다시 보내기로 했습니다.",
    en="{count} deliveries to the webhook “{name}” are sent again.",
)
class WebhookResent(FactBody):
    webhook_id: int
    name: str
    count: int


@fact(ko="바깥 계정 ‘{name}’을(를) 이었습니다.", en="The line “{name}” was connected.")
class LineConnected(FactBody):
    line_id: int
    name: str


@fact(ko="바깥 계정 ‘{name}’의 설정을 고쳤습니다.", en="The line “{name}” was changed.")
class LineChanged(FactBody):
    line_id: int
    name: str


@fact(ko="바깥 계정 ‘{name}’을(를) 끊었습니다.", en="The line “{name}” was disconnected.")
class LineEnded(FactBody):
    line_id: int
    name: str


@fact(
    ko="바깥 계정 ‘{name}’으로 말이 나가지 않습니다: {because_ko}",
    en="Nothing leaves by the line “{name}”: {because_en}",
)
class LineFailed(FactBody):
    line_id: int
    name: str
    because_ko: str
    because_en: str


@fact(ko="바깥 계정 ‘{name}’으로 다시 말이 나갑니다.", en="Words leave by the line “{name}” again.")
class LineBack(FactBody):
    line_id: int
    name: str
